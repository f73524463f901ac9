#pragma once

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

namespace runledger::actors {

// Runs one step of an actor that must outlive a defect in that step (a supervisor, a service): an exception,
// which would end the actor and all it holds, is logged and the step is given up. False when it was: who
// looks for work now and then must see to it that it looks again.
template <class Step>
bool guarded(std::string_view actor, Step&& step) {
  std::string failure = "an exception of an unknown type";
  try {
    step();
    return true;
  } catch (const std::exception& thrown) {
    failure = thrown.what();
  } catch (...) {
    // Below.
  }
  spdlog::error("actor_step_failed actor={} {}", actor, failure);
  return false;
}

// Runs one step of an actor without which nothing goes on and whose half-done step cannot be made good in
// memory: an exception ends the process, and the next start recovers everything from the log. Better than an
// engine that takes requests and never answers.
template <class Step>
void guarded_or_abort(std::string_view actor, Step&& step) {
  std::string failure = "an exception of an unknown type";
  try {
    return step();
  } catch (const std::exception& thrown) {
    failure = thrown.what();
  } catch (...) {
    // Below.
  }
  spdlog::critical("actor_step_failed actor={} the process ends, its next start recovers: {}", actor,
                   failure);
  spdlog::shutdown();  // flushes
  std::abort();
}

}  // namespace runledger::actors
