#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

// Runs that other runs ask for, with crashes at every turn.
namespace runledger::actors::test {
namespace {

class ChildrenSim : public ::testing::Test {
 protected:
  ChildrenSim() {
    add(child);
    add(parent);
  }
  void add(const definition::ProgramPtr& program, bool is_enabled = true) {
    world.catalog.add(program);
    world.database.knows(program->name, program->hash, is_enabled);
  }
  RunId start(const definition::ProgramPtr& program) {
    const RunId run = world.start(program);
    world.settle();
    return run;
  }
  std::vector<RunId> runs_of(const definition::ProgramPtr& program) {
    std::vector<RunId> found;
    for (const RunId run : world.database.runs()) {
      if (world.database.state(run).started.workflow == program->name) found.push_back(run);
    }
    return found;
  }
  std::string output(RunId run) {
    const run::State state = world.database.state(run);
    return state.output ? write_json(*state.output) : std::string(name_of(state.status));
  }

  definition::ProgramPtr child = program_named("child", R"(
do:
  - tell: {call: http, with: {method: post, endpoint: 'http://example.test/tell', body: '${ . }'}}
)");
  definition::ProgramPtr parent = program_named("parent", R"(
do:
  - ask: {run: {workflow: {namespace: test, name: child, input: {who: '${ .customer }'}}}}
  - note: {set: {told: '${ . }'}}
)");
  World world{options()};

