#pragma once

#include <string>
#include <vector>

#include "workflow/definition/program.hpp"
#include "workflow/run/decide.hpp"

namespace runledger::bench {

// Compiles what follows after `document`. Aborts with the diagnostics when it does not compile.
definition::ProgramPtr program_of(const std::string& body);
std::string document_of(const std::string& body);

// A run from its start, which goes on from wait to wait until it has at least so many events, or has ended.
struct LongRun {
  std::vector<run::RunEvent> events;
  run::State state;
};
LongRun run_on(const definition::Program& program, std::size_t events);

}  // namespace runledger::bench
