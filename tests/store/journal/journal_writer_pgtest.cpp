#include "store/journal/journal_writer.hpp"

#include "tests/store/support/store_fixture.hpp"
#include "workflow/run/codec.hpp"

namespace runledger::store::test {
namespace {

using JournalWriterTest = StoreTest;

Event task_started(const char* task) {
  return Event{run::RunEvent{run::TaskStarted{{task, 0}, nullptr, at(1), {}, {}, nullptr}}};
}

Result<Appended> append_one(JournalWriter& writer, const AppendGroup& group) {
  return writer.append({&group, 1}).front();
}

TEST_F(JournalWriterTest, GivesDensePositionsAndVersions) {
  const auto journal = writer();
  std::vector<AppendGroup> batch;
  for (int n = 1; n <= 10; ++n) batch.push_back(webhook_group(n));
  const auto results = journal->append(batch);
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_TRUE(results[i].ok()) << results[i].error().message;
    EXPECT_EQ(results[i]->first_position, i * 3 + 1);
    EXPECT_EQ(results[i]->last_position, i * 3 + 3);
  }
  EXPECT_EQ(
      sql("SELECT string_agg(position::text, ',' ORDER BY position) = "
          "(SELECT string_agg(n::text, ',' ORDER BY n) FROM generate_series(1, 30) n) FROM runledger.events"),
      "t");
  EXPECT_EQ(sql("SELECT position FROM runledger.log_head"), "30");
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.request_bodies WHERE body = '{\"id\":7}'"), "10");
  EXPECT_EQ(sql("SELECT max(version) FROM runledger.events WHERE stream = 'requests/shop/order/2026-11-23'"),
            "10");
}

TEST_F(JournalWriterTest, ReadsAStreamAsItWasAppended) {
  const auto journal = writer();
  const auto run = numbered<RunId>(1);
  const auto appended = append_one(*journal, webhook_group(1));
  ASSERT_TRUE(appended.ok()) << appended.error().message;

  const auto events = journal->read_stream(run_stream(run), 0, 10);
  ASSERT_TRUE(events.ok()) << events.error().message;
  ASSERT_EQ(events->size(), 2u);
  const RecordedEvent& first = events->front();
  EXPECT_EQ(first.position, 2u);
  EXPECT_EQ(first.version, 1u);
  EXPECT_EQ(first.type, "RunStarted");
  EXPECT_EQ(first.run, run);
  EXPECT_EQ(first.actor, "engine");
  EXPECT_EQ(first.correlation, run.text());
  EXPECT_TRUE(first.causation.has_value()) << "the request led to it";
  EXPECT_EQ(first.recorded_at, appended->recorded_at);
  EXPECT_EQ(first.data, run::encode(run::RunEvent{run_started(run)}).data);
  const auto decoded = decode(first);
  ASSERT_TRUE(decoded.ok()) << decoded.error().message;
  EXPECT_EQ(std::get<run::RunStarted>(std::get<run::RunEvent>(*decoded)).run, run);

  const auto rest = journal->read_stream(run_stream(run), 1, 10);
  ASSERT_TRUE(rest.ok());
  ASSERT_EQ(rest->size(), 1u);
  EXPECT_EQ(rest->front().version, 2u);
}

TEST_F(JournalWriterTest, ReadsNoMoreOnceThereAreManyBytes) {
  const auto journal = writer();
  const auto run = numbered<RunId>(1);
  auto start = run_started(run);
  start.input = share(Json(std::string(kMaxReadBytes / 2, 'x')));
  ASSERT_TRUE(append_one(*journal, {{of_run(run, {Event{run::RunEvent{start}}})}, {}}).ok());
  for (int i = 0; i < 3; ++i) {
    const run::ActionSucceeded large{{"/do/0/a", 0}, 1, start.input, at(1)};
    ASSERT_TRUE(append_one(*journal, {{of_run(run, {Event{run::RunEvent{large}}})}, {}}).ok());
  }
  std::vector<std::uint64_t> versions;
  for (std::uint64_t after : {0, 2, 4}) {
    const auto page = journal->read_stream(run_stream(run), after, 10);
    ASSERT_TRUE(page.ok()) << page.error().message;
    ASSERT_LE(page->size(), 2U);
    for (const auto& event : *page) versions.push_back(event.version);
  }
  EXPECT_EQ(versions, (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST_F(JournalWriterTest, RefusesAVersionThatMovedOn) {
  const auto journal = writer();
  ASSERT_TRUE(append_one(*journal, webhook_group(1)).ok());
  const auto run = numbered<RunId>(1);
  for (const std::uint64_t wrong : {0u, 1u, 3u}) {
    const auto refused = append_one(*journal, {{of_run(run, {task_started("/do/0/b")}, wrong)}, {}});
    ASSERT_FALSE(refused.ok()) << wrong;
    EXPECT_EQ(refused.error().code, Errc::conflict) << refused.error().message;
  }
  EXPECT_TRUE(append_one(*journal, {{of_run(run, {task_started("/do/0/b")}, 2)}, {}}).ok());
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "4");
}

TEST_F(JournalWriterTest, KeepsAConflictingGroupFromTheOthers) {
  const auto journal = writer();
  const auto run = numbered<RunId>(2);
  const std::vector<AppendGroup> batch{webhook_group(1),
                                       webhook_group(2),
                                       {{of_run(run, {task_started("/do/0/b")}, 9)}, {}},
                                       {{of_run(run, {task_started("/do/0/c")}, 2)}, {}},
                                       {{of_run(run, {task_started("/do/0/d")}, 2)}, {}}};
  const auto results = journal->append(batch);
  EXPECT_TRUE(results[0].ok());
  EXPECT_TRUE(results[1].ok());
  ASSERT_FALSE(results[2].ok());
  EXPECT_EQ(results[2].error().code, Errc::conflict);
  EXPECT_TRUE(results[3].ok());
  ASSERT_FALSE(results[4].ok());
  EXPECT_EQ(results[4].error().code, Errc::conflict);
  EXPECT_EQ(sql("SELECT position FROM runledger.log_head"), "7");
}

TEST_F(JournalWriterTest, KeepsDataThatPostgresRefusesFromTheOthers) {
  const auto journal = writer();
  std::vector<AppendGroup> batch;
  for (int n = 1; n <= 9; ++n) batch.push_back(webhook_group(n));
  batch[4].appends[0].stream.value = std::string("bad \xff utf-8");
  batch[7].appends[0].correlation = std::string("bad \xc3");
  const auto results = journal->append(batch);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].ok(), i != 4 && i != 7) << i;
    if (results[i].ok()) continue;
    EXPECT_EQ(results[i].error().code, Errc::invalid_input) << results[i].error().message;
  }
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "21");
  EXPECT_EQ(sql("SELECT max(position) FROM runledger.events"), "21");
}