 private:
  // Few at a time, so that all must take turns.
  static EngineOptions options() {
    EngineOptions few;
    few.loads_at_once = 2;
    return few;
  }
};

TEST_F(ChildrenSim, ARunGoesOnWithWhatItsChildGave) {
  const RunId run = start(parent);
  EXPECT_EQ(world.status(run), "waiting");
  ASSERT_EQ(runs_of(child).size(), 1U);
  const run::State begun = world.database.state(runs_of(child)[0]);
  EXPECT_EQ(write_json(*begun.started.input), R"({"who":"Ada"})");
  ASSERT_TRUE(begun.started.parent.has_value());
  EXPECT_EQ(begun.started.parent->run, run);
  EXPECT_EQ(begun.started.parent->ref.task, "/do/0/ask");
  EXPECT_EQ(begun.started.trigger, run::Trigger::workflow);
  EXPECT_EQ(world.services->active_permits.in_use(), 1U) << "the one that waits has left memory";

  world.runner.finish_one(run::Succeeded{share(Json("done"))});
  world.settle();
  EXPECT_EQ(output(run), R"({"told":"done"})");
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST_F(ChildrenSim, AChildsErrorFaultsTheRun) {
  const RunId run = start(parent);
  run::RunError error;
  error.type = run::error_type::kCommunication;
  error.status = 503;
  error.title = "down";
  world.runner.finish_one(run::Failed{error});
  world.settle();
  ASSERT_EQ(world.status(run), "faulted");
  const run::State state = world.database.state(run);
  EXPECT_EQ(state.error->type, run::error_type::kCommunication);
  EXPECT_NE(state.error->detail.find(runs_of(child)[0].text()), std::string::npos) << state.error->detail;
}

TEST_F(ChildrenSim, AKillBetweenAskingAndBeginningLosesAndDoublesNothing) {
  // The child's first append fails: the process ends before it is made.
  world.database.before_append([this](MemoryDatabase& database, const AppendGroup& group) {
    const auto& first = group.appends.back().events.front();
    const auto* event = std::get_if<run::RunEvent>(&first);
    const auto* started = event == nullptr ? nullptr : std::get_if<run::RunStarted>(event);
    if (started != nullptr && started->parent) database.fail_next({Fault::away});
  });
  const RunId run = start(parent);
  EXPECT_TRUE(runs_of(child).empty());
  world.database.before_append(nullptr);
  world.restart();
  ASSERT_TRUE(world.advance_until([&] { return runs_of(child).size() == 1; }));
  world.runner.finish_one(run::Succeeded{share(Json(1))});
  world.settle();
  EXPECT_EQ(output(run), R"({"told":1})");
  EXPECT_EQ(runs_of(child).size(), 1U);
}

TEST_F(ChildrenSim, AKillWhileTheChildIsUnderWayIsNoticedByNobody) {
  add(program_named("reader",
                    "do: [{look: {call: http, with: {method: get, endpoint: 'http://example.test'}}}]"));
  const auto curious =
      program_named("curious", "do: [{ask: {run: {workflow: {namespace: test, name: reader}}}}]");
  add(curious);
  const RunId run = start(curious);
  world.restart();
  world.settle();
  EXPECT_EQ(world.status(run), "waiting");
  ASSERT_EQ(world.runner.waiting(), 1U) << "a GET is safe to repeat";
  world.runner.finish_one(run::Succeeded{share(Json("seen"))});
  world.settle();
  EXPECT_EQ(output(run), R"("seen")");
  EXPECT_EQ(world.database.runs().size(), 2U);
}

TEST_F(ChildrenSim, AParentHearsOfAnEndThatItsProcessDidNotLiveToTell) {
  const RunId run = start(parent);
  // The parent's own append is refused until the process ends.
  world.database.before_append([run](MemoryDatabase& database, const AppendGroup& group) {
    if (group.appends.back().stream == run_stream(run)) database.fail_next({Fault::away});
  });
  world.runner.finish_one(run::Succeeded{share(Json("late"))});
  world.settle();
  EXPECT_EQ(world.status(runs_of(child)[0]), "completed");
  EXPECT_EQ(world.status(run), "waiting");
  world.database.before_append(nullptr);
  world.restart();
  ASSERT_TRUE(world.advance_until([&] { return world.status(run) == "completed"; }));
  EXPECT_EQ(output(run), R"({"told":"late"})");
}

TEST_F(ChildrenSim, CancellingARunCancelsItsChildAndTheChildsEffect) {
  const RunId run = start(parent);
  std::optional<Result<RunView>> answer;
  world.desk().cancel(run, parent->name, {"admin:test"}, "not needed",
                      [&](Result<RunView> view) { answer = std::move(view); });
  world.settle();
  ASSERT_TRUE(answer && answer->ok());
  EXPECT_EQ((*answer)->status, run::RunStatus::cancelled);
  EXPECT_EQ(world.status(run), "cancelled");
  EXPECT_EQ(world.status(runs_of(child)[0]), "cancelled");
  EXPECT_EQ(world.runner.cancelled().size(), 1U);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);

  world.desk().cancel(run, parent->name, {"admin:test"}, "again",
                      [&](Result<RunView> view) { answer = std::move(view); });
  world.settle();
  ASSERT_FALSE(answer->ok());
  EXPECT_EQ(answer->error().code, Errc::conflict);
}

TEST_F(ChildrenSim, AWorkflowThatIsNotThereOrDisabledIsAnErrorOfTheTask) {
  const auto lonely =
      program_named("lonely", "do: [{ask: {run: {workflow: {namespace: test, name: nobody}}}}]");
  add(lonely);
  const RunId run = start(lonely);
  ASSERT_EQ(world.status(run), "faulted");
  EXPECT_NE(world.database.state(run).error->detail.find("there is no workflow test/nobody"),
            std::string::npos);

  add(child, false);
  const RunId other = start(parent);
  ASSERT_EQ(world.status(other), "faulted");
  EXPECT_NE(world.database.state(other).error->detail.find("is disabled"), std::string::npos);
}

TEST_F(ChildrenSim, WithoutAwaitARunGoesOnOnceItsChildHasBegun) {
  const auto hasty = program_named("hasty", R"(
do:
  - ask: {run: {await: false, workflow: {namespace: test, name: child}}}
)");
  add(hasty);
  const RunId run = start(hasty);
  EXPECT_EQ(world.status(run), "completed");
  ASSERT_EQ(runs_of(child).size(), 1U);
  EXPECT_EQ(world.status(runs_of(child)[0]), "running");
}

TEST_F(ChildrenSim, ManyAreLookedAfterAFewAtATime) {
  const auto crowd = program_named("crowd", R"(
do:
  - each:
      for: {in: '${ [range(4)] }'}
      do:
        - ask: {run: {await: false, workflow: {namespace: test, name: child}}}
)");
  const auto both = program_named("both", R"(
do:
  - all:
      fork:
        branches:
          - a: {run: {workflow: {namespace: test, name: crowd}}}
          - b: {run: {workflow: {namespace: test, name: crowd}}}
          - c: {run: {workflow: {namespace: test, name: crowd}}}
)");
  add(crowd);
  add(both);
  const RunId run = start(both);
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(runs_of(child).size(), 12U);
  EXPECT_EQ(world.services->children_permits.in_use(), 0U);
}

TEST_F(ChildrenSim, AnEngineThatStopsBeginsNoChildAndTheNextOneDoes) {
  world.services->draining = true;
  const RunId run = start(parent);
  world.advance(Milliseconds{60'000});
  EXPECT_TRUE(runs_of(child).empty());
  EXPECT_EQ(world.status(run), "running") << "it has begun and goes no further";
  world.restart();
  world.settle();
  EXPECT_EQ(runs_of(child).size(), 1U);
}

TEST_F(ChildrenSim, AWorkflowThatRunsItselfForEverEndsAtTheLimit) {
  const auto mirror =
      program_named("mirror", "do: [{ask: {run: {workflow: {namespace: test, name: mirror}}}}]");
  add(mirror);
  const RunId run = start(mirror);
  world.run_to_the_end();
  EXPECT_EQ(runs_of(mirror).size(), 11U);
  ASSERT_EQ(world.status(run), "faulted");
  EXPECT_NE(world.database.state(run).error->detail.find("nested 11 runs deep"), std::string::npos);
}

}  // namespace
}  // namespace runledger::actors::test
