#pragma once

#include "app/cli/arguments.hpp"

namespace runledger::app {

// How every command that needs a database is told which.
inline constexpr Option kDatabaseOption{
    "--database-url", "URL", "PostgreSQL (with a password: use the variable)", "RUNLEDGER_DATABASE_URL"};

}  // namespace runledger::app