TEST_F(JournalWriterTest, DividesABatchThatIsTooLargeForOneTransaction) {
  const auto journal = writer();
  std::vector<AppendGroup> batch;
  for (int n = 1; n <= 3; ++n) {
    batch.push_back(webhook_group(n));
    batch.back().body->bytes.assign(40 << 20, 'x');
  }
  const auto results = journal->append(batch);
  for (std::size_t i = 0; i < results.size(); ++i) {
    ASSERT_TRUE(results[i].ok()) << results[i].error().message;
    EXPECT_EQ(results[i]->first_position, i * 3 + 1);
  }
  EXPECT_EQ(sql("SELECT count(DISTINCT xmin::text) FROM runledger.request_bodies"), "3");
  batch.front().body->bytes.assign(257 << 20, 'x');
  EXPECT_EQ(append_one(*journal, batch.front()).error().code, Errc::limit_exceeded);
}

TEST_F(JournalWriterTest, RefusesAnEventThatCouldNotBeReadBack) {
  const auto journal = writer();
  const auto run = numbered<RunId>(1);
  auto started = run_started(run);
  started.input = share(Json(std::string(run::kMaxEventBytes, 'x')));
  const auto of_run_event = append_one(*journal, {{of_run(run, {Event{run::RunEvent{started}}}, 0)}, {}});
  ASSERT_FALSE(of_run_event.ok());
  EXPECT_EQ(of_run_event.error().code, Errc::limit_exceeded);
  EXPECT_NE(of_run_event.error().message.find("RunStarted"), std::string::npos)
      << of_run_event.error().message;

  const record::WorkflowVersionAdded version{WorkflowName{"a/b"}, "1.0.0", "hash",
                                             std::string(record::kMaxEventBytes, 'x'), at(0)};
  const auto of_record = append_one(
      *journal, {{one(workflow_stream(version.workflow), Event{record::RecordEvent{version}})}, {}});
  ASSERT_FALSE(of_record.ok());
  EXPECT_EQ(of_record.error().code, Errc::limit_exceeded);
  EXPECT_EQ(sql("SELECT position FROM runledger.log_head"), "0");
}

