#pragma once

#include "workflow/definition/program.hpp"

namespace runledger::definition {

// Whether the task can lead back to itself or to one before it, so that a run might pass it often.
bool may_loop(const Node& node);

}  // namespace runledger::definition
