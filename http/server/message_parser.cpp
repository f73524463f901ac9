#include "http/server/message_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace runledger::http::server {
namespace {

namespace beast = boost::beast;
using BeastView = beast::string_view;
using ErrorCode = beast::error_code;

// Chunk extensions mean nothing to us, yet cost memory and time: more than this in one message is an attack.
constexpr std::size_t kMostExtensionBytes = 16 * 1024;
// Content-Length may name any size; space is set aside only for this much before bytes arrive.
constexpr std::uint64_t kMostReserved = 64 * 1024;

std::string text_of(BeastView view) {
  return {view.data(), view.size()};
}

// Collects one message. Derives from the base of http::parser rather than from http::parser itself because
// that one moves repeated fields together and allocates for each.
class OneMessage final : public beast::http::basic_parser<true> {
 public:
  RawRequest message;
  bool extensions_too_long = false;

 private:
  void on_request_impl(beast::http::verb, BeastView method, BeastView target, int version,
                       ErrorCode&) override {
    message.method = text_of(method);
    message.target = text_of(target);
    message.version = version;
  }

  void on_response_impl(int, BeastView, int, ErrorCode&) override {}

  void on_field_impl(beast::http::field, BeastView name, BeastView value, ErrorCode&) override {
    if (!in_trailer_) message.headers.add(text_of(name), text_of(value));
  }

  void on_header_impl(ErrorCode&) override { in_trailer_ = true; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) override {
    if (length) message.body.reserve(static_cast<std::size_t>(std::min(*length, kMostReserved)));
  }

  std::size_t on_body_impl(BeastView bytes, ErrorCode&) override {
    message.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, BeastView extensions, ErrorCode& ec) override {
    extension_bytes_ += extensions.size();
    if (extension_bytes_ <= kMostExtensionBytes) return;
    extensions_too_long = true;
    ec = beast::http::error::bad_chunk_extension;
  }

  std::size_t on_chunk_body_impl(std::uint64_t, BeastView bytes, ErrorCode&) override {
    message.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_finish_impl(ErrorCode&) override {}

  bool in_trailer_ = false;
  std::size_t extension_bytes_ = 0;
};

ParseFault fault_of(const ErrorCode& ec) {
  if (!ec || ec == beast::http::error::need_more) return ParseFault::none;
  if (ec == beast::http::error::bad_version) return ParseFault::version;
  if (ec == beast::http::error::body_limit) return ParseFault::body_too_long;
  return ParseFault::syntax;
}

}  // namespace

class MessageParser::Beast {
 public:
  std::optional<OneMessage> one;
};

MessageParser::MessageParser(std::size_t body_limit)
    : body_limit_(body_limit), beast_(std::make_unique<Beast>()) {
  start();
}

MessageParser::~MessageParser() = default;

void MessageParser::start() {
  OneMessage& one = beast_->one.emplace();
  one.body_limit(body_limit_);
  one.header_limit(std::numeric_limits<std::uint32_t>::max());  // HeaderScan has bounded it already
}

ParseFault MessageParser::read_header(std::string_view header) {
  ErrorCode ec;
  OneMessage& one = *beast_->one;
  one.eager(false);
  one.put(boost::asio::const_buffer(header.data(), header.size()), ec);
  const ParseFault fault = fault_of(ec);
  if (fault == ParseFault::none && !one.is_header_done()) return ParseFault::syntax;
  return fault;
}

std::size_t MessageParser::read_body(std::string_view bytes, ParseFault& fault) {
  ErrorCode ec;
  OneMessage& one = *beast_->one;
  one.eager(true);
  const std::size_t used = one.put(boost::asio::const_buffer(bytes.data(), bytes.size()), ec);
  fault = one.extensions_too_long ? ParseFault::chunk_overhead : fault_of(ec);
  return used;
}

bool MessageParser::is_done() const {
  return beast_->one->is_done();
}

bool MessageParser::is_chunked() const {
  return beast_->one->chunked();
}

RawRequest& MessageParser::message() {
  return beast_->one->message;
}

const RawRequest& MessageParser::message() const {
  return beast_->one->message;
}

}  // namespace runledger::http::server
