#include "bench/http/round_trip.hpp"

#include <poll.h>
#include <sys/socket.h>

#include "bench/http/message_reader.hpp"
#include "bench/http/socket.hpp"

namespace runledger::bench {
namespace {

constexpr int kPatienceMs = 30'000;

}  // namespace

std::string request_bytes(std::string_view method, std::string_view target,
                          const std::vector<std::string>& headers, std::string_view body) {
  std::string out;
  out.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
  for (const auto& header : headers) out.append(header).append("\r\n");
  if (!body.empty()) out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  out.append("\r\n").append(body);
  return out;
}

Result<Reply> round_trip(std::uint16_t port, const std::string& request) {
  auto connection = connect_to(port);
  if (!connection) return std::move(connection).error();
  const int descriptor = connection->number();
  if (send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    return Error{Errc::unavailable, "the server did not take a request in one piece"};
  }
  MessageReader reader;
  while (true) {
    pollfd waited{descriptor, POLLIN, 0};
    if (poll(&waited, 1, kPatienceMs) == 0)
      return Error{Errc::unavailable, "no answer within " + std::to_string(kPatienceMs / 1000) + " s"};
    const auto input = reader.read_from(descriptor);
    if (const auto answer = reader.next()) return Reply{status_of(answer->head), std::string(answer->body)};
    if (input != MessageReader::Input::open)
      return Error{Errc::unavailable, "the server closed the connection without an answer"};
  }
}

}  // namespace runledger::bench
