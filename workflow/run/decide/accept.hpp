#pragma once

#include "workflow/run/decide/turn.hpp"

// One function for each command: whether the state allows it, and its first events. What follows from them is
// advance()'s. Errors: conflict, invalid_input; the turn is then thrown away.
namespace runledger::run {

Result<Done> accept(Turn& turn, const StartRun& command);       // start_run.cpp
Result<Done> accept(Turn& turn, const FinishAction& command);   // finish_action.cpp
Result<Done> accept(Turn& turn, const FinishChild& command);    // finish_child.cpp
Result<Done> accept(Turn& turn, const Wake& command);           // resume.cpp
Result<Done> accept(Turn& turn, const Resume& command);         // resume.cpp
Result<Done> accept(Turn& turn, const RetryRun& command);       // administration.cpp
Result<Done> accept(Turn& turn, const QuarantineRun& command);  // administration.cpp
Result<Done> accept(Turn& turn, const CancelRun& command);      // administration.cpp

// Records that the action of the frame ended no one knows how: it is repeated when its task allows that, and
// not for ever; else it is an error, which a try can catch (resume.cpp).
void record_unknown_outcome(Turn& turn, std::size_t frame, const std::string& detail);
// The same for every action under way.
void record_unknown_outcomes(Turn& turn, const std::string& detail);

}  // namespace runledger::run
