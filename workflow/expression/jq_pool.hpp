#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/expression/variables.hpp"

namespace runledger::expression {

// Runs jq programs on a few threads of their own, made when first needed and idle otherwise. Why not on the
// caller's thread: libjq recurses into nested values, so it gets a stack of 512 MiB (address space, not
// memory); and some of its C functions cannot be stopped, so the caller must be able to walk away. The caller
// is the watchdog: it waits until the time limit, stops the program with jq_halt, and after a short grace
// gives the thread up and starts another; the expression is refused from then on, for it would cost a thread
// each time. Each thread keeps the programs that it compiled last.
//
// Threads in the pure core are allowed here because nothing of them can be seen: a call waits for its answer,
// and the answer depends on the arguments alone, unless the time limit is hit, which is an error and recorded
// as one.
//
// Errors: as JqProgram; limit_exceeded when the time limit is hit; overloaded when all threads are busy for
// seconds or have been given up. Thread-safe.
namespace jq_pool {

// Compiles only, to see whether libjq accepts the program.
Result<Json> check(const std::string& program);

Result<Json> run(const std::string& program, const Json& input, std::span<const Json* const> variables,
                 const Limits& limits);

// Threads that libjq has for good, each with an expression that could not be stopped.
std::size_t threads_lost();

}  // namespace jq_pool

}  // namespace runledger::expression
