#include "store/run_index.hpp"
#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

class TimersTest : public StoreTest {
 protected:
  void append(std::vector<run::RunEvent> events) {
    std::vector<Event> made;
    for (auto& event : events) made.emplace_back(std::move(event));
    const AppendGroup group{{of_run(run, std::move(made))}, {}};
    const auto result = journal->append({&group, 1}).front();
    ASSERT_TRUE(result.ok()) << result.error().message;
  }
  // "<task> <purpose> <seconds>" of each timer that is awake, by time.
  std::string timers() {
    return sql(
        "SELECT string_agg(task || ' ' || purpose || ' ' || extract(epoch FROM due - "
        "'2026-11-23T12:00:00Z')::int,"
        " ', ' ORDER BY due, purpose) FROM runledger.timers WHERE NOT asleep");
  }
  static run::TaskStarted started(const char* task, double seconds, std::optional<Timestamp> deadline = {}) {
    return {{task, 0}, nullptr, at(seconds), deadline, {}, nullptr};
  }

  RunId run = numbered<RunId>(1);
  std::unique_ptr<JournalWriter> journal = writer();
  std::unique_ptr<RunIndex> index = make_run_index(database.url());
  run::RunError error = {run::error_type::kTimeout, 408, "too late", "", "", nullptr};
};

TEST_F(TimersTest, AWaitingRunIsDueAtItsEarliestTimer) {
  auto start = run_started(run);
  start.deadline = at(1000);
  append({start, started("/do/0/a", 0, at(500)), run::WaitStarted{{"/do/0/a", 0}, at(60)}});
  EXPECT_EQ(timers(), "/do/0/a wait 60, /do/0/a task_deadline 500,  run_deadline 1000");
  EXPECT_TRUE(index->due(at(60), 10)->empty());
  const auto due = index->due(at(61), 10);
  ASSERT_TRUE(due.ok()) << due.error().message;
  ASSERT_EQ(due->size(), 1u);
  EXPECT_EQ(due->front().run, run);
  EXPECT_EQ(due->front().workflow.value, "shop/order");
  EXPECT_EQ(due->front().due, at(60));
  EXPECT_TRUE(index->running(RunId{}, 10)->empty());

  append({run::TaskCompleted{{"/do/0/a", 0}, share(Json()), nullptr, "", at(60)}});
  EXPECT_EQ(timers(), " run_deadline 1000");
  EXPECT_TRUE(index->due(at(5000), 10)->empty()) << "a running run is in memory";
  ASSERT_EQ(index->running(RunId{}, 10)->size(), 1u);
  EXPECT_TRUE(index->running(run, 10)->empty());
  append({run::RunCompleted{share(Json()), at(61)}});
  EXPECT_EQ(timers(), "");
  EXPECT_TRUE(index->running(RunId{}, 10)->empty());
}

TEST_F(TimersTest, AnActionsTaskHasNoTimer) {
  append({run_started(run), started("/do/0/a", 0, at(30))});
  EXPECT_EQ(timers(), "/do/0/a task_deadline 30");
  append({run::ActionStarted{{"/do/0/a", 0}, 1, "http", share(Json()), Milliseconds(1), at(0)}});
  EXPECT_EQ(timers(), "");
}

TEST_F(TimersTest, ACaughtErrorDropsTheTimersBelowTheTry) {
  append({run_started(run), started("/do/0/t", 0, at(100)),
          run::TaskStarted{{"/do/0/t/try/0/block", 0}, nullptr, at(0), at(50), {}, nullptr},
          run::WaitStarted{{"/do/0/t/try/0/block/do/0/w", 0}, at(40)}});
  append({run::TaskFaulted{{"/do/0/t/try/0/block", 0}, error, "/do/0/t", at(50)},
          run::RetryScheduled{{"/do/0/t", 0}, 1, error, at(55)}});
  EXPECT_EQ(timers(), "/do/0/t retry 55, /do/0/t task_deadline 100");
  append({run::RetryStarted{{"/do/0/t", 0}, 1, at(55), at(70)}});
  EXPECT_EQ(timers(), "/do/0/t attempt_deadline 70, /do/0/t task_deadline 100");
}

