#pragma once

#include <span>
#include <string>

#include "workflow/definition/program.hpp"
#include "workflow/run/state.hpp"

// Where a run goes next: pure look-ups in the program.
namespace runledger::run {

// The tasks that a block in this phase runs, in order; empty for a leaf.
std::span<const definition::NodeIndex> children(const definition::Node& block, Phase phase);

// `then` of `node` as TaskCompleted::next has it.
std::string direction(const definition::Program& program, const definition::Node& node,
                      const definition::Then& then);
// The task after `node` in its own list, or "".
std::string following(const definition::Program& program, const definition::Node& node);

}  // namespace runledger::run
