#include "store/queries/pg_queries.hpp"
#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

class QueriesTest : public StoreTest {
 protected:
  void append(const AppendGroup& group) {
    const auto result = journal->append({&group, 1}).front();
    ASSERT_TRUE(result.ok()) << result.error().message;
  }
  void append_run(int n, const char* workflow, double started, std::vector<run::RunEvent> more = {}) {
    auto start = run_started(numbered<RunId>(n));
    start.workflow.value = workflow;
    start.started_at = at(started);
    std::vector<Event> events{Event{run::RunEvent{start}}};
    for (auto& event : more) events.emplace_back(std::move(event));
    append({{of_run(start.run, std::move(events))}, {}});
  }
  // All runs of a filter, page by page, as numbers.
  std::vector<int> listed(const RunFilter& filter, std::size_t limit) {
    std::vector<int> numbers;
    PageRequest page{limit, ""};
    do {
      const auto found = queries->runs(filter, page);
      EXPECT_TRUE(found.ok()) << found.error().message;
      if (!found) break;
      EXPECT_LE(found->rows.size(), limit);
      for (const RunRow& row : found->rows) numbers.push_back(row.run.bytes[15]);
      page.cursor = found->next;
    } while (!page.cursor.empty());
    return numbers;
  }
  static run::RunFaulted faulted(const char* task, const char* title, double seconds) {
    return {{task, 0},
            {run::error_type::kTimeout, 408, title, "at " + std::to_string(seconds), task, nullptr},
            at(seconds)};
  }

  std::unique_ptr<JournalWriter> journal = writer();
  std::unique_ptr<Queries> queries = make_queries(database.url(), 2);
};

TEST_F(QueriesTest, PagesOfLargeEventsAreShorterAndLoseNone) {
  const SharedJson large = share(Json(std::string(kMaxReadBytes / 2, 'x')));
  std::vector<run::RunEvent> more;
  for (int i = 0; i < 4; ++i) more.emplace_back(run::ActionSucceeded{{"/do/0/a", 0}, 1, large, at(1)});
  append_run(1, "a/large", 0, {more[0], more[1]});
  append({{of_run(numbered<RunId>(1), {Event{more[2]}, Event{more[3]}})}, {}});
  std::vector<std::uint64_t> versions;
  PageRequest page{200, ""};
  int pages = 0;
  do {
    const auto found = queries->run_events(numbered<RunId>(1), page);
    ASSERT_TRUE(found.ok()) << found.error().message;
    for (const auto& event : found->rows) versions.push_back(event.version);
    page.cursor = found->next;
    ++pages;
  } while (!page.cursor.empty() && pages < 10);
  EXPECT_EQ(versions, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(pages, 2);
}

TEST_F(QueriesTest, ListsRunsNewestFirstInPagesOfAnySize) {
  for (int n = 1; n <= 9; ++n) append_run(n, n % 2 == 0 ? "a/even" : "a/odd", n / 3);  // some start together
  const std::vector<int> all{9, 8, 7, 6, 5, 4, 3, 2, 1};
  for (const std::size_t limit : {1u, 2u, 3u, 9u, 200u}) EXPECT_EQ(listed({}, limit), all) << limit;
  RunFilter even;
  even.workflow = WorkflowName{"a/even"};
  EXPECT_EQ(listed(even, 3), (std::vector<int>{8, 6, 4, 2}));
  RunFilter middle;
  middle.started_from = at(1);
  middle.started_before = at(2);
  EXPECT_EQ(listed(middle, 2), (std::vector<int>{5, 4, 3}));
  RunFilter done;
  done.status = "completed";
  EXPECT_TRUE(listed(done, 5).empty());
}

TEST_F(QueriesTest, ReadsOneRunWithInputAndOutput) {
  append_run(1, "shop/order", 1,
             {run::TaskStarted{{"/do/0/a", 0}, nullptr, at(1), {}, {}, nullptr},
              run::TaskCompleted{{"/do/1/b", 0}, share(Json()), nullptr, "", at(1)},
              run::RunCompleted{share(JsonObject{{"ok", true}}), at(2)}});
  const auto detail = queries->run(numbered<RunId>(1));
  ASSERT_TRUE(detail.ok()) << detail.error().message;
  EXPECT_EQ(detail->row.status, "completed");
  EXPECT_EQ(detail->row.workflow.value, "shop/order");
  EXPECT_EQ(detail->row.trigger, "webhook");
  EXPECT_EQ(detail->row.task, "/do/1/b") << "a task done at once has no other event";
  EXPECT_EQ(detail->row.started_at, at(1));
  EXPECT_EQ(detail->row.finished_at, at(2));
  EXPECT_EQ(detail->row.event_count, 4u);
  EXPECT_EQ(detail->row.first_position, 1u);
  EXPECT_EQ(detail->row.last_position, 4u);
  EXPECT_EQ(*detail->input, Json(JsonObject{{"id", 7}}));
  EXPECT_EQ(*detail->output, Json(JsonObject{{"ok", true}}));
  const auto missing = queries->run(numbered<RunId>(2));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, Errc::not_found);
}