TEST_F(JournalWriterTest, StopsEncodingAGroupOnceItIsTooLarge) {
  const auto journal = writer();
  const auto run = numbered<RunId>(1);
  const SharedJson document = share(Json(std::string(4 << 20, 'x')));
  std::vector<Event> events{Event{run::RunEvent{run_started(run)}}};
  for (int n = 0; n < 1000; ++n) {  // 4 GB, were it all encoded
    events.emplace_back(run::RunEvent{run::TaskStarted{{"/do/0/a", 0}, document, at(1), {}, {}, nullptr}});
  }
  // The NUL at the end is not reached.
  events.emplace_back(run::RunEvent{run::TaskSkipped{{std::string("a\0b", 3), 0}, ""}});
  const auto refused = append_one(*journal, {{of_run(run, std::move(events), 0)}, {}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::limit_exceeded) << refused.error().message;
}

TEST_F(JournalWriterTest, RefusesNulBeforeItReachesPostgres) {
  const auto journal = writer();
  const auto run = numbered<RunId>(1);
  auto started = run_started(run);
  started.input = share(Json(std::string_view("a\0b", 3)));
  auto refused = append_one(*journal, {{of_run(run, {Event{run::RunEvent{started}}}, 0)}, {}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::invalid_input);
  EXPECT_NE(refused.error().message.find("NUL"), std::string::npos) << refused.error().message;

  Append append = of_run(run, {Event{run::RunEvent{run_started(run)}}}, 0);
  append.actor.value = std::string("a\0b", 3);
  refused = append_one(*journal, {{append}, {}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::invalid_input);

  started.input = share(Json("a backslash and u0000: \\u0000"));  // harmless: the backslash is escaped
  EXPECT_TRUE(append_one(*journal, {{of_run(run, {Event{run::RunEvent{started}}}, 0)}, {}}).ok());
}

TEST_F(JournalWriterTest, RefusesARequestThatIsThereAlready) {
  const auto journal = writer();
  ASSERT_TRUE(append_one(*journal, webhook_group(1)).ok());
  AppendGroup again = webhook_group(2);
  again.body->request = numbered<RequestId>(1);
  const std::vector<AppendGroup> batch{webhook_group(3), again, webhook_group(4)};
  const auto results = journal->append(batch);
  EXPECT_TRUE(results[0].ok());
  ASSERT_FALSE(results[1].ok());
  EXPECT_EQ(results[1].error().code, Errc::conflict);
  EXPECT_TRUE(results[2].ok());
}

TEST_F(JournalWriterTest, TwoWritersKeepPositionsDenseAndVersionsFenced) {
  const auto left = writer();
  const auto right = writer();
  int accepted = 0;
  for (int n = 0; n < 30; ++n) {
    // Both go on from the version that they believe in; the requests' stream is shared.
    for (JournalWriter* journal : {left.get(), right.get()}) {
      const auto result = append_one(*journal, webhook_group(n / 2 + 1));
      if (result.ok()) {
        ++accepted;
      } else {
        EXPECT_EQ(result.error().code, Errc::conflict) << result.error().message;
      }
    }
  }
  EXPECT_EQ(accepted, 15);
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "45");
  EXPECT_EQ(sql("SELECT max(position) FROM runledger.events"), "45");
  EXPECT_EQ(sql("SELECT max(version) FROM runledger.events WHERE stream LIKE 'requests/%'"), "15");
}

}  // namespace
}  // namespace runledger::store::test
