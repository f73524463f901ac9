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

}  // namespace

void write_json_string(std::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out.push_back(kHex[c >> 4]);
          out.push_back(kHex[c & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
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
