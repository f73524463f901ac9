// kill -9 at random moments under load: what was acknowledged is run to its end, exactly one run each.
#include <pqxx/pqxx>

#include <atomic>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "store/store.hpp"
#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

constexpr int kKills = 20;
constexpr int kSenders = 4;

// Two calls and a wait between them, so that kills meet runs in every state. The receiver heeds
// Idempotency-Key, so the definition allows a repetition after a crash in the middle of a call.
constexpr const char* kWorkflow = R"(
document: { dsl: '1.0.3', namespace: test, name: kill, version: '1.0.0' }
do:
  - first:
      call: http
      with: { method: post, endpoint: '${ .url }', body: { n: '${ .n }', step: 1 } }
      metadata: { onOutcomeUnknown: retry }
      output: { as: '${ $input }' }
  - pause:
      wait: { milliseconds: 30 }
  - second:
      call: http
      with: { method: post, endpoint: '${ .url }', body: { n: '${ .n }', step: 2 } }
      metadata: { onOutcomeUnknown: retry }
      output: { as: '${ $input }' }
output: { as: { n: '${ .n }' } }
)";

class KillE2e : public ServerFixture {
 protected:
  // Posts numbered payloads until told to stop; remembers what was acknowledged.
  void send_until_stopped() {
    while (!stop_.load()) {
      const int n = next_++;
      std::string url;
      {
        const std::lock_guard lock(mutex_);
        url = webhook_;
      }
      const auto reply = send("POST", url, {bearer(workflow_.api_key), "Content-Type: application/json"},
                              "{\"n\":" + std::to_string(n) + ",\"url\":\"" + receiver_.url("/") + "\"}");
      if (reply.status == 202) {
        const std::lock_guard lock(mutex_);
        acknowledged_.insert(reply.at("/runId"));
      } else {
        EXPECT_TRUE(reply.status == 0 || reply.status == 503) << reply.status << reply.body;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));  // the server is down: no busy loop
      }
    }
  }

  void kill_while_starting(std::mt19937& random) {
    launch_server();
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution<int>(0, 250)(random)));
    process_->kill_hard();
  }

  pqxx::result query(const std::string& statement) {
    pqxx::connection connection(database_.url());
    pqxx::work work(connection);
    return work.exec(statement);
  }

  // What is known of the runs that did not come to their end.
  std::string unfinished() {
    std::string out;
    for (const auto& row : query(R"(
        SELECT format('%s %s: %s (%s)', r.run_id, r.status, string_agg(e.type, ' ' ORDER BY e.version),
                      r.error_title)
        FROM runledger.runs r JOIN runledger.events e ON e.run_id = r.run_id
        WHERE r.status <> 'completed' GROUP BY r.run_id ORDER BY r.run_id LIMIT 20)"))
      out += row[0].as<std::string>() + '\n';
    return out;
  }

  HttpReceiver receiver_;
  UploadedWorkflow workflow_;
  std::mutex mutex_;
  std::string webhook_;
  std::set<std::string> acknowledged_;
  std::atomic<bool> stop_{false};
  std::atomic<int> next_{0};
};

TEST_F(KillE2e, NothingAcknowledgedIsLostOrRunTwice) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  SCOPED_TRACE("seed " + std::to_string(seed));
  start_server();
  workflow_ = upload(kWorkflow);
  webhook_ = workflow_.webhook_url;
  std::vector<std::thread> senders;
  for (int i = 0; i < kSenders; ++i) senders.emplace_back([this] { send_until_stopped(); });

  for (int kill = 0; kill < kKills; ++kill) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution<int>(20, 300)(random)));
    process_->kill_hard();
    if (kill % 3 == 0) kill_while_starting(random);
    start_server();
    const std::lock_guard lock(mutex_);
    webhook_ = here(workflow_.webhook_url);
  }
  stop_ = true;
  for (auto& sender : senders) sender.join();
  ASSERT_GT(acknowledged_.size(), 50U);

  // A run that has failed would be waited for in vain.
  pqxx::connection watcher(database_.url());  // one for all looks: a session each would slow the recovery
  const auto all_ended = [&] {
    pqxx::nontransaction look(watcher);
    return look.exec("SELECT FROM runledger.runs WHERE status IN ('running', 'waiting')").empty();
  };
  EXPECT_TRUE(eventually(all_ended, std::chrono::seconds(120)));
  EXPECT_EQ(unfinished(), "");

  // One run for each acknowledgement. (A run without one is a request whose answer was cut off by the kill.)
  std::set<std::string> runs;
  for (const auto& row : query("SELECT run_id::text FROM runledger.runs"))
    runs.insert(row[0].as<std::string>());
  for (const auto& run : acknowledged_)
    EXPECT_TRUE(runs.contains(run)) << run << " was acknowledged and lost";
  EXPECT_EQ(query("SELECT count(*) FROM runledger.events WHERE type = 'RunStarted'")[0][0].as<std::size_t>(),
            runs.size());
  EXPECT_EQ(
      query("SELECT count(*) FROM runledger.events WHERE type = 'RunCompleted'")[0][0].as<std::size_t>(),
      runs.size());
  EXPECT_EQ(
      query("SELECT count(*) FROM runledger.events WHERE type = 'RequestAccepted'")[0][0].as<std::size_t>(),
      runs.size());

  // The log has no gap, and a rebuild changes nothing.
  EXPECT_EQ(query("SELECT max(position) - count(*) FROM runledger.events")[0][0].as<int>(), 0);
  process_->kill_hard();
  const std::string before = dump_projections();
  ASSERT_TRUE(store::rebuild(database_.url(), {}).ok());
  EXPECT_EQ(dump_projections(), before);

  // No effect happened twice under two names: one key for each step of each run.
  std::set<std::string> keys;
  for (const auto& request : receiver_.requests()) keys.insert(request.header("idempotency-key"));
  EXPECT_EQ(keys.size(), 2 * runs.size());
  std::printf("%zu acknowledged, %zu runs, %zu calls for %zu steps, %d kills\n", acknowledged_.size(),
              runs.size(), receiver_.request_count(), keys.size(), kKills);
}

TEST_F(KillE2e, AFirstStartThatIsKilledAgainAndAgainLeavesADatabaseThatWorks) {
  std::mt19937 random(std::random_device{}());
  for (int kill = 0; kill < 12; ++kill) kill_while_starting(random);
  start_server();
  workflow_ = upload(
      "document: {dsl: '1.0.3', namespace: test, name: echo, version: '1.0.0'}\n"
      "do: [{answer: {set: {ok: true}}}]");
  EXPECT_EQ(text_at(ended_run(post(workflow_, "{}").at("/runId")), "/status"), "completed");
}

}  // namespace
}  // namespace runledger::test
