#include "http/server/framer.hpp"

#include <memory>
#include <utility>

#include "http/server/head_check.hpp"
#include "http/server/target.hpp"

namespace runledger::http::server {
namespace {

constexpr int kMostBlankLines = 8;
// What a connection may keep while nothing is in its buffer.
constexpr std::size_t kMostIdleBytes = 64 * 1024;

std::string text(std::size_t number) {
  return std::to_string(number);
}

}  // namespace

Framer::Framer(const ServerLimits& limits)
    : limits_(limits), scan_(limits.header_bytes, limits.target_bytes), parser_(limits.body_bytes) {}

void Framer::feed(std::string_view bytes) {
  if (phase_ == Phase::failed) return;
  buffer_.append(bytes);
}

FrameEvent Framer::next() {
  switch (phase_) {
    case Phase::between:
    case Phase::header:
      return next_header();
    case Phase::body:
      return next_body();
    case Phase::failed:
      break;
  }
  return NeedMore{};
}

// RFC 9112 §2.2: a server should ignore an empty line before a request line. False for a stream of them.
bool Framer::skip_blank_lines() {
  while (rest().substr(0, 2) == "\r\n") {
    used_ += 2;
    if (++blank_lines_ > kMostBlankLines) return false;
  }
  return true;
}

// Forgets used bytes once they are most of the buffer, so that each byte is moved a bounded number of times.
void Framer::compact() {
  if (used_ == buffer_.size()) {
    buffer_.clear();
    if (buffer_.capacity() > kMostIdleBytes) buffer_.shrink_to_fit();
    used_ = 0;
  } else if (used_ > 64 * 1024 && used_ > buffer_.size() / 2) {
    buffer_.erase(0, used_);
    used_ = 0;
  }
}

FrameEvent Framer::next_header() {
  if (phase_ == Phase::between) {
    if (!skip_blank_lines()) {
      return refuse({400, Errc::invalid_input, "Only empty lines came where a request should begin."});
    }
    if (rest().empty() || rest() == "\r") {
      compact();
      return NeedMore{};
    }
    phase_ = Phase::header;
    blank_lines_ = 0;
    scan_.reset();
    parser_.start();
  }
  const auto length = scan_.find_end(rest());
  if (scan_.fault()) return refuse(*scan_.fault());
  if (!length) return NeedMore{};
  const ParseFault fault = parser_.read_header(rest().substr(0, *length));
  used_ += *length;
  header_length_ = *length;
  if (fault == ParseFault::body_too_long) {
    if (auto refusal = read_head()) return refuse(std::move(*refusal));
  }
  if (fault != ParseFault::none) return refuse(fault);
  return header_done();
}

// Judges the header and makes a Request of it.
std::optional<Refusal> Framer::read_head() {
  RawRequest& raw = parser_.message();
  framed_ = Framed{};
  HeadFacts facts;
  if (auto refusal = check_head(raw, facts)) return refusal;
  const auto method = parse_method(raw.method);
  if (!method) return Refusal{501, Errc::invalid_input, "This method is not supported."};
  framed_.keep_alive = facts.keep_alive;
  wants_continue_ = facts.expects_continue;
  Request& request = framed_.request;
  request.method = *method;
  request.http_version = raw.version;
  request.headers = std::move(raw.headers);
  return read_target(raw.target, request);
}

FrameEvent Framer::header_done() {
  if (auto refusal = read_head()) return refuse(std::move(*refusal));
  if (parser_.is_done()) return finish();
  phase_ = Phase::body;
  return next_body();
}

FrameEvent Framer::next_body() {
  while (!rest().empty()) {
    wants_continue_ = false;  // RFC 9110 §10.1.1: not needed once content has arrived
    ParseFault fault = ParseFault::none;
    const std::size_t taken = parser_.read_body(rest(), fault);
    used_ += taken;
    if (fault != ParseFault::none) return refuse(fault);
    if (parser_.is_done()) return finish();
    if (taken == 0) break;
  }
  // What is left is part of a chunk's size line or of the trailer, which no content limit bounds.
  if (buffered() > limits_.header_bytes) return refuse(ParseFault::chunk_overhead);
  compact();
  if (std::exchange(wants_continue_, false)) return WantsContinue{};
  return NeedMore{};
}

FrameEvent Framer::finish() {
  framed_.request.body = std::move(parser_.message().body);
  phase_ = Phase::between;
  compact();
  return std::move(framed_);
}

std::size_t Framer::held() const {
  return buffer_.size() + (phase_ == Phase::body ? header_length_ + parser_.message().body.size() : 0);
}

void Framer::discard() {
  phase_ = Phase::failed;
  buffer_.clear();
  buffer_.shrink_to_fit();
  used_ = 0;
  parser_.start();
}

FrameEvent Framer::refuse(Refusal refusal) {
  discard();
  return refusal;
}

FrameEvent Framer::refuse(HeaderFault fault) {
  switch (fault) {
    case HeaderFault::bare_line_feed:
      return refuse(
          {400, Errc::invalid_input, "A header line ends in a line feed alone; end lines with CR LF."});
    case HeaderFault::bare_carriage_return:
      return refuse(
          {400, Errc::invalid_input, "The header has a carriage return without a line feed after it."});
    case HeaderFault::nul:
      return refuse({400, Errc::invalid_input, "The header has a NUL byte in it."});
    case HeaderFault::obsolete_folding:
      return refuse(
          {400, Errc::invalid_input, "A header line begins with a blank; send each field on one line."});
    case HeaderFault::header_too_long:
      return refuse({431, Errc::limit_exceeded,
                     "The header is longer than " + text(limits_.header_bytes) +
                         " bytes; send fewer or shorter fields."});
    case HeaderFault::target_too_long:
      return refuse({414, Errc::limit_exceeded,
                     "The request target is longer than " + text(limits_.target_bytes) + " bytes."});
  }
  return refuse({400, Errc::invalid_input, "The header is malformed."});
}

FrameEvent Framer::refuse(ParseFault fault) {
  switch (fault) {
    case ParseFault::version:
      return refuse({505, Errc::invalid_input, "Only HTTP/1.1 and HTTP/1.0 are supported."});
    case ParseFault::body_too_long:
      return refuse({413, Errc::limit_exceeded,
                     "The content is longer than " + text(limits_.body_bytes) + " bytes; send less at once.",
                     std::make_shared<Request>(std::move(framed_.request))});
    case ParseFault::chunk_overhead:
      return refuse({400, Errc::limit_exceeded, "The chunked content has too long extensions or trailers."});
    case ParseFault::none:
    case ParseFault::syntax:
      break;
  }
  return refuse({400, Errc::invalid_input, "The request is not well-formed HTTP/1.1 (RFC 9112)."});
}

}  // namespace runledger::http::server
