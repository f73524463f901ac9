#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/fields.hpp"

namespace runledger::http::server {

// A request as it stood on the wire, before anything but its framing was judged.
struct RawRequest {
  std::string method;
  std::string target;
  int version = 11;  // 10 or 11
  Headers headers;   // fields of a chunked message's trailer are dropped (RFC 9110 §6.5.1)
  std::string body;
};

enum class ParseFault { none, syntax, version, body_too_long, chunk_overhead };

// Boost.Beast's strict message parser (RFC 9112), one message after the other, writing into a RawRequest. Not
// thread-safe.
class MessageParser {
 public:
  explicit MessageParser(std::size_t body_limit);
  ~MessageParser();
  MessageParser(const MessageParser&) = delete;
  MessageParser& operator=(const MessageParser&) = delete;

  // Makes ready for the next message.
  void start();
  // Reads exactly one complete header, blank line included.
  ParseFault read_header(std::string_view header);
  // Reads content; gives how many bytes it used up. The rest must be given again with more behind it.
  std::size_t read_body(std::string_view bytes, ParseFault& fault);
  // True when the whole message was read; the header must have been.
  bool is_done() const;
  bool is_chunked() const;
  RawRequest& message();
  const RawRequest& message() const;

 private:
  class Beast;
  std::size_t body_limit_;
  std::unique_ptr<Beast> beast_;
};

}  // namespace runledger::http::server
