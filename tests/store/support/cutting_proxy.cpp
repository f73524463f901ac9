#include "tests/store/support/cutting_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>

namespace runledger::store::test {
namespace {

constexpr char kSocketName[] = "/.s.PGSQL.5432";
constexpr int kLookAgainMs = 20;

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  return address;
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string& url) {
  const auto begin = url.find("host='") + 6;
  const auto end = url.find('\'', begin);
  server_socket_ = url.substr(begin, end - begin) + kSocketName;
  std::string folder = "/tmp/runledger-proxy-XXXXXX";
  folder_ = mkdtemp(folder.data());
  url_ = url.substr(0, begin) + folder_ + url.substr(end);
  listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_of(folder_ + kSocketName);
  bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  listen(listener_, 16);
  acceptor_ = std::thread([this] { accept_clients(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_ = true;
  acceptor_.join();
  for (auto& thread : forwarders_) thread.join();
  if (held_server_ >= 0) close(held_server_);
  close(listener_);
  std::filesystem::remove_all(folder_);
}

int CuttingProxy::connect_server() const {
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_of(server_socket_);
  connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return server;
}

void CuttingProxy::accept_clients() {
  while (!stopping_) {
    pollfd ready{listener_, POLLIN, 0};
    if (poll(&ready, 1, kLookAgainMs) <= 0) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) forwarders_.emplace_back([this, client] { forward(client, connect_server()); });
  }
}

void CuttingProxy::forward(int client, int server) {
  std::array<char, 65536> buffer{};
  bool cut_the_answer = false;
  while (!stopping_) {
    pollfd ready[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    if (poll(ready, 2, kLookAgainMs) <= 0) continue;
    if (ready[0].revents != 0) {
      const auto got = recv(client, buffer.data(), buffer.size(), 0);
      if (got <= 0) break;
      const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
      const Cut cut = cut_.exchange(Cut::none);
      if (cut == Cut::request) {
        const std::lock_guard lock(mutex_);
        held_ = bytes;
        held_server_ = server;
        close(client);
        return;
      }
      cut_the_answer = cut_the_answer || cut == Cut::answer;
      if (!send_all(server, bytes)) break;
    } else if (ready[1].revents != 0) {
      const auto got = recv(server, buffer.data(), buffer.size(), 0);
      if (got <= 0 || cut_the_answer) break;
      if (!send_all(client, {buffer.data(), static_cast<std::size_t>(got)})) break;
    }
  }
  close(client);
  close(server);
}

void CuttingProxy::release() {
  const std::lock_guard lock(mutex_);
  send_all(held_server_, held_);
  shutdown(held_server_, SHUT_WR);
  std::array<char, 65536> answers{};
  while (recv(held_server_, answers.data(), answers.size(), 0) > 0) {
  }
}

}  // namespace runledger::store::test
