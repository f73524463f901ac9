#include "workflow/expression/jq_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/expression/numbers.hpp"

namespace runledger::expression {
namespace {

// As put_json, but gives up once `out` is longer than `enough`: for messages about values of any size.
void put_some(const Json& value, std::size_t enough, std::string& out) {
  if (out.size() > enough) return;
  if (value.is_array()) {
    out.push_back('[');
    for (const auto& item : value.get_array()) {
      if (out.back() != '[') out.push_back(',');
      put_some(item, enough, out);
      if (out.size() > enough) return;
    }
    out.push_back(']');
  } else if (value.is_object()) {
    out.push_back('{');
    for (const auto& member : value.get_object()) {
      if (out.back() != '{') out.push_back(',');
      write_json_string(std::string_view(member.key()).substr(0, enough), out);
      out.push_back(':');
      put_some(member.value(), enough, out);
      if (out.size() > enough) return;
    }
    out.push_back('}');
  } else if (value.is_string()) {
    write_json_string(std::string_view(value.get_string()).substr(0, enough), out);
  } else {
    put_json(value, out);
  }
}

}  // namespace

void put_json(const Json& value, std::string& out) {
  if (value.is_number()) {
    put_number(value, out);
  } else if (value.is_array()) {
    out.push_back('[');
    bool first = true;
    for (const auto& item : value.get_array()) {
      if (!first) out.push_back(',');
      first = false;
      put_json(item, out);
    }
    out.push_back(']');
  } else if (value.is_object()) {
    out.push_back('{');
    bool first = true;
    for (const auto& member : value.get_object()) {
      if (!first) out.push_back(',');
      first = false;
      write_json_string(member.key(), out);
      out.push_back(':');
      put_json(member.value(), out);
    }
    out.push_back('}');
  } else {
    write_json(value, out);
  }
}

void put_text(const Json& value, std::string& out) {
  if (value.is_string()) {
    out.append(value.get_string().data(), value.get_string().size());
  } else {
    put_json(value, out);
  }
}

std::string_view kind_name(const Json& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
      return "number";
    case boost::json::kind::string:
      return "string";
    case boost::json::kind::array:
      return "array";
    case boost::json::kind::object:
      return "object";
  }
  return "null";
}

std::string describe(const Json& value, bool hidden) {
  std::string out(kind_name(value));
  if (hidden || value.is_null()) return out;
  constexpr std::size_t kLongest = 100;
  std::string shown;
  put_some(value, kLongest, shown);
  return out + " (" + shortened(shown, kLongest) + ")";
}

std::size_t weight(const Json& value, std::size_t enough) {
  std::size_t total = 16;
  if (value.is_string()) {
    total += value.get_string().size();
  } else if (value.is_array()) {
    for (const auto& item : value.get_array()) {
      if (total > enough) break;
      total += weight(item, enough - total);
    }
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      if (total > enough) break;
      total += 16 + member.key().size() + weight(member.value(), enough - total);
    }
  }
  return total;
}

std::string shortened(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace runledger::expression
