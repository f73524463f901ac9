#pragma once

#include "app/cli/arguments.hpp"

namespace runledger::app {

// How every command that needs a database is told which.
inline constexpr Option kDatabaseOption{
    "--database-url", "URL", "PostgreSQL (with a password: use the variable)", "RUNLEDGER_DATABASE_URL"};

// The value, checked to be a connection string at all; the message never repeats it, as it may hold a
// password. Errors: invalid_input.
Result<std::string> database_url(const Arguments& arguments);

}  // namespace runledger::app
