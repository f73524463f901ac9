#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "workflow/ports/catalog.hpp"

namespace runledger::store {

// The catalog over the projections. A thread of its own follows the log: told by NOTIFY, and looking by
// itself each `poll`. While the database is away the last snapshot stays.
std::unique_ptr<Catalog> make_catalog(const std::string& database_url, std::chrono::milliseconds poll);

}  // namespace runledger::store
