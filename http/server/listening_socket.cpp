#include "http/server/listening_socket.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <memory>

#include "http/server/socket.hpp"

namespace runledger::http::server {
namespace {

bool listens_on(int fd, std::uint16_t port) {
  int listening = 0;
  socklen_t length = sizeof listening;
  if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) != 0 || listening == 0) return false;
  sockaddr_storage address{};
  length = sizeof address;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) return false;
  if (address.ss_family != AF_INET && address.ss_family != AF_INET6) return false;
  // Both families keep the port at the same place.
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port) == port;
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

}  // namespace

std::optional<int> find_listening_socket(std::uint16_t port) {
  const std::unique_ptr<DIR, CloseDirectory> directory(::opendir("/proc/self/fd"));
  if (!directory) return std::nullopt;
  while (const dirent* entry = ::readdir(directory.get())) {
    int fd = -1;
    const char* end = entry->d_name + std::strlen(entry->d_name);
    if (std::from_chars(entry->d_name, end, fd).ptr == end && listens_on(fd, port)) return fd;
  }
  return std::nullopt;
}

void stop_listening(int fd) {
  const Socket idle(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (idle.is_open()) ::dup3(idle.fd(), fd, O_CLOEXEC);
}

}  // namespace runledger::http::server