TEST_F(QueriesTest, ReadsARunsEventsOldestFirst) {
  append_run(1, "shop/order", 1,
             {run::TaskSkipped{{"/do/0/a", 0}, ""}, run::RunCompleted{share(Json()), at(2)}});
  std::vector<std::string> types;
  PageRequest page{2, ""};
  do {
    const auto found = queries->run_events(numbered<RunId>(1), page);
    ASSERT_TRUE(found.ok()) << found.error().message;
    for (const auto& event : found->rows) {
      types.push_back(event.type);
      EXPECT_TRUE(decode(event).ok());
      EXPECT_EQ(event.leaf_hash.size(), 64u);
    }
    page.cursor = found->next;
  } while (!page.cursor.empty());
  EXPECT_EQ(types, (std::vector<std::string>{"RunStarted", "TaskSkipped", "RunCompleted"}));
  EXPECT_EQ(queries->run_events(numbered<RunId>(2), {2, ""}).error().code, Errc::not_found);
}

TEST_F(QueriesTest, ListsRequestsWithFilters) {
  for (int n = 1; n <= 5; ++n) append(webhook_group(n));
  auto facts = request_accepted(numbered<RequestId>(6), {}).facts;
  facts.workflow.reset();
  append({{one(StreamName{"requests/unknown/2026-11-23"},
               Event{record::RecordEvent{record::RequestRefused{facts, 401, "invalid_key", "no such key"}}})},
          {}});

  const auto first = queries->requests({}, {4, ""});
  ASSERT_TRUE(first.ok()) << first.error().message;
  ASSERT_EQ(first->rows.size(), 4u);
  EXPECT_EQ(first->rows[0].facts.request, numbered<RequestId>(6));
  EXPECT_FALSE(first->rows[0].facts.workflow.has_value());
  EXPECT_EQ(first->rows[0].reason, "invalid_key");
  EXPECT_EQ(first->rows[0].status, 401);
  const auto second = queries->requests({}, {4, first->next});
  ASSERT_EQ(second->rows.size(), 2u);
  EXPECT_EQ(second->rows[1].facts.request, numbered<RequestId>(1));
  EXPECT_EQ(second->rows[1].run, numbered<RunId>(1));
  EXPECT_EQ(second->rows[1].facts.received_at, at(0));
  EXPECT_TRUE(second->next.empty());

  EXPECT_EQ(queries->requests({WorkflowName{"shop/order"}, {}, ""}, {50, ""})->rows.size(), 5u);
  EXPECT_EQ(queries->requests({{}, false, ""}, {50, ""})->rows.size(), 1u);
  EXPECT_EQ(queries->requests({{}, true, ""}, {50, ""})->rows.size(), 5u);
  EXPECT_EQ(queries->requests({{}, {}, "invalid_key"}, {50, ""})->rows.size(), 1u);
  EXPECT_EQ(queries->requests({{}, {}, "too_large"}, {50, ""})->rows.size(), 0u);

  EXPECT_TRUE(queries->request(numbered<RequestId>(3))->accepted);
  EXPECT_EQ(*queries->request_body(numbered<RequestId>(3)), "{\"id\":7}");
  EXPECT_EQ(queries->request(numbered<RequestId>(9)).error().code, Errc::not_found);
  EXPECT_EQ(queries->request_body(numbered<RequestId>(6)).error().code, Errc::not_found);
}

TEST_F(QueriesTest, GroupsTheErrorsOfRunsThatAreFaultedNow) {
  append_run(1, "a/w", 0, {faulted("/do/0/a", "slow", 10)});
  append_run(2, "a/w", 0, {faulted("/do/0/a", "slow", 30)});
  append_run(3, "a/w", 0, {faulted("/do/0/a", "slow", 20)});
  append_run(4, "a/w", 0, {faulted("/do/1/b", "slow", 40)});
  append_run(5, "a/w", 0, {faulted("/do/0/a", "slow", 50), run::RunRetried{"admin:ada", "", at(60)}});
  const auto groups = queries->errors({}, 10);
  ASSERT_TRUE(groups.ok()) << groups.error().message;
  ASSERT_EQ(groups->size(), 2u);
  EXPECT_EQ(groups->at(0).task, "/do/1/b");
  const ErrorGroup& three = groups->at(1);
  EXPECT_EQ(three.count, 3u);
  EXPECT_EQ(three.title, "slow");
  EXPECT_EQ(three.type, run::error_type::kTimeout);
  EXPECT_EQ(three.sample_run, numbered<RunId>(2));
  EXPECT_EQ(three.sample_detail.substr(0, 5), "at 30");
  EXPECT_EQ(three.first_seen, at(10));
  EXPECT_EQ(three.last_seen, at(30));
  EXPECT_EQ(queries->errors({}, 1)->size(), 1u);
  EXPECT_EQ(queries->run(numbered<RunId>(1))->row.error->title, "slow");
  EXPECT_FALSE(queries->run(numbered<RunId>(5))->row.error.has_value());
}

