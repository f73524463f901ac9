#pragma once

#include <string_view>

namespace runledger {

// The closed list of things that can go wrong between rooms. A code exists only where some caller reacts to
// it differently; the message of the Error says the rest. Each code has a page, docs/errors/<name>.md
// (tested).
enum class Errc {
  invalid_input,      // what the caller sent cannot be accepted: fix the input
  not_found,          // no such run, workflow, key, connection
  already_exists,     // a name that must be unique is taken
  conflict,           // the stream moved on, or the state does not allow it: reload and decide again
  unauthorized,       // no valid credential
  limit_exceeded,     // a size, depth, count or time limit was hit
  overloaded,         // a bounded queue is full: try again later
  unavailable,        // the database or another needed service cannot be reached now
  outcome_unknown,    // the connection broke between asking and hearing: it may or may not have happened
  corrupt_history,    // recorded events that cannot have happened in this order
  expression_failed,  // an expression does not compile, failed, or was stopped
  internal,           // a defect in Runledger
};

// The code's stable name, as used in problem types and docs/errors/. Never empty.
std::string_view name_of(Errc code);

}  // namespace runledger
