#include "store/postgres/pqxx_session.hpp"

namespace runledger::store {
namespace {

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

SqlFailure current_failure() {
  try {
    throw;
  } catch (const pqxx::broken_connection& e) {
    return {"", first_line(e.what())};
  } catch (const pqxx::in_doubt_error& e) {
    return {"", first_line(e.what())};
  } catch (const pqxx::statement_completion_unknown& e) {
    return {"", first_line(e.what())};
  } catch (const pqxx::transaction_rollback& e) {
    return {"40001", first_line(e.what())};
  } catch (const pqxx::sql_error& e) {
    const std::string& state = e.sqlstate();
    return {state.empty() ? "XX000" : state, first_line(e.what())};
  } catch (const std::exception& e) {
    return {"XX000", first_line(e.what())};
  }
}

}  // namespace runledger::store
