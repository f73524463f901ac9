#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::actions {

// Appends `a=1&b=2`, percent-encoded, to a query or a form (`what`, for errors). A list repeats the name;
// null leaves it out. Errors: invalid_input naming what is no text, number or boolean, nor a list of those.
Result<Done> append_parameters(const JsonObject& parameters, std::string_view what, std::string& out);

}  // namespace runledger::actions
