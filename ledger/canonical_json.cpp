#include "ledger/canonical_json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace runledger::ledger {
namespace {

namespace bj = boost::json;

std::string_view view(bj::string_view text) {
  return {text.data(), text.size()};
}

// UTF-8's byte order is code point order. UTF-16 differs from it in one place: the surrogates of U+10000 and
// above (UTF-8 lead bytes F0..F4) stand before U+E000..U+FFFF (lead bytes EE and EF).
constexpr unsigned utf16_rank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x10u : byte;
}

// The digits of the shortest decimal that reads back as `magnitude`, and the decimal point's place:
// magnitude = 0.DIGITS * 10^point.
struct Decimal {
  char digits[20];
  int count = 0;
  int point = 0;
};

Decimal shortest_decimal(double magnitude) {
  char text[32];
  const char* end = std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
  Decimal decimal;
  const char* at = text;
  for (; at != end && *at != 'e'; ++at) {
    if (*at != '.') decimal.digits[decimal.count++] = *at;
  }
  ++at;                  // the 'e'
  if (*at == '+') ++at;  // from_chars takes no plus
  int exponent = 0;
  std::from_chars(at, end, exponent);
  decimal.point = exponent + 1;
  return decimal;
}

void append_scientific(const Decimal& decimal, std::string& out) {
  out.push_back(decimal.digits[0]);
  if (decimal.count > 1) {
    out.push_back('.');
    out.append(decimal.digits + 1, static_cast<std::size_t>(decimal.count - 1));
  }
  const int exponent = decimal.point - 1;
  out += exponent < 0 ? "e-" : "e+";
  out += std::to_string(std::abs(exponent));
}

// Appends an integer as the double it is equal to; false when no double is.
template <class Integer>
bool append_integer(Integer integer, std::string& out) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  const auto number = static_cast<double>(integer);
  if (std::in_range<std::int64_t>(integer) && std::cmp_less_equal(integer, kExact) &&
      std::cmp_greater_equal(integer, -kExact)) {
    return append_canonical_number(number, out);
  }
  // Past the ends of the type the way back would be undefined: only the two ends can round up to 2^63 or
  // 2^64.
  const double limit = std::ldexp(1.0, std::is_signed_v<Integer> ? 63 : 64);
  if (number >= limit || static_cast<Integer>(number) != integer) return false;
  return append_canonical_number(number, out);
}

bool append_value(const bj::value& value, std::string& out);

bool append_array(const bj::array& array, std::string& out) {
  out.push_back('[');
  bool first = true;
  for (const auto& item : array) {
    if (!std::exchange(first, false)) out.push_back(',');
    if (!append_value(item, out)) return false;
  }
  out.push_back(']');
  return true;
}

bool append_object(const bj::object& object, std::string& out) {
  std::vector<const bj::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](const auto* a, const auto* b) { return canonical_key_less(view(a->key()), view(b->key())); });
  out.push_back('{');
  bool first = true;
  for (const auto* member : members) {
    if (!std::exchange(first, false)) out.push_back(',');
    append_canonical_string(view(member->key()), out);
    out.push_back(':');
    if (!append_value(member->value(), out)) return false;
  }
  out.push_back('}');
  return true;
}

bool append_value(const bj::value& value, std::string& out) {
  switch (value.kind()) {
    case bj::kind::null:
      out += "null";
      return true;
    case bj::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return true;
    case bj::kind::int64:
      return append_integer(value.get_int64(), out);
    case bj::kind::uint64:
      return append_integer(value.get_uint64(), out);
    case bj::kind::double_:
      return append_canonical_number(value.get_double(), out);
    case bj::kind::string:
      append_canonical_string({value.get_string().data(), value.get_string().size()}, out);
      return true;
    case bj::kind::array:
      return append_array(value.get_array(), out);
    case bj::kind::object:
      return append_object(value.get_object(), out);
  }
  return false;
}

// The two-character escape of a control character, or 0.
constexpr char short_escape(char c) {
  switch (c) {
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    default:
      return 0;
  }
}

}  // namespace

std::optional<std::string> canonical_json(const bj::value& document) {
  std::string out;
  if (!append_value(document, out)) return std::nullopt;
  return out;
}

void append_canonical_string(std::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  std::size_t copied = 0;  // what needs no escape is copied in runs
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, copied, i - copied);
    copied = i + 1;
    out.push_back('\\');
    if (c == '"' || c == '\\') {
      out.push_back(c);
    } else if (const char letter = short_escape(c)) {
      out.push_back(letter);
    } else {
      out += "u00";
      out.push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
    }
  }
  out.append(text, copied);
  out.push_back('"');
}

bool append_canonical_number(double number, std::string& out) {
  if (!std::isfinite(number)) return false;
  if (number == 0) {
    out.push_back('0');
    return true;
  }
  if (number < 0) out.push_back('-');
  const Decimal decimal = shortest_decimal(std::fabs(number));
  const auto count = static_cast<std::size_t>(decimal.count);
  // The four forms of ECMA-262, Number::toString, in its order; its k is `count`, its n is `point`.
  if (decimal.point >= decimal.count && decimal.point <= 21) {
    out.append(decimal.digits, count);
    out.append(static_cast<std::size_t>(decimal.point) - count, '0');
  } else if (decimal.point > 0 && decimal.point <= 21) {
    const auto whole = static_cast<std::size_t>(decimal.point);
    out.append(decimal.digits, whole);
    out.push_back('.');
    out.append(decimal.digits + whole, count - whole);
  } else if (decimal.point > -6 && decimal.point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-decimal.point), '0');
    out.append(decimal.digits, count);
  } else {
    append_scientific(decimal, out);
  }
  return true;
}

bool canonical_key_less(std::string_view left, std::string_view right) {
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                      [](char a, char b) { return utf16_rank(a) < utf16_rank(b); });
}

}  // namespace runledger::ledger