TEST_F(TimersTest, AFailedRunsTimersSleepUntilARetryAndCountAnew) {
  auto start = run_started(run);
  start.deadline = at(1000);
  append({start, started("/do/0/a", 10, at(110)), run::WaitStarted{{"/do/0/a", 0}, at(60)}});
  append({run::RunQuarantined{"crashed", at(20)}});
  EXPECT_EQ(timers(), "");
  EXPECT_TRUE(index->due(at(5000), 10)->empty());
  append({run::RunRetried{"admin:ada", "", at(2000)}});
  EXPECT_EQ(timers(), "/do/0/a wait 60, /do/0/a task_deadline 2100,  run_deadline 3000");
}

TEST_F(TimersTest, ARunWithAnEffectUnderWayDoesNotWaitWhateverItsOtherBranchesDo) {
  const run::TaskRef calls{"/do/0/f/fork/branches/0/a", 0};
  const run::TaskRef waits{"/do/0/f/fork/branches/1/b", 0};
  const auto status = [&] { return sql("SELECT status || ' ' || acting FROM runledger.runs"); };
  append({run_started(run), started("/do/0/f", 0), started("/do/0/f/fork/branches/0/a", 0),
          run::ActionStarted{calls, 1, "http", share(Json()), Milliseconds(1), at(0)},
          started("/do/0/f/fork/branches/1/b", 0), run::WaitStarted{waits, at(60)}});
  EXPECT_EQ(status(), "running 1");
  EXPECT_EQ(index->running(RunId{}, 10)->size(), 1u) << "a restart must take its effect up";
  EXPECT_TRUE(index->due(at(61), 10)->empty());
  append({run::ActionSucceeded{calls, 1, share(Json()), at(5)},
          run::TaskCompleted{calls, share(Json()), nullptr, "", at(5)}});
  EXPECT_EQ(status(), "waiting 0");
  EXPECT_EQ(index->due(at(61), 10)->size(), 1u);
  append({run::RunQuarantined{"crashed", at(6)}});
  append({run::RunRetried{"admin:ada", "", at(7)}});
  EXPECT_EQ(status(), "waiting 0");
}

TEST_F(TimersTest, TheLoserOfARaceLosesItsTimers) {
  const run::TaskRef waits{"/do/0/f/fork/branches/1/b", 0};
  append({run_started(run), started("/do/0/f", 0), started("/do/0/f/fork/branches/1/b", 0, at(90)),
          run::WaitStarted{waits, at(60)}});
  append({run::TaskCancelled{waits, at(5)}});
  EXPECT_EQ(timers(), "");
}

TEST_F(TimersTest, SqlStartsAreListedUntilTheirRunBegins) {
  const AppendGroup workflow{
      {one(StreamName{"workflow/shop/order"}, Event{record::RecordEvent{record::WorkflowCreated{
                                                  WorkflowName{"shop/order"}, WebhookId{"hook"}, at(0)}}})},
      {}};
  ASSERT_TRUE(journal->append({&workflow, 1}).front().ok());
  const auto first = *RunId::parse(sql("SELECT runledger.start('shop/order', '{\"id\": 7}')"));
  const auto bad = *RunId::parse(sql("SELECT runledger.start('shop/order', '{\"a\":1,\"a\":2}')"));
  const auto second = *RunId::parse(sql("SELECT runledger.start('shop/order', '[1]')"));
  EXPECT_EQ(first.bytes[6] >> 4, 7) << "a UUIDv7";

  auto starts = index->sql_starts(10);
  ASSERT_TRUE(starts.ok()) << starts.error().message;
  ASSERT_EQ(starts->size(), 2u);
  EXPECT_EQ(starts->at(0).run, first);
  EXPECT_EQ(*starts->at(0).payload, Json(JsonObject{{"id", 7}}));
  EXPECT_EQ(starts->at(1).run, second);
  EXPECT_NE(sql("SELECT refused FROM runledger.start_inbox WHERE run_id = '" + bad.text() + "'"), "");

  auto begun = run_started(first);
  begun.trigger = run::Trigger::sql;
  const AppendGroup group{{of_run(first, {Event{run::RunEvent{begun}}}, 0)}, {}};
  ASSERT_TRUE(journal->append({&group, 1}).front().ok());
  starts = index->sql_starts(10);
  ASSERT_EQ(starts->size(), 1u);
  EXPECT_EQ(starts->front().run, second);

  EXPECT_THROW(sql("SELECT runledger.start('shop/nothing', '{}')"), pqxx::sql_error);
}

}  // namespace
}  // namespace runledger::store::test
