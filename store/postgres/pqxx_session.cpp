#include "store/postgres/pqxx_session.hpp"

namespace runledger::store {
namespace {

// internal_error: no caller can do better than to try again later.
constexpr char kUnknownState[] = "XX000";

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
  } catch (const pqxx::unique_violation& e) {
    return {"23505", first_line(e.what())};
  } catch (const pqxx::integrity_constraint_violation& e) {
    return {"23000", first_line(e.what())};
  } catch (const pqxx::data_exception& e) {
    return {"22000", first_line(e.what())};
  } catch (const pqxx::sql_error& e) {
    const std::string& state = e.sqlstate();  // libpqxx 6.4 leaves it empty in some of its classes
    return {state.empty() ? kUnknownState : state, first_line(e.what())};
  } catch (const std::exception& e) {
    return {kUnknownState, first_line(e.what())};
  }
}

}  // namespace runledger::store
