#pragma once

#include <memory>
#include <string>

#include "workflow/ports/run_index.hpp"

namespace runledger::store {

// The RunIndex over the projections `runs` and `timers` and the inbox of SQL starts.
std::unique_ptr<RunIndex> make_run_index(const std::string& database_url);

}  // namespace runledger::store
