#pragma once

#include <string_view>

#include "workflow/run/events.hpp"

namespace runledger::run {

// "webhook", "rerun", "sql", "schedule" or "workflow": as it stands in events, tables and answers.
std::string_view name_of(Trigger trigger);

}  // namespace runledger::run
