#pragma once

#include <string>
#include <string_view>

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/members.hpp"

// What names a workflow: in `document`, and where another workflow is meant.
namespace runledger::definition {

// semver.org, version 2.0.0.
bool is_semver(std::string_view text);

// The member `name`, which must be there: a label of a host name (RFC 1123 §2.1), as the DSL asks of
// namespaces and names.
std::string compile_label(Compilation& c, Members& members, std::string_view name);

}  // namespace runledger::definition
