#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace runledger::http::server {

// What makes a header unacceptable before it is parsed at all.
enum class HeaderFault {
  bare_line_feed,
  bare_carriage_return,
  nul,
  obsolete_folding,
  header_too_long,
  target_too_long
};

// Finds the end of a header (RFC 9112 §2.1) while it arrives, byte by byte if need be, without reading any
// byte twice. It refuses at once what lenient receivers disagree about and attackers smuggle with: a line
// feed without a carriage return and the reverse (§2.2), NUL, folded lines (§5.2), and anything over the
// limits.
class HeaderScan {
 public:
  HeaderScan(std::size_t header_limit, std::size_t target_limit)
      : header_limit_(header_limit), target_limit_(target_limit) {}

  // `header` is everything received since the start of the header. Gives its length including the blank line
  // once it is complete; until then nothing, and fault() tells whether it ever can be.
  std::optional<std::size_t> find_end(std::string_view header);
  std::optional<HeaderFault> fault() const { return fault_; }
  void reset();

 private:
  bool accept(char c);
  bool fail(HeaderFault fault);

  std::size_t header_limit_;
  std::size_t target_limit_;
  std::size_t scanned_ = 0;
  std::size_t line_length_ = 0;  // bytes of the current line before its end
  std::size_t target_length_ = 0;
  int blanks_in_request_line_ = 0;
  bool first_line_ = true;
  bool after_carriage_return_ = false;
  bool complete_ = false;
  std::optional<HeaderFault> fault_;
};

}  // namespace runledger::http::server
