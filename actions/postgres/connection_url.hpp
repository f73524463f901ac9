#pragma once

#include <map>
#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::actions {

// The parameters of a libpq connection string by their libpq names ("host", "dbname", ...), from either of
// its forms: a postgresql:// URL or `key=value` pairs. Errors: invalid_input; the message never repeats a
// value.
Result<std::map<std::string, std::string>> parse_connection_url(std::string_view text);

}  // namespace runledger::actions
