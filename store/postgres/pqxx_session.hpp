#pragma once

#include <pqxx/pqxx>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "store/postgres/session.hpp"
#include "store/postgres/sql_failure.hpp"

// The one place that knows both libpqxx 6.4 (Debian 12) and 7.10 (Debian 13).
#if PQXX_VERSION_MAJOR > 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR >= 10)
#define RUNLEDGER_PQXX_HAS_PREPPED 1
#endif

namespace runledger::store {

// One libpqxx connection whose statements are prepared when first used. One thread at a time. Throws what
// libpqxx throws; current_failure() says what that was. Once the failure is lost(), the session must be
// thrown away: libpqxx would connect anew by itself, without our session settings.
class PqxxSession {
 public:
  // Throws pqxx::broken_connection.
  explicit PqxxSession(const std::string& url) : connection_(url) {}

  // Runs a named statement in `transaction`, which belongs to this session's connection.
  // Values: numbers, std::string; const char* where nullptr is NULL.
  template <class... Values>
  pqxx::result run(pqxx::transaction_base& transaction, const Statement& statement, const Values&... values) {
    if (!prepared_.contains(statement.name)) {
      connection_.prepare(statement.name, statement.sql);
      prepared_.insert(statement.name);
    }
#ifdef RUNLEDGER_PQXX_HAS_PREPPED
    return transaction.exec(pqxx::prepped{statement.name}, pqxx::params{values...});
#else
    return transaction.exec_prepared(statement.name, values...);
#endif
  }

  // The same, in a transaction of its own.
  template <class... Values>
  pqxx::result query(const Statement& statement, const Values&... values) {
    pqxx::nontransaction alone(connection_);
    return run(alone, statement, values...);
  }

  pqxx::connection& connection() {
    return connection_;
  }

 private:
  pqxx::connection connection_;
  std::set<std::string_view> prepared_;
};

// What is being thrown, as a failure. Call inside a catch block. libpqxx's classes overlap: the order of the
// handlers matters (statement_completion_unknown is a transaction_rollback).
SqlFailure current_failure();

}  // namespace runledger::store
