#include <array>

#include "tests/store/support/store_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::store::test {
namespace {

constexpr std::array kProjections = {"runs",     "timers",      "requests", "workflows", "workflow_versions",
                                     "api_keys", "connections", "secrets",  "children"};

// Histories that no engine would write, but that hold every type of event in every order.
class RandomHistory {
 public:
  explicit RandomHistory(std::uint64_t seed) : random_(seed) {}

  AppendGroup next() {
    if (random_() % 4 == 0) return {{record()}, {}};
    const int n = static_cast<int>(random_() % kRuns) + 1;
    const auto run = numbered<RunId>(n);
    std::vector<Event> events;
    if (!started_[static_cast<std::size_t>(n)]) {
      started_[static_cast<std::size_t>(n)] = true;
      auto start = run_started(run);
      start.workflow.value = n % 2 == 0 ? "shop/order" : "crm/customer";
      if (n % 3 == 0) start.deadline = at(3600);
      if (n % 2 == 0) {
        start.parent = run::ParentTask{numbered<RunId>(1), WorkflowName{"shop/order"}, task(), 1};
      }
      events.push_back(Event{run::RunEvent{start}});
    }
    for (std::size_t i = 0; i <= random_() % 4; ++i) events.push_back(Event{run_event()});
    return {{of_run(run, std::move(events))}, {}};
  }

 private:
  static constexpr int kRuns = 12;

