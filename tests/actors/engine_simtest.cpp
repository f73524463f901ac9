#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/actors/fakes/world.hpp"

namespace runledger::actors::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

std::size_t count(const std::vector<std::string>& types, const std::string& type) {
  return static_cast<std::size_t>(std::count(types.begin(), types.end(), type));
}

TEST(EngineStart, TakesPureStepsToTheEndInOneAppend) {
  World world;
  const RunId run = world.start(pure_program());
  world.settle();

  ASSERT_TRUE(world.started(run) && world.started(run)->ok());
  EXPECT_EQ((*world.started(run))->view.status, run::RunStatus::completed);
  EXPECT_THAT(world.database.batch_sizes(), ElementsAre(1));
  EXPECT_EQ(world.database.bodies(), 1U);
  const auto events = world.database.events(run_stream(run));
  EXPECT_EQ((*world.started(run))->position, events.front().position);
  EXPECT_EQ(events.back().type, "RunCompleted");
  EXPECT_EQ(events.front().actor, "key:test");
}

TEST(EngineStart, RecordsTheRequestBesideTheRun) {
  World world;
  world.start(pure_program());
  world.settle();
  EXPECT_THAT(world.database.types(request_stream(WorkflowName{"test/pure"}, world.clock.now())),
              ElementsAre("RequestAccepted"));
}

TEST(EngineStart, PutsTheFirstIntentInTheLogBeforeTheEffect) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  EXPECT_THAT(world.database.batch_sizes(), ElementsAre(1));
  EXPECT_EQ(world.database.types(run_stream(run)).back(), "ActionStarted");
  EXPECT_EQ(world.runner.waiting(), 1U);
}

TEST(EngineStart, SharesTheAppendOfOneOutcomeAndTheNextIntent) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.runner.finish_one();
  world.settle();
  EXPECT_THAT(world.database.batch_sizes(), ElementsAre(1, 1));
  EXPECT_EQ(count(world.database.types(run_stream(run)), "ActionStarted"), 2U);
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(EngineStart, UsesAnOlderVersionsProgramWhenAskedFor) {
  World world;
  const auto older = program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: pure, version: '0.9.0'}
do: [{only: {set: {old: true}}}]
)");
  world.catalog.add(older, false);
  const RunId run = world.start(older);
  world.settle();
  EXPECT_EQ(world.database.state(run).started.version, "0.9.0");
}

