#pragma once

#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::definition {

// Turns a URI template of RFC 6570 level 1, "https://host/pets/{petId}", into a text with `${ }`, in which
// each `{name}` is the percent-encoded member of that name of the task's input. A missing member fails the
// task: an empty one could address something else (DELETE /pets/). Text that holds `${ }` already is left as
// it is. Errors: invalid_input for the operators of higher levels, unbalanced braces, and both kinds of
// braces in one text.
Result<std::string> uri_template_to_text(std::string_view uri);

}  // namespace runledger::definition
