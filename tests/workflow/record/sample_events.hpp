#pragma once

#include <vector>

#include "workflow/record/events.hpp"

namespace runledger::record::testing {

// One event of each type, with every member set.
std::vector<RecordEvent> sample_events();

}  // namespace runledger::record::testing
