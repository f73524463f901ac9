#include "actions/postgres/sql_failure.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <string_view>
#include <utility>

#include "actions/call/encodings.hpp"
#include "actions/call/outcome.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

constexpr char kFailedTitle[] = "The SQL call failed";

struct Meaning {
  const char* type;
  int status;
};

// PostgreSQL 15 manual, appendix A.
Meaning meaning_of(std::string_view sqlstate) {
  const std::string_view family = sqlstate.substr(0, 2);
  if (sqlstate == "08P01") return {run::error_type::kValidation, 400};  // wrong number of parameters
  if (family == "08" || family == "53" || family == "57" || family == "58") {
    return {run::error_type::kCommunication, 503};
  }
  if (family == "22") return {run::error_type::kValidation, 400};
  if (family == "23") return {run::error_type::kValidation, 409};
  if (family == "28") return {run::error_type::kAuthentication, 401};
  if (sqlstate == "42501") return {run::error_type::kAuthorization, 403};
  if (family == "40") return {run::error_type::kRuntime, 503};  // serialization, deadlock: worth another try
  return {run::error_type::kRuntime, 500};
}

// The lines that say what is wrong; not those that quote the statement, nor the row it was about, which the
// log would keep for ever.
std::string essence(std::string_view message) {
  std::string kept;
  bool in_row = false;
  while (!message.empty()) {
    const std::string_view line = message.substr(0, message.find('\n'));
    message.remove_prefix(std::min(line.size() + 1, message.size()));
    const bool quotes = line.starts_with("LINE ") || line.find_first_not_of(" ^\t") == std::string_view::npos;
    // A value of the row may have several lines.
    if (line.starts_with("DETAIL:  Failing row contains")) in_row = true;
    if (line.starts_with("HINT:") || line.starts_with("CONTEXT:")) in_row = false;
    if (quotes || in_row) continue;
    if (!kept.empty()) kept += "; ";
    kept += line;
  }
  return to_valid_utf8(shorten(kept, 1'000));
}

SharedJson response_of(const SqlFailure& failure, const std::string& message) {
  if (failure.sqlstate.empty()) return nullptr;
  JsonObject response;
  response["sqlstate"] = failure.sqlstate;
  response["message"] = message;
  return share(std::move(response));
}

}  // namespace

run::ActionOutcome outcome_of(const SqlFailure& failure, const std::string& where) {
  const std::string message = essence(failure.message);
  if (failure.lost && failure.stage == SqlFailure::Stage::committing) {
    return run::OutcomeUnknown{where +
                               ": the connection was lost while committing, so it is not known whether "
                               "the statements took effect (" +
                               message + ")"};
  }
  const bool canceled = failure.sqlstate == "57014" || failure.lost;
  if (failure.out_of_time && canceled) return run::TimedOut{};
  if (failure.lost) {
    const bool login = message.find("authentication failed") != std::string::npos;
    return failed(login ? run::error_type::kAuthentication : run::error_type::kCommunication,
                  login ? 401 : 503, kFailedTitle, where + ": " + message);
  }
  const Meaning meaning = meaning_of(failure.sqlstate);
  const std::string code = failure.sqlstate.empty() ? "" : " (SQLSTATE " + failure.sqlstate + ")";
  return failed(meaning.type, meaning.status, kFailedTitle, where + ": " + message + code,
                response_of(failure, message));
}

}  // namespace runledger::actions
