#include "tests/support/loopback_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace runledger::test {

LoopbackSocket::LoopbackSocket(LoopbackSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

LoopbackSocket& LoopbackSocket::operator=(LoopbackSocket&& other) noexcept {
  if (this != &other) {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

bool LoopbackSocket::read_more(std::string& buffer) {
  std::array<char, 16 * 1024> bytes{};
  const ssize_t count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  buffer.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

bool LoopbackSocket::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void LoopbackSocket::shut_down() {
  ::shutdown(descriptor_, SHUT_RDWR);
}

void LoopbackSocket::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

LoopbackListener::LoopbackListener() {
  descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  socket_ = LoopbackSocket(descriptor_);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(descriptor_, generic, size) != 0 || ::listen(descriptor_, SOMAXCONN) != 0 ||
      ::getsockname(descriptor_, generic, &size) != 0) {
    std::perror("a test server cannot listen on 127.0.0.1");
    std::abort();
  }
  port_ = ntohs(address.sin_port);
}

LoopbackSocket LoopbackListener::accept() {
  const int connection = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
  const int on = 1;
  if (connection >= 0) ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return LoopbackSocket(connection);
}

int closed_port() {
  const LoopbackListener listener;
  return listener.port();
}

}  // namespace runledger::test
