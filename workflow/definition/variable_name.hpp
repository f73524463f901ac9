#pragma once

#include <string_view>

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/members.hpp"

namespace runledger::definition {

// The name that the member `name` gives to a variable (`catch.as`, `for.each`, `for.at`), or `fallback` when
// it is absent or refused. Refuses what is no name, and the names of the language's own variables. The text
// belongs to the document.
std::string_view compile_variable_name(Compilation& c, Members& owner, std::string_view name,
                                       std::string_view fallback);

}  // namespace runledger::definition
