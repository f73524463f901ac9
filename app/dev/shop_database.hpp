#pragma once

#include <string>

#include "workflow/base/result.hpp"

namespace runledger::app {

// Makes the tables of the examples' shop and their first rows; what is there stays. Errors: unavailable.
Result<Done> prepare_shop(const std::string& url);

}  // namespace runledger::app
