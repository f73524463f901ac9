#pragma once

namespace runledger::bench {

// Processor time, user and kernel, of a process and of its children, those that have ended too (not of the
// children's children). Unlike a rate it hardly depends on what else the machine is doing.
double cpu_seconds_of_family(int pid);

}  // namespace runledger::bench
