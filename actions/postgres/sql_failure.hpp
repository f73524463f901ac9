#pragma once

#include <string>

#include "workflow/run/commands.hpp"

namespace runledger::actions {

// Why a batch did not succeed.
struct SqlFailure {
  enum class Stage {
    connecting,  // nothing was sent
    running,     // not committed: PostgreSQL undoes everything
    committing   // if the connection was lost, nobody knows
  } stage = Stage::connecting;
  bool lost = false;         // the connection broke, or was never there
  bool out_of_time = false;  // the call's deadline has passed
  std::string sqlstate;      // five characters when PostgreSQL said so; may be empty
  std::string message;       // PostgreSQL's or libpq's words
};

// TimedOut, OutcomeUnknown (lost while committing) or Failed: constraints (SQLSTATE class 23) and unusable
// data (22) as validation, a lost connection or a server without resources as communication 503, refused
// logins as authentication, missing rights as authorization, the rest as runtime. `where` names the
// database for people. Pure.
run::ActionOutcome outcome_of(const SqlFailure& failure, const std::string& where);

}  // namespace runledger::actions
