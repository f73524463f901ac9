#include "actions/http/parameters.hpp"

#include <boost/json/array.hpp>
#include <optional>
#include <span>

#include "actions/call/arguments.hpp"
#include "actions/call/encodings.hpp"

namespace runledger::actions {

Result<Done> append_parameters(const JsonObject& parameters, std::string_view what, std::string& out) {
  for (const auto& member : parameters) {
    const Json& value = member.value();
    if (value.is_null()) continue;
    const std::span<const Json> values =
        value.is_array() ? std::span<const Json>(value.get_array().data(), value.get_array().size())
                         : std::span<const Json>(&value, 1);
    for (const Json& element : values) {
      const std::optional<std::string> text = scalar_text(element);
      if (!text) {
        return Error{Errc::invalid_input,
                     std::string(what) + " `" + shorten(member.key(), 64) +
                         "` must be a string, a number, a boolean or a list of those, got " +
                         std::string(kind_of(element))};
      }
      if (!out.empty()) out += '&';
      out += percent_encode(member.key()) + "=" + percent_encode(*text);
    }
  }
  return Done{};
}

}  // namespace runledger::actions
