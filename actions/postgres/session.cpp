#include "actions/postgres/session.hpp"

#include <exception>
#include <string_view>

namespace runledger::actions {
namespace {

SqlFailure lost(const std::exception& error) {
  SqlFailure failure;
  failure.lost = true;
  failure.message = error.what();
  return failure;
}

SqlFailure stated(const std::string& sqlstate, const std::exception& error) {
  SqlFailure failure;
  failure.sqlstate = sqlstate;
  failure.message = error.what();
  failure.lost = sqlstate.starts_with("57P0");  // the server ends the session after saying so
  return failure;
}

}  // namespace

pqxx::result execute(pqxx::transaction_base& transaction, const std::string& sql,
                     const std::vector<std::optional<std::string>>& parameters) {
#if PQXX_VERSION_MAJOR > 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR >= 10)
  pqxx::params values;
  for (const auto& parameter : parameters) {
    if (parameter) {
      values.append(*parameter);
    } else {
      values.append();
    }
  }
  return transaction.exec(sql, values);
#else
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
  return transaction.exec_params(sql, pqxx::prepare::make_dynamic_params(values));
#endif
}

bool discard_state(SqlSession& session) {
  try {
    pqxx::nontransaction(session.connection).exec("DISCARD ALL");
    return true;
  } catch (...) {
    return false;
  }
}

// libpqxx's classes overlap: the order of the handlers matters.
SqlFailure current_sql_failure() {
  try {
    throw;
#if PQXX_VERSION_MAJOR >= 7
  } catch (const pqxx::protocol_violation& error) {  // "lost" to libpqxx, but it is a wrong parameter count
    return stated("08P01", error);
#endif
  } catch (const pqxx::broken_connection& error) {
    // libpqxx 6 takes the same mistake for a broken connection; only then it is the server that speaks.
    return std::string_view(error.what()).starts_with("ERROR:") ? stated("08P01", error) : lost(error);
  } catch (const pqxx::in_doubt_error& error) {
    return lost(error);
  } catch (const pqxx::statement_completion_unknown& error) {
    return lost(error);
  } catch (const pqxx::deadlock_detected& error) {
    return stated("40P01", error);
  } catch (const pqxx::transaction_rollback& error) {
    return stated("40001", error);
  } catch (const pqxx::sql_error& error) {
    return stated(error.sqlstate(), error);
  } catch (const std::exception& error) {
    return stated("", error);
  }
}

}  // namespace runledger::actions
