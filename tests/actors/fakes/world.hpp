#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actors/actor_tree.hpp"
#include "actors/front_desk.hpp"
#include "tests/actors/fakes/memory_log.hpp"
#include "tests/actors/fakes/scripted_runner.hpp"
#include "tests/actors/fakes/small_fakes.hpp"

namespace runledger::actors::test {

// A definition's program; fails the test with the reader's complaints when it has none.
definition::ProgramPtr program_of(const std::string& yaml);
// The same for the program test/<name>, whose document's head is left out.
definition::ProgramPtr program_named(const std::string& name, const std::string& tasks);
// One to three `set` steps; two calls in a row; a call, a wait of an hour, a call.
definition::ProgramPtr pure_program();
definition::ProgramPtr two_calls_program();
definition::ProgramPtr waiting_program();
// The same under another name, started by an actor whatever it holds.
definition::ProgramPtr started_by_actor(const definition::ProgramPtr& program);

// An engine under virtual time with a database, runner and clock of its own. `restart` ends its process and
// begins another one on the same database, as after a kill.
class World {
 public:
  explicit World(EngineOptions options = {}, std::uint64_t seed = 1);
  ~World();

  RunId start(const definition::ProgramPtr& program);  // and keeps the answer, see `started`
  // The answer to a start; absent while there is none.
  std::optional<Result<Started>> started(RunId run) const;
  void advance(Milliseconds time);
  void pass(Milliseconds time);  // without settling
  void settle() { tree->settle(); }
  // Settles and advances until the condition holds; false after an hour of virtual time.
  bool advance_until(const std::function<bool()>& condition);
  // Finishes effects, lets time pass, until nothing more happens.
  void run_to_the_end();
  void restart();
  void restart_without_beginning();  // `tree->begin()` is still to come
  void kill();                       // nothing that was on its way is written, done or answered any more

  FrontDesk desk() { return FrontDesk(*services); }
  std::string status(RunId run) const { return std::string(run::name_of(database.state(run).status)); }
  static StartRequest request(RunId run, const definition::ProgramPtr& program, Timestamp now);

  EngineOptions options;
  ManualClock clock;
  SeededRandom random;
  UtcOnly zones;
  FixedCatalog catalog;
  ScriptedRunner runner;
  MemoryDatabase database{clock};
  MemoryLog journal_log{database}, read_log{database};
  MemoryIndex index{database};
  ServicesPtr services;
  std::unique_ptr<ActorTree> tree;

 private:
  void build();
  std::shared_ptr<bool> alive_;  // the process that answers
  std::shared_ptr<std::map<RunId, Result<Started>>> answers_ =
      std::make_shared<std::map<RunId, Result<Started>>>();
};

}  // namespace runledger::actors::test
