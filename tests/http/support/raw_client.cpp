#include "tests/http/support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace runledger::http::test {

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const int one = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(fd_);
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
}

RawClient::~RawClient() {
  if (fd_ >= 0) ::close(fd_);
}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::end_input() {
  ::shutdown(fd_, SHUT_WR);
}

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(fd_);
  fd_ = -1;
}

bool RawClient::fill() {
  if (closed_) return false;
  pollfd entry{fd_, POLLIN, 0};
  if (::poll(&entry, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) != 1) return false;
  std::array<char, 65536> bytes{};
  const ssize_t got = ::recv(fd_, bytes.data(), bytes.size(), 0);
  closed_ = got <= 0;
  if (got > 0) buffer_.append(bytes.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::optional<Answer> RawClient::read_answer(bool head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  Answer answer;
  std::string_view lines = std::string_view(buffer_).substr(0, end + 2);
  const auto take_line = [&] {
    const auto length = lines.find("\r\n");
    const std::string line(lines.substr(0, length));
    lines.remove_prefix(length + 2);
    return line;
  };
  answer.status = std::stoi(take_line().substr(9, 3));
  while (!lines.empty()) {
    const std::string line = take_line();
    const auto colon = line.find(':');
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    answer.headers[name] = line.substr(colon + 2);
  }
  buffer_.erase(0, end + 4);
  const auto length = answer.headers.find("content-length");
  const std::size_t expected = head || length == answer.headers.end() ? 0 : std::stoul(length->second);
  while (buffer_.size() < expected) {
    if (!fill()) return std::nullopt;
  }
  answer.body = buffer_.substr(0, expected);
  buffer_.erase(0, expected);
  return answer;
}

std::string RawClient::read_all() {
  while (fill()) {
  }
  return std::exchange(buffer_, "");
}

bool RawClient::is_closed() {
  return buffer_.empty() && !fill() && closed_;
}

std::string RawClient::read_some(std::size_t count) {
  if (buffer_.empty()) {
    pollfd entry{fd_, POLLIN, 0};
    if (::poll(&entry, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) != 1) return "";
    std::string bytes(count, '\0');
    const ssize_t got = ::recv(fd_, bytes.data(), bytes.size(), 0);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, bytes.size());
  return bytes;
}

}  // namespace runledger::http::test