  Timestamp some_time() { return at(static_cast<double>(random_() % 100'000) / 7); }
  run::TaskRef task() {
    static const char* const kTasks[] = {"/do/0/a", "/do/0/a/try/0/b", "/do/0/a/try/0/b/do/0/c", "/do/1/ab",
                                         "/do/2/f/fork/branches/0/a"};
    return {kTasks[random_() % 5], static_cast<std::uint32_t>(random_() % 3)};
  }
  // Each is asked for once; the first of them are among the runs that there are and that have a parent.
  RunId new_child() { return numbered<RunId>(2 * ++children_); }
  RunId child() {
    return numbered<RunId>(2 * (static_cast<int>(random_() % static_cast<unsigned>(children_ + 1)) + 1));
  }
  std::optional<Timestamp> sometimes() {
    if (random_() % 2 == 0) return std::nullopt;
    return some_time();
  }
  run::RunError error() {
    run::RunError made;
    made.type = random_() % 2 == 0 ? run::error_type::kTimeout : run::error_type::kRuntime;
    made.title = "title " + std::to_string(random_() % 3);
    made.detail = "what \"happened\" this time";
    return made;
  }

  run::RunEvent run_event() {
    const SharedJson document = share(JsonObject{{"n", random_() % 10}});
    switch (random_() % 27) {
      case 0:
        return run::TaskStarted{task(), document, some_time(), sometimes(), sometimes(), nullptr};
      case 1:
        return run::TaskSkipped{task(), ""};
      case 2:
        return run::TaskCompleted{task(), document, nullptr, "", some_time()};
      case 3:
        return run::TaskFaulted{task(), error(), random_() % 2 == 0 ? "" : "/do/0/a", some_time()};
      case 4:
        return run::ActionStarted{task(), 1, "http", document, Milliseconds(5), some_time()};
      case 5:
        return run::ActionSucceeded{task(), 1, document, some_time()};
      case 6:
        return run::ActionFailed{task(), 1, error(), some_time()};
      case 7:
        return run::ActionTimedOut{task(), 1, some_time()};
      case 8:
        return run::ActionOutcomeUnknown{task(), 1, false, "", some_time()};
      case 9:
        return run::WaitStarted{task(), some_time()};
      case 10:
        return run::RetryScheduled{task(), 1, error(), some_time()};
      case 11:
        return run::RetryStarted{task(), 1, some_time(), sometimes()};
      case 12:
        return run::ErrorCaught{task(), error(), some_time()};
      case 13:
        return run::RunCompleted{document, some_time()};
      case 14:
        return run::RunFaulted{task(), error(), some_time()};
      case 15:
        return run::RunRetried{"admin:ada", "why not", some_time()};
      case 16:
        return run::TaskCancelled{task(), some_time()};
      case 17:
        return run::ActionCancelled{task(), 1, some_time()};
      case 18:
        return run::RoundStarted{task(), 0, some_time()};
      case 19:
        return run::ChildRunRequested{task(),   new_child(), WorkflowName{"shop/pack"},
                                      "latest", document,    random_() % 2 == 0,
                                      1,        some_time()};
      case 20:
        return run::ChildRunBegan{task(), child(), some_time()};
      case 21:
        return run::ChildRunCompleted{task(), child(), document, some_time()};
      case 22:
        return run::ChildRunFailed{task(), child(), error(), some_time()};
      case 23:
        return run::ChildRunCancelled{task(), child(), some_time()};
      case 24:
        return run::RunCancelled{"admin:ada", "why not", some_time()};
      case 25:
        return run::EventEmitted{task(), document, some_time()};
      default:
        return run::RunQuarantined{"crashed", some_time()};
    }
  }

  Append record() {
    const int n = ++records_;
    const WorkflowName workflow{"shop/w" + std::to_string(n / 12)};
    const ConnectionName mail{"mail"}, other{"other"};  // one is deleted now and then
    const SecretName token{"token"}, spare{"spare"};
    const auto event = [&]() -> record::RecordEvent {
      switch (n % 12) {
        case 0:
          return record::WorkflowCreated{workflow, WebhookId{"hook" + std::to_string(n)}, some_time()};
        case 1:
          return record::WorkflowVersionAdded{workflow, "1.0." + std::to_string(n), "hash", "source",
                                              some_time()};
        case 2:
          return record::WorkflowDisabled{workflow, some_time()};
        case 3:
          return record::WorkflowEnabled{workflow, some_time()};
        case 4:
          return record::ApiKeyCreated{numbered<ApiKeyId>(n),     workflow,   "name", "prefix",
                                       "sha" + std::to_string(n), some_time()};
        case 5:
          return record::ApiKeyRevoked{numbered<ApiKeyId>(n - 1), some_time()};
        case 6:
          return record::ConnectionSaved{random_() % 2 == 0 ? mail : other, "smtp",
                                         share(JsonObject{{"port", n}}), some_time()};
        case 7:
          if (random_() % 2 == 0) return record::ConnectionDeleted{mail, some_time()};
          return record::SecretDeleted{token, some_time()};
        case 8:
        case 9:
          return record::SecretSaved{n % 12 == 8 ? token : spare, some_time()};
        case 10:
          return record::RequestRefused{request_accepted(numbered<RequestId>(n), {}).facts, 422,
                                        "schema_violation", "the \"detail\""};
        default:
          return request_accepted(numbered<RequestId>(n), numbered<RunId>(1));
      }
    }();
    return one(StreamName{"admin/" + std::to_string(n % 3)}, Event{event});
  }

  std::mt19937_64 random_;
  std::array<bool, kRuns + 1> started_{};
  int children_ = 0;
  int records_ = 11;  // so that workflows are created before they change
};

class RebuildTest : public StoreTest {
 protected:
  static std::string dump(const std::string& url) {
    pqxx::connection connection(url);
    pqxx::work transaction(connection);
    std::string all;
    for (const char* table : kProjections) {
      const auto rows =
          transaction.exec(std::string("SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') "
                                       "FROM runledger.") +
                           table + " t");
      all += std::string("== ") + table + "\n" + rows[0][0].c_str() + "\n";
    }
    return all;
  }

  void append(const std::string& url, std::size_t groups_at_once, std::uint64_t seed) {
    JournalWriter::Options options;
    options.session.database_url = url;
    JournalWriter journal(options, clock, random);
    RandomHistory history(seed);
    for (std::size_t done = 0; done < 400; done += groups_at_once) {
      std::vector<AppendGroup> batch;
      for (std::size_t i = 0; i < groups_at_once; ++i) batch.push_back(history.next());
      for (const auto& result : journal.append(batch)) ASSERT_TRUE(result.ok()) << result.error().message;
    }
  }
};

TEST_F(RebuildTest, GivesTheSameRowsByteForByte) {
  constexpr std::uint64_t kSeed = 20261123;
  SCOPED_TRACE(kSeed);
  append(database.url(), 8, kSeed);
  const std::string before = dump(database.url());
  for (const char* table : kProjections) {
    EXPECT_NE(sql(std::string("SELECT count(*) FROM runledger.") + table), "0") << table << " proves nothing";
  }
  sql("UPDATE runledger.runs SET status = 'damaged'; DELETE FROM runledger.timers");
  ASSERT_NE(dump(database.url()), before);

  std::uint64_t told = 0, total = 0;
  const auto rebuilt =
      rebuild(database.url(), [&](std::uint64_t done, std::uint64_t all) { told = done, total = all; });
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
  EXPECT_EQ(dump(database.url()), before);
  EXPECT_EQ(std::to_string(told), sql("SELECT position FROM runledger.log_head"));
  EXPECT_EQ(told, total);
}

TEST_F(RebuildTest, BatchesOfAnySizeGiveTheSameRows) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    SCOPED_TRACE(seed);
    const runledger::test::TestDatabase alone, together;
    ASSERT_TRUE(migrate(alone.url()).ok());
    ASSERT_TRUE(migrate(together.url()).ok());
    append(alone.url(), 1, seed);
    append(together.url(), 80, seed);
    EXPECT_EQ(dump(alone.url()), dump(together.url()));
  }
}

TEST_F(RebuildTest, NamesThePositionOfAnEventThatCannotBeRead) {
  const auto journal = writer();
  const AppendGroup group = webhook_group(1);
  ASSERT_TRUE(journal->append({&group, 1}).front().ok());
  sql("ALTER TABLE runledger.events DISABLE TRIGGER append_only; GRANT UPDATE ON runledger.events TO "
      "CURRENT_USER;"
      "UPDATE runledger.events SET data = '{}' WHERE position = 2");
  const std::string before = dump(database.url());
  const auto failed = rebuild(database.url(), nullptr);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, Errc::corrupt_history);
  EXPECT_NE(failed.error().message.find("position 2"), std::string::npos) << failed.error().message;
  EXPECT_EQ(dump(database.url()), before);
}

TEST_F(RebuildTest, IsRefusedWhileAnEngineServesTheDatabaseAndNamesIt) {
  StoreOptions options;
  options.database_url = database.url();
  options.master_key = std::string(32, 'k');
  auto serving = Store::open(options, clock, random);
  ASSERT_TRUE(serving.ok());
  const std::string held =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
      "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
  ASSERT_TRUE(runledger::test::eventually([&] { return sql(held) == "1"; }));
  const auto refused = rebuild(database.url(), nullptr);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::conflict);
  EXPECT_NE(refused.error().message.find("process "), std::string::npos) << refused.error().message;

  serving->reset();
  ASSERT_TRUE(runledger::test::eventually([&] { return sql(held) == "0"; }));
  const auto rebuilt = rebuild(database.url(), nullptr);
  EXPECT_TRUE(rebuilt.ok()) << rebuilt.error().message;
}

}  // namespace
}  // namespace runledger::store::test
