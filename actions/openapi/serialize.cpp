#include "actions/openapi/serialize.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

// A text, or the items of a list, or the pairs of an object.
struct Pieces {
  bool composite = false;
  bool named = false;
  std::vector<std::pair<std::string, std::string>> items;  // names only when `named`
};

Result<Pieces> pieces_of(const Parameter& parameter, const Json& value, bool encode) {
  Pieces pieces;
  const auto text = [&](std::string_view plain) {
    return encode ? percent_encode(plain) : std::string(plain);
  };
  const auto add = [&](std::string_view name, const Json& item) -> Result<Done> {
    const std::optional<std::string> plain = scalar_text(item);
    if (!plain) {
      return Error{Errc::invalid_input,
                   "parameter `" + shorten(parameter.name, 64) +
                       "` must be a string, a number, a boolean, or a list or an object of those"};
    }
    pieces.items.emplace_back(text(name), text(*plain));
    return Done{};
  };
  if (value.is_array()) {
    pieces.composite = true;
    for (const Json& item : value.get_array()) {
      if (Result<Done> added = add("", item); !added) return added.error();
    }
  } else if (value.is_object()) {
    pieces.composite = pieces.named = true;
    for (const auto& member : value.get_object()) {
      if (Result<Done> added = add(member.key(), member.value()); !added) return added.error();
    }
  } else if (Result<Done> added = add("", value); !added) {
    return added.error();
  }
  return pieces;
}

// "a,1,b,2", or "a=1,b=2" when exploded.
std::string joined(const Pieces& pieces, std::string_view separator, bool explode) {
  std::string out;
  for (const auto& [name, text] : pieces.items) {
    if (!out.empty()) out += separator;
    if (pieces.named) out += name + (explode ? "=" : std::string(separator));
    out += text;
  }
  return out;
}

std::string_view separator_of(Style style) {
  switch (style) {
    case Style::space:
      return "%20";
    case Style::tab:
      return "%09";
    case Style::pipe:
      return "%7C";
    case Style::simple:
    case Style::label:
    case Style::matrix:
    case Style::form:
    case Style::deep_object:
      return ",";
  }
  return ",";
}

}  // namespace

Result<std::string> path_text(const Parameter& parameter, const Json& value) {
  const Result<Pieces> pieces = pieces_of(parameter, value, true);
  if (!pieces) return pieces.error();
  if (parameter.style == Style::label)
    return "." + joined(*pieces, parameter.explode ? "." : ",", parameter.explode);
  if (parameter.style != Style::matrix)
    return joined(*pieces, separator_of(parameter.style), parameter.explode);
  const std::string name = percent_encode(parameter.name);
  if (!parameter.explode || !pieces->composite) return ";" + name + "=" + joined(*pieces, ",", false);
  std::string out;
  for (const auto& [key, text] : pieces->items) out += ";" + (pieces->named ? key : name) + "=" + text;
  return out;
}

Result<Done> append_query_text(const Parameter& parameter, const Json& value, std::string& query) {
  const Result<Pieces> pieces = pieces_of(parameter, value, true);
  if (!pieces) return pieces.error();
  const std::string name = percent_encode(parameter.name);
  const auto append = [&query](const std::string& pair) {
    if (!query.empty()) query += '&';
    query += pair;
  };
  const bool deep = parameter.style == Style::deep_object && pieces->named;
  if (pieces->composite && (parameter.explode || deep)) {
    for (const auto& [key, text] : pieces->items) {
      append((deep ? name + "%5B" + key + "%5D" : pieces->named ? key : name) + "=" + text);
    }
    return Done{};
  }
  append(name + "=" + joined(*pieces, separator_of(parameter.style), false));
  return Done{};
}

Result<std::string> header_value(const Parameter& parameter, const Json& value) {
  const Result<Pieces> pieces = pieces_of(parameter, value, false);
  if (!pieces) return pieces.error();
  return joined(*pieces, ",", parameter.explode);
}

}  // namespace runledger::actions
