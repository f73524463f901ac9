#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace runledger::bench {

// One HTTP/1.1 message; views into the reader's buffer.
struct Message {
  std::string_view head;  // start line and fields, without the empty line
  std::string_view body;
};

// Frames requests or responses by Content-Length, which is all that both sides of a benchmark send. For peers
// of our own on the loopback address only: nothing here is bounded.
class MessageReader {
 public:
  enum class Input { open, closed, broken };  // broken: a socket error

  // Takes all that has arrived on a non-blocking socket. Ends the life of the views given before.
  Input read_from(int descriptor);
  // The next whole message, if it is there.
  std::optional<Message> next();

 private:
  std::string buffer_;
  std::size_t begin_ = 0;  // of what next() has not given yet
};

// The status code of a response's head; 0 when there is none.
int status_of(std::string_view head);

}  // namespace runledger::bench
