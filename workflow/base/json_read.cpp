// The exact JSON reader: Boost.JSON's tokenizer with our own handler, which sees the text of each number and
// so can round it right, and which can refuse what Boost's DOM parser lets pass.
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "workflow/base/json.hpp"

namespace runledger {
namespace {

namespace bj = boost::json;

// Receives the tokenizer's calls and builds the document on Boost's value stack.
struct Handler {
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);

  bj::value_stack stack;
  std::string number;                                 // the pieces of the number being read
  std::string key;                                    // the pieces of the key being read
  std::string text;                                   // the pieces of the string being read
  std::vector<std::unordered_set<std::string>> keys;  // of the objects that are open
  std::string problem;

  bool refuse(std::string why, bj::error_code& ec) {
    problem = std::move(why);
    ec = bj::error::syntax;
    return false;
  }

  bool on_document_begin(bj::error_code&) { return stack.reset(), true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_object_begin(bj::error_code&) { return keys.emplace_back(), true; }
  bool on_object_end(std::size_t n, bj::error_code&) { return keys.pop_back(), stack.push_object(n), true; }
  bool on_array_begin(bj::error_code&) { return true; }
  bool on_array_end(std::size_t n, bj::error_code&) { return stack.push_array(n), true; }

  bool on_key_part(bj::string_view s, std::size_t, bj::error_code&) {
    return key.append(s.data(), s.size()), true;
  }
  bool on_key(bj::string_view s, std::size_t, bj::error_code& ec) {
    key.append(s.data(), s.size());
    if (key.find('\0') != std::string::npos) return refuse("a key contains the NUL character", ec);
    if (!keys.back().insert(key).second)
      return refuse("the key '" + key.substr(0, 60) + "' stands twice in one object", ec);
    stack.push_key(key);
    key.clear();
    return true;
  }

  bool on_string_part(bj::string_view s, std::size_t, bj::error_code&) {
    return text.append(s.data(), s.size()), true;
  }
  bool on_string(bj::string_view s, std::size_t, bj::error_code& ec) {
    text.append(s.data(), s.size());
    if (text.find('\0') != std::string::npos) return refuse("a string contains the NUL character", ec);
    stack.push_string(text);
    text.clear();
    return true;
  }

  bool on_number_part(bj::string_view s, bj::error_code&) { return number.append(s.data(), s.size()), true; }
  bool on_int64(std::int64_t i, bj::string_view, bj::error_code&) {
    return number.clear(), stack.push_int64(i), true;
  }
  bool on_uint64(std::uint64_t u, bj::string_view, bj::error_code&) {
    return number.clear(), stack.push_uint64(u), true;
  }
  bool on_double(double, bj::string_view s, bj::error_code& ec) {
    number.append(s.data(), s.size());
    const std::string digits = std::move(number);
    number.clear();
    if (digits.find_first_of(".eE") == std::string::npos) {
      return refuse("the integer " + digits.substr(0, 40) + " needs more than 64 bits; send it as a string",
                    ec);
    }
    double exact = 0;
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), exact);
    if (status == std::errc::result_out_of_range && is_tiny(digits)) {
      exact = 0;  // below the smallest double: rounds to zero
    } else if (status != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(exact)) {
      return refuse("the number " + digits.substr(0, 40) + " is out of a double's range; send it as a string",
                    ec);
    }
    stack.push_double(exact);
    return true;
  }
  bool on_bool(bool b, bj::error_code&) { return stack.push_bool(b), true; }
  bool on_null(bj::error_code&) { return stack.push_null(), true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }

 private:
  // Whether a number that no double can hold is too small rather than too large: neither the sign of its
  // exponent nor a leading "0." alone tells (1000...0e-5, 0.000...01e5), but the place of its first digit
  // other than 0 does.
  static bool is_tiny(std::string_view digits) {
    const auto e = digits.find_first_of("eE");
    const std::string_view mantissa = digits.substr(0, e);
    const auto point = std::min(mantissa.find('.'), mantissa.size());
    const auto first = mantissa.find_first_of("123456789");
    if (first == std::string_view::npos) return true;
    int exponent = 0;
    if (e != std::string_view::npos) {
      std::string_view power = digits.substr(e + 1);
      if (power.starts_with('+')) power.remove_prefix(1);
      const auto status = std::from_chars(power.data(), power.data() + power.size(), exponent).ec;
      if (status == std::errc::result_out_of_range) return power.starts_with('-');
    }
    return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + exponent <= 0;
  }
};

std::string position_of(std::string_view text, std::size_t offset) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + " (byte " +
         std::to_string(offset) + ")";
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error{Errc::limit_exceeded, "the document has " + std::to_string(text.size()) +
                                           " bytes; at most " + std::to_string(limits.max_bytes) +
                                           " are accepted"};
  }
  bj::parse_options options;
  options.max_depth = limits.max_depth;
  bj::basic_parser<Handler> parser(options);
  bj::error_code ec;
  std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec) {
    const auto rest = text.find_first_not_of(" \t\r\n", read);
    if (rest != std::string_view::npos) {
      return Error{Errc::invalid_input,
                   "not one JSON document: more text follows at " + position_of(text, rest)};
    }
    return parser.handler().stack.release();
  }
  if (ec == bj::error::too_deep) {
    return Error{Errc::limit_exceeded, "nested deeper than " + std::to_string(limits.max_depth) +
                                           " levels at " + position_of(text, read)};
  }
  const auto& problem = parser.handler().problem;
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return Error{Errc::invalid_input, "empty: a JSON document is expected"};
  }
  return Error{Errc::invalid_input, "not valid JSON at " + position_of(text, read) + ": " +
                                        (problem.empty() ? ec.message() : problem)};
}

}  // namespace runledger
