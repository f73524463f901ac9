#pragma once

#include <string>
#include <utility>

namespace runledger::http::server {

// Owns a descriptor of a connected socket. Not thread-safe.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() { close(); }
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // A second descriptor of the same connection, numbered `lowest` or above; not open when there is none left.
  static Socket duplicate_of(int fd, int lowest);

  int fd() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void close();
  // Sends FIN after what was sent: the client sees the end of our answers.
  void shutdown_write();
  // Also makes every other descriptor of the connection read its end.
  void shutdown_both();
  // True when the connection broke or both sides ended it: nobody will read an answer.
  bool is_dead() const;
  // The peer's numeric address without port; IPv4 in IPv6 as IPv4; "" when unknown.
  std::string peer_address() const;

 private:
  int fd_ = -1;
};

}  // namespace runledger::http::server
