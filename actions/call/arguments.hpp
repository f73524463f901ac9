#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"

namespace runledger::actions {

// Reading the members of a call's arguments or of a connection's settings. JSON null counts as absent. Errors
// of all: invalid_input naming the member, what was expected and what was found.

Result<std::string> required_text(const JsonObject& object, std::string_view name);
Result<std::optional<std::string>> optional_text(const JsonObject& object, std::string_view name);
Result<bool> optional_flag(const JsonObject& object, std::string_view name, bool otherwise);
Result<std::optional<std::int64_t>> optional_integer(const JsonObject& object, std::string_view name,
                                                     std::int64_t least, std::int64_t most);
// The member, or nullptr when it is absent.
Result<const JsonObject*> optional_object(const JsonObject& object, std::string_view name);
Result<const JsonArray*> optional_array(const JsonObject& object, std::string_view name);
// A string, or an array of strings; empty when absent.
Result<std::vector<std::string>> text_list(const JsonObject& object, std::string_view name);

// "a string", "a number", ... for messages.
std::string_view kind_of(const Json& value);
// The text of a string, number or boolean, as in a header or a query; nothing for the rest.
std::optional<std::string> scalar_text(const Json& value);
// The member, or nullptr when it is absent or null.
const Json* find_member(const JsonObject& object, std::string_view name);

}  // namespace runledger::actions
