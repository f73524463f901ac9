#include "http/server/header_scan.hpp"

namespace runledger::http::server {

void HeaderScan::reset() {
  *this = HeaderScan(header_limit_, target_limit_);
}

bool HeaderScan::fail(HeaderFault fault) {
  fault_ = fault;
  return false;
}

bool HeaderScan::accept(char c) {
  if (c == '\0') return fail(HeaderFault::nul);
  if (after_carriage_return_) {
    if (c != '\n') return fail(HeaderFault::bare_carriage_return);
    after_carriage_return_ = false;
    complete_ = line_length_ == 0 && !first_line_;
    first_line_ = false;
    line_length_ = 0;
    return true;
  }
  if (c == '\n') return fail(HeaderFault::bare_line_feed);
  if (c == '\r') {
    after_carriage_return_ = true;
    return true;
  }
  if (line_length_ == 0 && !first_line_ && (c == ' ' || c == '\t'))
    return fail(HeaderFault::obsolete_folding);
  ++line_length_;
  if (!first_line_) return true;
  if (c == ' ') {
    ++blanks_in_request_line_;
  } else if (blanks_in_request_line_ == 1 && ++target_length_ > target_limit_) {
    return fail(HeaderFault::target_too_long);
  }
  return true;
}

std::optional<std::size_t> HeaderScan::find_end(std::string_view header) {
  while (!fault_ && scanned_ < header.size()) {
    if (scanned_ == header_limit_) {
      fail(HeaderFault::header_too_long);
      break;
    }
    if (accept(header[scanned_])) ++scanned_;
    if (complete_) return scanned_;
  }
  return std::nullopt;
}

}  // namespace runledger::http::server
