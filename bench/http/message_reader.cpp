#include "bench/http/message_reader.hpp"

#include <strings.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>

namespace runledger::bench {
namespace {

std::size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\nContent-Length:";
  for (auto line = head.find("\r\n"); line != std::string_view::npos; line = head.find("\r\n", line + 2)) {
    const std::string_view rest = head.substr(line);
    if (rest.size() < kName.size() || strncasecmp(rest.data(), kName.data(), kName.size()) != 0) continue;
    const auto digits = rest.find_first_not_of(' ', kName.size());
    std::size_t length = 0;
    if (digits != std::string_view::npos)
      std::from_chars(rest.data() + digits, rest.data() + rest.size(), length);
    return length;
  }
  return 0;
}

}  // namespace

MessageReader::Input MessageReader::read_from(int descriptor) {
  buffer_.erase(0, begin_);
  begin_ = 0;
  std::array<char, 64 * 1024> bytes;
  while (true) {
    const ssize_t count = recv(descriptor, bytes.data(), bytes.size(), 0);
    if (count == 0) return Input::closed;
    if (count < 0) return errno == EAGAIN || errno == EINTR ? Input::open : Input::broken;
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    if (static_cast<std::size_t>(count) < bytes.size()) return Input::open;
  }
}

std::optional<Message> MessageReader::next() {
  const std::string_view rest = std::string_view(buffer_).substr(begin_);
  const auto head_end = rest.find("\r\n\r\n");
  if (head_end == std::string_view::npos) return std::nullopt;
  const std::string_view head = rest.substr(0, head_end);
  const std::size_t body_begin = head_end + 4;
  const std::size_t length = content_length(head);
  if (rest.size() - body_begin < length) return std::nullopt;
  begin_ += body_begin + length;
  return Message{head, rest.substr(body_begin, length)};
}

int status_of(std::string_view head) {
  int status = 0;
  const auto space = head.find(' ');
  if (space != std::string_view::npos)
    std::from_chars(head.data() + space + 1, head.data() + head.size(), status);
  return status;
}

}  // namespace runledger::bench
