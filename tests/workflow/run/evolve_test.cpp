#include "workflow/run/evolve.hpp"

#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"
#include "workflow/run/codec.hpp"

namespace runledger::run {
namespace {

using testing::at;
using testing::RunDriver;

// A state in which every kind of wrong event can be tried: /do/0/t/try/0/c acts, inside a try.
State acting_state() {
  RunDriver run(
      "do: [{t: {try: [{c: {call: http, with: {method: post, endpoint: 'https://example.com'}}}], "
      "catch: {retry: {limit: {attempt: {count: 3}}}}}}]");
  return run.start().state();
}

constexpr char kTask[] = "/do/0/t/try/0/c";
constexpr char kTry[] = "/do/0/t";

struct Impossible {
  const char* name;
  RunEvent event;
  const char* says;
};
void PrintTo(const Impossible& impossible, std::ostream* out) {
  *out << impossible.name;
}

class CorruptHistory : public ::testing::TestWithParam<Impossible> {};

TEST_P(CorruptHistory, IsRefusedWithItsPlace) {
  const State state = acting_state();
  auto folded = evolve(state, GetParam().event);
  ASSERT_FALSE(folded.ok());
  EXPECT_EQ(folded.error().code, Errc::corrupt_history);
  const std::string& message = folded.error().message;
  EXPECT_NE(message.find("stream version " + std::to_string(state.version + 1)), std::string::npos)
      << message;
  EXPECT_NE(message.find(type_of(GetParam().event)), std::string::npos) << message;
  EXPECT_NE(message.find(GetParam().says), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    WhileActing, CorruptHistory,
    ::testing::Values(
        Impossible{"SecondStart", RunStarted{}, "started before"},
        Impossible{"ChildOfALeaf", TaskStarted{{"/do/9/x", 0}, nullptr, at(1), {}, {}, nullptr},
                   "not what follows"},
        Impossible{"SkippedChildOfALeaf", TaskSkipped{{"/do/9/x", 0}, ""}, "not what follows"},
        Impossible{"CompletionOfActing", TaskCompleted{{kTask, 0}, testing::shared("1"), nullptr, "", at(1)},
                   "not at its end"},
        Impossible{"CompletionAtOnceOfAChildOfALeaf",
                   TaskCompleted{{"/do/9/x", 0}, testing::shared("1"), nullptr, "", at(1)},
                   "not what follows"},
        Impossible{"CompletionOfOther", TaskCompleted{{kTry, 0}, testing::shared("1"), nullptr, "", at(1)},
                   "is still under way"},
        Impossible{"WrongIteration", ActionTimedOut{{kTask, 1}, 1, at(1)}, "iteration 1"},
        Impossible{"WrongAttempt", ActionSucceeded{{kTask, 0}, 2, testing::shared("1"), at(1)}, "attempt 2"},
        Impossible{"FailureOfOther", ActionFailed{{kTry, 0}, 1, {}, at(1)}, "is still under way"},
        Impossible{"UnknownOfWrongAttempt", ActionOutcomeUnknown{{kTask, 0}, 9, true, "", at(1)},
                   "attempt 9"},
        Impossible{"SecondAction", ActionStarted{{kTask, 0}, 2, "http", testing::shared("{}"), {}, at(1)},
                   "cannot act now"},
        Impossible{"FaultWhileActing", TaskFaulted{{kTask, 0}, {}, "", at(1)}, "is under way"},
        Impossible{"WaitWhileActing", WaitStarted{{kTask, 0}, at(1)}, "cannot wait"},
        Impossible{"EventOfATaskThatIsNotNext", EventEmitted{{"/do/9/x", 0}, testing::shared("{}"), at(1)},
                   "not what follows"},
        Impossible{"EventThatIsNone", EventEmitted{{kTask, 0}, testing::shared("1"), at(1)},
                   "must be an object"},
        Impossible{"RoundOfALeaf", RoundStarted{{kTask, 0}, 0, at(1)}, "cannot begin a round"},
        Impossible{"RetryWithoutError", RetryScheduled{{kTask, 0}, 1, {}, at(1)}, "caught no error"},
        Impossible{"RetryNotScheduled", RetryStarted{{kTask, 0}, 1, at(1), {}}, "not scheduled"},
        Impossible{"CaughtWithoutError", ErrorCaught{{kTask, 0}, {}, at(1)}, "caught no error"},
        Impossible{"RunEndsInTheMiddle", RunCompleted{testing::shared("1"), at(1)}, "is under way"},
        Impossible{"RunFaultsWhileActing", RunFaulted{{}, {}, at(1)}, "is under way"},
        Impossible{"RetryOfARunThatRuns", RunRetried{"a", "b", at(1)}, "running"}),
    [](const auto& tested) { return std::string(tested.param.name); });

Error error_of(const State& state, const RunEvent& event) {
  auto folded = evolve(state, event);
  if (!folded) return folded.error();
  ADD_FAILURE() << "folded";
  return {};
}

TEST(Evolve, RefusesEverythingBeforeTheStart) {
  for (const RunEvent& event : testing::sample_events()) {
    if (std::holds_alternative<RunStarted>(event)) continue;
    EXPECT_EQ(error_of(State(), event).code, Errc::corrupt_history) << type_of(event);
  }
}

TEST(Evolve, RefusesEverythingAfterTheEnd) {
  const State ended = RunDriver("do: [{a: {set: {x: 1}}}]").start().state();
  for (const RunEvent& event : testing::sample_events()) {
    EXPECT_EQ(error_of(ended, event).code, Errc::corrupt_history) << type_of(event);
  }
}

TEST(Evolve, AllowsOnlyTheFaultAfterAnErrorThatNobodyCaught) {
  RunDriver run("do: [{r: {raise: {error: {type: 'https://example.com/x', status: 400}}}}]");
  run.start();
  State state;
  for (std::size_t i = 0; i + 1 < run.history().size(); ++i)
    state = *evolve(std::move(state), run.history()[i]);
  for (const RunEvent& event : testing::sample_events()) {
    if (std::holds_alternative<RunQuarantined>(event)) continue;
    EXPECT_EQ(error_of(state, event).code, Errc::corrupt_history) << type_of(event);
  }
  EXPECT_TRUE(evolve(state, run.history().back()).ok());
}

TEST(Evolve, TakesTheInputOfACompletionOnlyWhenNoStartToldIt) {
  RunDriver run("do: [{w: {wait: {seconds: 1}}}]");
  TaskCompleted completed{run.start().frame().ref, testing::shared("1"), nullptr, "", at(1)};
  EXPECT_TRUE(evolve(run.state(), completed).ok());
  completed.input = testing::shared("2");
  EXPECT_NE(error_of(run.state(), completed).message.find("when it started"), std::string::npos);
}

TEST(Evolve, TakesACompletionAtOnceOnlyInItsTurn) {
  RunDriver run("do: [{a: {set: {x: 1}}}, {w: {wait: {seconds: 1}}}]");
  const auto state_after_a = [&] {
    run.start();
    State state;
    for (std::size_t i = 0; i < 2; ++i) state = *evolve(std::move(state), run.history()[i]);
    return state;
  }();
  ASSERT_TRUE(std::holds_alternative<TaskCompleted>(run.history()[1]));
  const auto completion = [](const char* task, std::uint32_t iteration) {
    return TaskCompleted{{task, iteration}, testing::shared("1"), nullptr, "", at(1)};
  };
  EXPECT_NE(error_of(state_after_a, completion("/do/2/c", 0)).message.find("not what follows"),
            std::string::npos);
  EXPECT_NE(error_of(state_after_a, completion("/do/1/w", 1)).message.find("out of order"),
            std::string::npos);
  EXPECT_TRUE(evolve(state_after_a, completion("/do/1/w", 0)).ok());
}

TEST(Evolve, TakesTheRoundsOfALoopOneByOne) {
  RunDriver run("do: [{f: {for: {in: [1, 2]}, do: [{w: {wait: {seconds: 1}}}]}}]");
  run.start().wake();
  State state;
  for (std::size_t i = 0; i < 6; ++i) state = *evolve(std::move(state), run.history()[i]);
  ASSERT_EQ(state.frames.back().ref.task, "/do/0/f") << "between its rounds";
  const auto round = [](std::uint32_t index) { return RoundStarted{{"/do/0/f", 0}, index, at(1)}; };
  EXPECT_TRUE(evolve(state, round(1)).ok());
  EXPECT_NE(error_of(state, round(0)).message.find("cannot follow 1 rounds over 2 items"), std::string::npos);
  EXPECT_NE(error_of(run.state(), round(2)).message.find("is still under way"), std::string::npos);
  EXPECT_NE(error_of(*evolve(state, round(1)), round(2)).message.find("cannot begin a round"),
            std::string::npos);
}

TEST(Evolve, CountsTheEventsItFolded) {
  RunDriver run("do: [{a: {set: {x: 1}}}]");
  run.start();
  EXPECT_EQ(run.state().version, run.history().size());
}

}  // namespace
}  // namespace runledger::run
