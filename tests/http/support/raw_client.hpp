#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace runledger::http::test {

// One answer as it stood on the wire. Header names in lower case.
struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;
  std::string body;
};

// A client that sends exactly the bytes it is told to. Every wait has a deadline.
class RawClient {
 public:
  // `receive_buffer`: SO_RCVBUF in bytes, for clients that read slowly; 0 keeps the default.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False when the server closed.
  bool send(std::string_view bytes);
  // Sends FIN: no more input, answers are still read.
  void end_input();
  // Closes with a reset, as a client that crashed.
  void reset();

  // The next answer, or nothing when the server closed or the time is over first. `head`: it has no content.
  std::optional<Answer> read_answer(bool head = false);
  // Everything until the server closes or the time is over.
  std::string read_all();
  // True when the server has closed and nothing is left to read.
  bool is_closed();
  // At most `count` bytes, as they come; empty when closed.
  std::string read_some(std::size_t count);

  static constexpr std::chrono::seconds kPatience{10};

 private:
  bool fill();

  int fd_ = -1;
  std::string buffer_;
  bool closed_ = false;
};

}  // namespace runledger::http::test
