#pragma once

#include <cstddef>
#include <memory>

#include "actors/services.hpp"

namespace runledger::actors {

// threads: as in production. virtual_time: everything on the caller's thread, moved on by `settle` and
// `advance`, for tests.
enum class Scheduling { threads, virtual_time };

// The actor system with all its actors: journal, readers, index, timers, watchers, root supervisor, recovery,
// SQL starts. Not thread-safe.
class ActorTree {
 public:
  ActorTree(ServicesPtr services, Scheduling scheduling);
  // As stop(0).
  ~ActorTree();

  // See RunningEngine::begin.
  void begin();
  // See RunningEngine::stop.
  void stop(Milliseconds grace);

  // Under virtual time only: runs until no actor has anything to do; moves the actors' clock, then the same.
  void settle();
  void advance(Milliseconds time);
  // Likewise, for tests of orders: one of the actors that have something to do, `choice` modulo their number,
  // handles one message; moves the clock alone. False when none has anything to do.
  bool step(std::size_t choice);
  void pass(Milliseconds time);
  // Actors alive, for tests.
  std::size_t actors() const;

 private:
  struct System;
  ServicesPtr services_;
  std::unique_ptr<System> system_;
};

}  // namespace runledger::actors
