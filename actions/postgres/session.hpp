#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "actions/postgres/sql_failure.hpp"

// The one place of this room that knows both libpqxx 6.4 (Debian 12) and 7.10 (Debian 13).
namespace runledger::actions {

// One connection to a database, for one thread at a time.
struct SqlSession {
  // Throws pqxx::broken_connection.
  explicit SqlSession(const std::string& connection_text) : connection(connection_text) {}

  pqxx::connection connection;
};

// Runs one statement; throws what libpqxx throws. Parameters are in text format, absent ones NULL, and hold
// no NUL character.
pqxx::result execute(pqxx::transaction_base& transaction, const std::string& sql,
                     const std::vector<std::optional<std::string>>& parameters);

// Settings, role, locks, temporary tables and prepared statements as after the login. False when that failed:
// the session is of no more use.
bool discard_state(SqlSession& session);

// What is being thrown, without stage and time. Call inside a catch block.
SqlFailure current_sql_failure();

}  // namespace runledger::actions
