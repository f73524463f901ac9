#pragma once

#include <memory>
#include <string>

#include "workflow/ports/queries.hpp"

namespace runledger::store {

std::unique_ptr<Queries> make_queries(const std::string& database_url, std::size_t connections);

}  // namespace runledger::store
