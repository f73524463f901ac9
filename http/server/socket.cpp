#include "http/server/socket.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace runledger::http::server {

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Socket Socket::duplicate_of(int fd, int lowest) {
  return Socket(::fcntl(fd, F_DUPFD_CLOEXEC, lowest));
}

void Socket::close() {
  if (is_open()) ::close(std::exchange(fd_, -1));
}

void Socket::shutdown_write() {
  if (is_open()) ::shutdown(fd_, SHUT_WR);
}

void Socket::shutdown_both() {
  if (is_open()) ::shutdown(fd_, SHUT_RDWR);
}

bool Socket::is_dead() const {
  if (!is_open()) return true;
  pollfd entry{fd_, 0, 0};
  return ::poll(&entry, 1, 0) == 1 && (entry.revents & (POLLERR | POLLHUP)) != 0;
}

std::string Socket::peer_address() const {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  std::array<char, NI_MAXHOST> host{};
  if (::getpeername(fd_, reinterpret_cast<sockaddr*>(&address), &length) != 0) return "";
  if (::getnameinfo(reinterpret_cast<sockaddr*>(&address), length, host.data(), host.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
    return "";
  }
  std::string text = host.data();
  constexpr const char* kMapped = "::ffff:";
  if (text.rfind(kMapped, 0) == 0 && text.find('.') != std::string::npos) text.erase(0, 7);
  return text;
}

}  // namespace runledger::http::server