TEST_F(QueriesTest, GroupsRunsThatWereSetAsideByTheirReason) {
  const std::string crash = "its actor crashed again and again";
  append_run(1, "a/w", 0, {run::RunQuarantined{crash, at(10)}});
  append_run(2, "a/w", 0, {run::RunQuarantined{crash, at(20)}});
  append_run(3, "a/w", 0, {run::RunQuarantined{"its definition cannot be had", at(30)}});
  append_run(4, "a/w", 0, {run::RunQuarantined{crash, at(40)}, run::RunRetried{"admin:ada", "", at(50)}});
  const auto groups = queries->errors({}, 10);
  ASSERT_TRUE(groups.ok()) << groups.error().message;
  ASSERT_EQ(groups->size(), 2u);
  EXPECT_EQ(groups->at(0).title, "its definition cannot be had");
  EXPECT_EQ(groups->at(1).count, 2u);
  EXPECT_EQ(groups->at(1).type, "https://runledger.dev/errors/run/quarantined");
  EXPECT_EQ(groups->at(1).sample_detail, crash);
  EXPECT_EQ(groups->at(1).sample_run, numbered<RunId>(2));
  EXPECT_EQ(queries->run(numbered<RunId>(1))->row.error->detail, crash);
  EXPECT_FALSE(queries->run(numbered<RunId>(4))->row.error.has_value());
}

// A definition may raise a title that it takes from a payload; an index takes no such text.
TEST_F(QueriesTest, TitleOfAnyLengthIsRecordedAndCutForTheGroups) {
  std::vector<std::uint8_t> bytes(20'000);  // random, or PostgreSQL would compress it until it fits
  random.fill(bytes);
  std::string title;
  for (const auto byte : bytes) title += {'\xC3', static_cast<char>(0xA0 + byte % 24)};
  append_run(1, "a/w", 0, {faulted("/do/0/a", title.c_str(), 10)});
  const auto groups = queries->errors({}, 10);
  ASSERT_EQ(groups->size(), 1u);
  EXPECT_EQ(groups->front().title, title.substr(0, 300));
  EXPECT_EQ(queries->run(numbered<RunId>(1))->row.error->title, title);
}

TEST_F(QueriesTest, RefusesCursorsAndLimitsThatItDidNotGive) {
  for (const char* cursor :
       {"x", "-1", "7.", ".7", "7.7", "1.0190163d-8694-739b-aea5-966c26f8ad9z", "99999999999999999999"}) {
    EXPECT_EQ(queries->runs({}, {5, cursor}).error().code, Errc::invalid_input) << cursor;
    EXPECT_EQ(queries->requests({}, {5, cursor}).error().code, Errc::invalid_input) << cursor;
  }
  EXPECT_EQ(queries->runs({}, {0, ""}).error().code, Errc::invalid_input);
  EXPECT_EQ(queries->runs({}, {201, ""}).error().code, Errc::invalid_input);
}

TEST_F(QueriesTest, AFilterWithANulFindsNothing) {
  append_run(1, "a", 0);
  RunFilter filter;
  filter.workflow = WorkflowName{std::string("a\0b", 3)};
  EXPECT_TRUE(queries->runs(filter, {5, ""})->rows.empty());
  EXPECT_EQ(queries->workflow(*filter.workflow).error().code, Errc::not_found);
}

TEST_F(QueriesTest, GoesOnAfterItsSessionsWereEnded) {
  append_run(1, "a/w", 0);
  ASSERT_TRUE(queries->run(numbered<RunId>(1)).ok());
  sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE datname = current_database() AND application_name = 'runledger'");
  EXPECT_TRUE(queries->run(numbered<RunId>(1)).ok());
  EXPECT_EQ(make_queries("host=/nonexistent dbname=nowhere", 1)->workflows({}).error().code,
            Errc::unavailable);
}

}  // namespace
}  // namespace runledger::store::test
