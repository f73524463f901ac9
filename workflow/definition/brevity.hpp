#pragma once

#include "workflow/definition/program.hpp"

namespace runledger::definition {

// Whether decisions of the program take so little time that they may be taken on a thread that others wait
// for, when the input is small: few tasks, each passed once at most, one after the other. (That no expression
// needs libjq is known to the compilation.)
bool is_brief(const Program& program);

}  // namespace runledger::definition
