#pragma once

#include <spdlog/spdlog.h>

#include <exception>
#include <string_view>

namespace runledger::actors {

// Runs one step of an actor that must outlive a defect in that step (a supervisor, a service): an exception,
// which would end the actor and all it holds, is logged and the step is given up.
template <class Step>
void guarded(std::string_view actor, Step&& step) {
  try {
    step();
  } catch (const std::exception& failure) {
    spdlog::error("actor_step_failed actor={} {}", actor, failure.what());
  }
}

}  // namespace runledger::actors
