#pragma once

#include <string>
#include <string_view>

#include "workflow/base/result.hpp"

namespace runledger::store {

// What PostgreSQL said no with.
struct SqlFailure {
  std::string state;  // SQLSTATE, five characters; empty: no answer, the connection is lost
  std::string message;

  bool lost() const { return state.empty(); }
};

// What a caller can do about it.
enum class FailureKind {
  refused_data,  // this data will never be accepted
  duplicate,     // a key that must be unique is taken
  head_moved,    // another writer was faster (RL001 of runledger.move_head)
  try_again,     // deadlock, serialization: the same again may work at once
  unavailable,   // the server cannot do it now: shutting down, out of space, too many connections, not
                 // migrated
  lost,          // the connection is gone
};
FailureKind kind_of(const SqlFailure& failure);

// The failure as a caller of a port sees it: invalid_input, conflict or unavailable, with `doing` in front.
Error to_error(const SqlFailure& failure, std::string_view doing);

}  // namespace runledger::store
