#pragma once

#include <vector>

#include "store/postgres/pqxx_session.hpp"
#include "workflow/ports/run_index.hpp"

namespace runledger::store {

// See RunIndex::children.
std::vector<ChildWork> children_to_tend(PqxxSession& session, RunId after, std::size_t limit);

}  // namespace runledger::store
