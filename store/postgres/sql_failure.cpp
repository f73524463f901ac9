#include "store/postgres/sql_failure.hpp"

namespace runledger::store {

// Classes of SQLSTATE: PostgreSQL 15 manual, appendix A.
FailureKind kind_of(const SqlFailure& failure) {
  if (failure.lost()) return FailureKind::lost;
  const std::string_view state = failure.state;
  const std::string_view family = state.substr(0, 2);
  if (state == "RL001") return FailureKind::head_moved;
  if (state == "23505") return FailureKind::duplicate;
  if (family == "40") return FailureKind::try_again;
  if (family == "22" || family == "23" || family == "54") return FailureKind::refused_data;
  // 57P01..03: the server ends this session and closes the connection after saying so.
  if (state.starts_with("57P0")) return FailureKind::lost;
  return FailureKind::unavailable;
}

Error to_error(const SqlFailure& failure, std::string_view doing) {
  const std::string what = std::string(doing) + ": ";
  switch (kind_of(failure)) {
    case FailureKind::refused_data:
      return {Errc::invalid_input, what + "PostgreSQL refuses the data: " + failure.message};
    case FailureKind::duplicate:
      return {Errc::conflict, what + "already there: " + failure.message};
    case FailureKind::head_moved:
    case FailureKind::try_again:
      return {Errc::unavailable, what + "others were faster again and again; try again: " + failure.message};
    case FailureKind::unavailable:
    case FailureKind::lost:
      break;
  }
  return {Errc::unavailable, what + "the database does not answer as needed: " + failure.message};
}

}  // namespace runledger::store
