#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <cstdlib>

#include "workflow/base/json.hpp"

namespace runledger {
namespace {

template <class Number>
void put_number(Number value, std::string& out) {
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out.append(buffer, end);
}

void put_double(double value, std::string& out) {
  const auto start = out.size();
  put_number(value, out);
  // Keep it recognisable as a double, so that reading it back gives the same kind of number.
  if (out.find_first_of(".en", start) == std::string::npos) out += ".0";
}

constexpr bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void put_escaped(char c, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out.push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
  }
}

}  // namespace

void write_json_string(std::string_view text, std::string& out) {
  out.push_back('"');
  std::size_t plain = 0;  // from here on nothing needed escaping
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text, plain, i - plain);
    put_escaped(text[i], out);
    plain = i + 1;
  }
  out.append(text, plain);
  out.push_back('"');
}

void write_json(const Json& value, std::string& out) {
  using boost::json::kind;
  switch (value.kind()) {
    case kind::null:
      out += "null";
      return;
    case kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case kind::int64:
      put_number(value.get_int64(), out);
      return;
    case kind::uint64:
      put_number(value.get_uint64(), out);
      return;
    case kind::double_:
      put_double(value.get_double(), out);
      return;
    case kind::string:
      write_json_string({value.get_string().data(), value.get_string().size()}, out);
      return;
    case kind::array: {
      out.push_back('[');
      bool first = true;
      for (const auto& item : value.get_array()) {
        if (!std::exchange(first, false)) out.push_back(',');
        write_json(item, out);
      }
      out.push_back(']');
      return;
    }
    case kind::object: {
      out.push_back('{');
      bool first = true;
      for (const auto& member : value.get_object()) {
        if (!std::exchange(first, false)) out.push_back(',');
        write_json_string({member.key().data(), member.key().size()}, out);
        out.push_back(':');
        write_json(member.value(), out);
      }
      out.push_back('}');
      return;
    }
  }
}

std::string write_json(const Json& value) {
  std::string out;
  write_json(value, out);
  return out;
}

}  // namespace runledger