TEST(EngineStart, RefusesAnUnknownDefinition) {
  World world;
  auto request = World::request(RunId{{1}}, pure_program(), world.clock.now());
  request.definition_hash = "gone";
  std::optional<Errc> code;
  world.desk().start(request, [&](Result<Started> answer) { code = answer.error().code; });
  world.settle();
  EXPECT_EQ(code, Errc::not_found);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(EngineStart, RefusesASecondRunWithTheSameId) {
  World world;
  const RunId run = world.start(pure_program());
  world.settle();
  std::optional<Errc> code;
  world.desk().start(World::request(run, pure_program(), world.clock.now()),
                     [&](Result<Started> answer) { code = answer.error().code; });
  world.settle();
  EXPECT_EQ(code, Errc::conflict);
}

TEST(EngineStart, RefusesMoreRunsThanMayBeActive) {
  EngineOptions options;
  options.max_active_runs = 2;
  World world(options);
  world.start(two_calls_program());
  world.start(two_calls_program());
  const RunId third = world.start(two_calls_program());
  ASSERT_TRUE(world.started(third).has_value()) << "a refusal needs no actor";
  EXPECT_EQ(world.started(third)->error().code, Errc::overloaded);
  world.run_to_the_end();
  const RunId later = world.start(two_calls_program());
  world.settle();
  EXPECT_TRUE(world.started(later)->ok());
}

TEST(EngineStart, RefusesMoreStartsThanMayWaitForTheirAnswer) {
  EngineOptions options;
  options.journal_queue_limit = 2;
  World world(options);
  world.start(pure_program());
  world.start(pure_program());
  const RunId third = world.start(pure_program());
  ASSERT_TRUE(world.started(third).has_value());
  EXPECT_EQ(world.started(third)->error().code, Errc::overloaded);
  world.settle();
  EXPECT_EQ(world.services->start_permits.in_use(), 0U);
}

TEST(EngineStart, MakesARunVisibleThatTheCoreCannotStart) {
  EngineOptions options;
  options.test_fault = [](FaultPoint point, RunId) {
    if (point == FaultPoint::decide) throw std::runtime_error("boom");
  };
  World world(options);
  const RunId run = world.start(pure_program());
  world.settle();
  ASSERT_TRUE(world.started(run)->ok());
  EXPECT_EQ((*world.started(run))->view.status, run::RunStatus::quarantined);
  EXPECT_THAT(world.database.types(run_stream(run)), ElementsAre("RunStarted", "RunQuarantined"));
  EXPECT_EQ(world.database.bodies(), 1U);
}

TEST(EngineDatabase, TellsTheCallerOfAStartThatTheDatabaseIsAway) {
  World world;
  world.database.set_away(true);
  const RunId run = world.start(pure_program());
  world.settle();
  EXPECT_EQ(world.started(run)->error().code, Errc::unavailable);
  EXPECT_FALSE(world.services->journal.database_available());

  const RunId next = world.start(pure_program());
  ASSERT_TRUE(world.started(next).has_value()) << "fails fast, without asking the database again";
  EXPECT_EQ(world.started(next)->error().code, Errc::unavailable);

  world.database.set_away(false);
  world.advance(Milliseconds{3'000});
  const RunId later = world.start(pure_program());
  world.settle();
  EXPECT_TRUE(world.started(later)->ok());
  EXPECT_TRUE(world.services->journal.database_available());
}

TEST(EngineDatabase, KeepsAnOutcomeUntilTheDatabaseIsBack) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.database.set_away(true);
  world.runner.finish_one();
  world.advance(Milliseconds{60'000});
  EXPECT_EQ(world.database.types(run_stream(run)).back(), "ActionStarted");
  world.database.set_away(false);
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
}

TEST(EngineDatabase, SeesAStartThroughWhoseCommitWasLostButWritten) {
  World world;
  world.database.fail_next({Fault::lost_committed});
  const RunId run = world.start(two_calls_program());
  world.settle();
  ASSERT_TRUE(world.started(run)->ok());
  EXPECT_EQ((*world.started(run))->position, world.database.events(run_stream(run)).front().position);
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
  EXPECT_EQ(world.database.bodies(), 1U);
}

TEST(EngineDatabase, SeesAStartThroughWhoseCommitWasLostAndNotWritten) {
  World world;
  world.database.fail_next({Fault::lost_uncommitted});
  const RunId run = world.start(two_calls_program());
  ASSERT_TRUE(world.advance_until([&] { return world.started(run).has_value(); }));
  EXPECT_TRUE(world.started(run)->ok());
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
}

TEST(EngineDatabase, TellsTheCallerWhenTheFateOfAStartCannotBeFoundOut) {
  World world;
  world.database.fail_next({Fault::lost_then_away});
  const RunId run = world.start(two_calls_program());
  world.settle();
  ASSERT_TRUE(world.started(run).has_value());
  EXPECT_EQ(world.started(run)->error().code, Errc::outcome_unknown);
  world.database.set_away(false);
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
}

TEST(EngineDatabase, CarriesOutEachActionOnceWhenAnOutcomesCommitWasLost) {
  for (const Fault fault : {Fault::lost_committed, Fault::lost_uncommitted}) {
    World world;
    const RunId run = world.start(two_calls_program());
    world.settle();
    world.database.fail_next({fault});
    world.runner.finish_one();
    world.run_to_the_end();
    EXPECT_EQ(world.status(run), "completed");
    for (const auto& [attempt, times] : world.runner.performed()) EXPECT_EQ(times, 1);
    EXPECT_EQ(world.runner.performed_count(), 2U);
    EXPECT_THAT(world.database.types(run_stream(run)), Not(Contains("ActionOutcomeUnknown")));
  }
}

TEST(EngineDatabase, DecidesAgainWhenTheStreamMovedOn) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.database.before_append([&](MemoryDatabase& database, const AppendGroup&) {
    database.before_append(nullptr);
    const auto intent = decode(database.events(run_stream(run)).back());
    const auto& action = std::get<run::ActionStarted>(std::get<run::RunEvent>(*intent));
    AppendGroup foreign;
    foreign.appends.push_back({run_stream(run),
                               database.events(run_stream(run)).size(),
                               run,
                               {run::RunEvent{run::RunQuarantined{"by another hand", action.started_at}}},
                               {"other"},
                               ""});
    database.write(foreign);
  });
  world.runner.finish_one();
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "quarantined");
  EXPECT_EQ(world.runner.performed_count(), 1U);
  EXPECT_EQ(world.services->active_permits.in_use(), 0U);
}

TEST(EngineDatabase, RecordsAFailureWhenAResultCannotBeKept) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.settle();
  world.database.fail_next({Fault::refused});
  world.runner.finish_one();
  world.settle();
  EXPECT_EQ(world.status(run), "faulted");
  EXPECT_THAT(world.database.types(run_stream(run)), Contains("ActionFailed"));
}

TEST(EngineJournal, GathersWhatWaitsIntoOneAppend) {
  World world;
  for (int i = 0; i < 10; ++i) world.start(pure_program());
  world.settle();
  std::size_t groups = 0;
  for (const std::size_t size : world.database.batch_sizes()) groups += size;
  EXPECT_EQ(groups, 10U);
  EXPECT_LT(world.database.batch_sizes().size(), 10U);
}

TEST(EngineJournal, AppendsEventsThatConcernNoRun) {
  World world;
  AppendGroup group;
  group.appends.push_back({request_stream(std::nullopt, world.clock.now()),
                           std::nullopt,
                           std::nullopt,
                           {record::RecordEvent{record::RequestRefused{}}},
                           {},
                           ""});
  std::optional<Result<Appended>> answer;
  world.desk().append(group, [&](Result<Appended> appended) { answer = appended; });
  world.settle();
  ASSERT_TRUE(answer && answer->ok());
  EXPECT_EQ((*answer)->first_position, 1U);
}

TEST(EngineRunner, TriesAgainWhenItsQueueIsFull) {
  World world;
  world.runner.refuse_next(5);
  const RunId run = world.start(two_calls_program());
  world.settle();
  EXPECT_EQ(world.runner.waiting(), 0U);
  ASSERT_TRUE(world.advance_until([&] { return world.runner.waiting() == 1; }));
  world.run_to_the_end();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.runner.performed_count(), 2U);
}

TEST(EngineRunner, IgnoresOutcomesThatNobodyAwaits) {
  World world;
  const RunId run = world.start(two_calls_program());
  world.run_to_the_end();
  world.services->switchboard.deliver(
      {run, WorkflowName{"test/calls"}, OutcomeMail{{"/do/0/one", 0}, 1, run::Succeeded{share(Json())}}});
  world.services->switchboard.deliver(
      {RunId{{9}}, WorkflowName{"test/none"}, OutcomeMail{{"/do/0/one", 0}, 7, run::TimedOut{}}});
  world.settle();
  EXPECT_EQ(world.status(run), "completed");
  EXPECT_EQ(world.services->counters.crashes, 0U);
}

}  // namespace
}  // namespace runledger::actors::test
