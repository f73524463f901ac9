#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "http/server.hpp"
#include "http/server/header_scan.hpp"
#include "http/server/message_parser.hpp"
#include "http/server/refusal.hpp"

namespace runledger::http::server {

struct NeedMore {};
// The client waits for "100 Continue" before it sends its content.
struct WantsContinue {};
// A complete request. Still to be filled in by the connection: remote_address, received_at, request_id.
struct Framed {
  Request request;
  bool keep_alive = true;
};
using FrameEvent = std::variant<NeedMore, WantsContinue, Framed, Refusal>;

// Cuts a connection's bytes into requests (RFC 9112). Pure: no sockets, no clock. After a Refusal it is
// finished, since nobody can say where the next request would begin. Not thread-safe.
class Framer {
 public:
  enum class Phase { between, header, body, failed };

  explicit Framer(const ServerLimits& limits);

  void feed(std::string_view bytes);
  // Call until it gives NeedMore or a Refusal.
  FrameEvent next();

  // Where the stream stands, for the timeouts.
  Phase phase() const { return phase_; }
  // Bytes taken in and not yet part of a request.
  std::size_t buffered() const { return buffer_.size() - used_; }
  // Bytes kept for requests that are not complete yet.
  std::size_t held() const;
  // Lets go of all input and is finished.
  void discard();

 private:
  FrameEvent next_header();
  FrameEvent header_done();
  std::optional<Refusal> read_head();
  FrameEvent next_body();
  FrameEvent finish();
  FrameEvent refuse(Refusal refusal);
  FrameEvent refuse(HeaderFault fault);
  FrameEvent refuse(ParseFault fault);
  std::string_view rest() const { return std::string_view(buffer_).substr(used_); }
  bool skip_blank_lines();
  void compact();

  ServerLimits limits_;
  HeaderScan scan_;
  MessageParser parser_;
  Phase phase_ = Phase::between;
  std::string buffer_;
  std::size_t used_ = 0;
  std::size_t header_length_ = 0;  // of the request whose content is read
  Framed framed_;
  bool wants_continue_ = false;
  int blank_lines_ = 0;  // before the request that is to begin
};

}  // namespace runledger::http::server
