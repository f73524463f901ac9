#pragma once

#include <string_view>
#include <vector>

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/place.hpp"
#include "workflow/expression/variables.hpp"

namespace runledger::definition {

bool reads_secrets(const std::vector<expression::VariableUse>& uses);

// Checks one string that may read `$secrets`: whether it may at all, only as `${ $secrets.name }`, and only
// names that `use.secrets` lists.
void check_secrets(Compilation& c, const Place& string, bool allowed);

}  // namespace runledger::definition
