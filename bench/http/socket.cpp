#include "bench/http/socket.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace runledger::bench {
namespace {

Error failure(const char* what) {
  return {Errc::unavailable, std::string(what) + " on 127.0.0.1: " + std::strerror(errno)};
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

void send_at_once(int descriptor) {
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Result<Descriptor> connect_to(std::uint16_t port) {
  Descriptor descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = loopback(port);
  if (!descriptor.is_open() ||
      connect(descriptor.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      fcntl(descriptor.number(), F_SETFL, O_NONBLOCK) != 0) {
    return failure("cannot connect");
  }
  send_at_once(descriptor.number());
  return descriptor;
}

Result<Listener> listen_on_loopback() {
  Descriptor descriptor(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (!descriptor.is_open() || bind(descriptor.number(), generic, size) != 0 ||
      listen(descriptor.number(), SOMAXCONN) != 0 || getsockname(descriptor.number(), generic, &size) != 0) {
    return failure("cannot listen");
  }
  return Listener{std::move(descriptor), ntohs(address.sin_port)};
}

Descriptor accept_from(const Listener& listener) {
  Descriptor connection(
      accept4(listener.descriptor.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (connection.is_open()) send_at_once(connection.number());
  return connection;
}

}  // namespace runledger::bench
