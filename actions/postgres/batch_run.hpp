#pragma once

#include <cstddef>
#include <string>

#include "actions/call/call.hpp"
#include "actions/postgres/batch.hpp"
#include "actions/postgres/sql_failure.hpp"

namespace runledger::actions {

struct SqlSession;

struct SqlLimits {
  std::size_t max_rows = 10'000;
  std::size_t max_bytes = 4 * 1024 * 1024;
};

// What running a batch came to.
struct BatchEnd {
  run::ActionOutcome outcome;
  bool session_usable = false;
  // The session was lost before anything was sent: the batch may run on another one.
  bool never_begun = false;
};

// Runs the statements in one transaction and commits. The result is {"rows":[{column: value}],"rowCount":n},
// or {"results":[..]} of those when the batch is a list. Fails, and undoes everything, when a result
// exceeds the limits or another number of rows than expected. `where` names the database for people.
BatchEnd run_batch(SqlSession& session, const SqlBatch& batch, const SqlLimits& limits, Deadline deadline,
                   const std::string& where);

}  // namespace runledger::actions
