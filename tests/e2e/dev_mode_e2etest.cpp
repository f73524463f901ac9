// `runledger dev` as a newcomer meets it.
#include <gmock/gmock.h>

#include <atomic>
#include <boost/json/array.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;

class DevModeE2e : public ::testing::Test {
 protected:
  // A killed one leaves its database ending by itself, which would write into the folder while it is removed.
  void TearDown() override {
    process_->send_signal(SIGINT);
    process_->wait_for_end();
  }

  void start(const std::string& port = "0") {
    process_ = std::make_unique<EngineProcess>(
        std::vector<std::string>{"dev", "--port", port, "--data", folder_.path()});
    ASSERT_TRUE(process_->wait_for_output("Ctrl-C stops it")) << process_->output();
    dev_ = *parse_json(content_of(folder_.path() + "/dev.json"));
  }

  // Pastes each printed curl line into a shell; gives the run's id.
  std::vector<std::string> run_printed_curl_lines() {
    std::vector<std::string> runs;
    std::istringstream lines(process_->output());
    for (std::string line; std::getline(lines, line);) {
      if (line.find("curl ") == std::string::npos) continue;
      const std::string answer_file = folder_.path() + "/answer.json";
      EXPECT_EQ(std::system((line + " > " + answer_file).c_str()), 0) << line;
      const auto answer = parse_json(content_of(answer_file));
      EXPECT_TRUE(answer.ok()) << content_of(answer_file);
      if (answer.ok()) runs.push_back(text_at(*answer, "/runId"));
    }
    return runs;
  }

  Reply admin(const std::string& method, const std::string& path, const std::string& body = {}) {
    return send(method, text_at(dev_, "/url") + "/admin/v1" + path,
                {bearer(text_at(dev_, "/adminToken")), "Content-Type: application/json"}, body);
  }

  std::string port() const {
    const std::string url = text_at(dev_, "/url");
    return url.substr(url.rfind(':') + 1);
  }

  // Four senders start runs that call dev's own receiver, until `end` ended the server; gives the
  // acknowledged.
  std::vector<std::string> send_until(const std::function<void()>& end) {
    const std::string call =
        "{ call: http, metadata: { onOutcomeUnknown: retry }, with: { method: post, endpoint: '" +
        text_at(dev_, "/url") + "/dev/services/load/things', body: { n: 1 } } }\n";
    const auto uploaded = admin(
        "POST", "/workflows",
        "document: { dsl: '1.0.3', namespace: test, name: load, version: '1.0.0' }\ndo:\n  - first: " + call +
            "  - second: " + call + "  - third: " + call);
    EXPECT_EQ(uploaded.status, 201) << uploaded.body;
    const auto key = admin("POST", "/api-keys", R"({"workflow":"test/load","name":"test"})");
    EXPECT_EQ(key.status, 201) << key.body;
    std::mutex mutex;
    std::vector<std::string> acknowledged;
    std::atomic<std::size_t> count{0};
    const auto send_until_refused = [&] {
      while (true) {
        const auto reply = send("POST", uploaded.at("/webhookUrl"),
                                {bearer(key.at("/key")), "Content-Type: application/json"}, "{}");
        if (reply.status != 202) return;
        const std::lock_guard lock(mutex);
        acknowledged.push_back(reply.at("/runId"));
        count = acknowledged.size();
      }
    };
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i) senders.emplace_back(send_until_refused);
    EXPECT_TRUE(eventually([&] { return count.load() >= 100; }));
    end();
    for (auto& sender : senders) sender.join();
    EXPECT_GE(acknowledged.size(), 100U);
    return acknowledged;
  }

  void expect_all_completed(const std::vector<std::string>& runs) {
    for (const auto& run : runs) {
      EXPECT_TRUE(eventually([&] { return status_of(run) != "running"; }));
      EXPECT_EQ(status_of(run), "completed") << run;
    }
  }

  std::string status_of(const std::string& run) { return admin("GET", "/runs/" + run).at("/status"); }

  ScratchFolder folder_;
  std::unique_ptr<EngineProcess> process_;
  Json dev_;
};

TEST_F(DevModeE2e, PrintedCurlLinesWorkAndEverythingSurvivesStopsAndKills) {
  start();
  EXPECT_THAT(process_->output(), HasSubstr(text_at(dev_, "/adminToken")));
  const auto runs = run_printed_curl_lines();
  ASSERT_EQ(runs.size(), 3U);
  for (const auto& run : runs) {
    EXPECT_TRUE(eventually([&] { return status_of(run) == "completed"; })) << run << ": " << status_of(run);
  }
  EXPECT_GE(files_in(folder_.path() + "/outbox", ".eml").size(), 3U);
  EXPECT_GE(files_in(folder_.path() + "/received", ".json").size(), 3U);
  const Json first = dev_;

  process_->send_signal(SIGINT);
  EXPECT_EQ(process_->wait_for_end(), 0) << process_->output();
  start();
  EXPECT_EQ(text_at(dev_, "/adminToken"), text_at(first, "/adminToken"));
  EXPECT_EQ(text_at(dev_, "/workflows/0/apiKey"), text_at(first, "/workflows/0/apiKey"));
  EXPECT_EQ(text_at(dev_, "/workflows/0/workflowId"), text_at(first, "/workflows/0/workflowId"));
  EXPECT_EQ(status_of(runs[0]), "completed");

  process_->kill_hard();
  start();
  for (const auto& run : runs) EXPECT_EQ(status_of(run), "completed");
}

// The steps call dev's own receiver: it must answer until the last of them has ended.
TEST_F(DevModeE2e, StopUnderLoadFaultsNothingThatWasAcknowledged) {
  start();
  const auto acknowledged = send_until([&] { process_->send_signal(SIGINT); });
  EXPECT_EQ(process_->wait_for_end(), 0) << process_->output();
  start(port());
  expect_all_completed(acknowledged);
}

// What recovery brings back calls this very server: not before it answers.
TEST_F(DevModeE2e, KillUnderLoadFaultsNothingThatWasAcknowledged) {
  start();
  const auto acknowledged = send_until([&] { process_->kill_hard(); });
  start(port());
  expect_all_completed(acknowledged);
}

TEST_F(DevModeE2e, DatabaseThatIsKilledIsStartedAgain) {
  start();
  const std::string database = content_of(folder_.path() + "/postgres/data/postmaster.pid");
  ASSERT_EQ(kill(std::stoi(database), SIGKILL), 0);
  EXPECT_TRUE(process_->wait_for_output("starting it again"));
  EXPECT_TRUE(process_->wait_for_output("PostgreSQL is back")) << process_->output();
  EXPECT_TRUE(eventually([&] { return send("GET", text_at(dev_, "/url") + "/readyz").status == 200; }));
  const auto runs = run_printed_curl_lines();
  ASSERT_EQ(runs.size(), 3U);
  for (const auto& run : runs) EXPECT_TRUE(eventually([&] { return status_of(run) == "completed"; })) << run;
  process_->send_signal(SIGINT);
  EXPECT_EQ(process_->wait_for_end(), 0) << process_->output();
  start();
  for (const auto& run : runs) EXPECT_EQ(status_of(run), "completed");
}

TEST_F(DevModeE2e, TakenPortIsToldBeforeAnythingIsMade) {
  start();
  const std::string other = folder_.path() + "/other";
  EngineProcess second({"dev", "--port", port(), "--data", other});
  EXPECT_EQ(second.wait_for_end(), 1);
  EXPECT_THAT(second.output(), HasSubstr(port()));
  EXPECT_THAT(second.output(), HasSubstr("--port"));
  EXPECT_FALSE(std::filesystem::exists(other));
}

TEST_F(DevModeE2e, SecondProcessOnTheSameFolderIsRefusedWithTheReason) {
  start();
  EngineProcess second({"dev", "--port", "0", "--data", folder_.path()});
  EXPECT_EQ(second.wait_for_end(), 1);
  EXPECT_THAT(second.output(), HasSubstr("another Runledger uses"));
}

TEST(CommandLine, WrongUsageSaysWhatAndHow) {
  const auto outcome = [](std::vector<std::string> words) {
    EngineProcess process(std::move(words));
    const int code = process.wait_for_end();
    return std::pair{code, process.output()};
  };
  EXPECT_EQ(outcome({"--help"}).first, 0);
  EXPECT_EQ(outcome({}).first, 2);
  const auto [unknown_code, unknown] = outcome({"dve"});
  EXPECT_EQ(unknown_code, 2);
  EXPECT_THAT(unknown, HasSubstr("no command 'dve'"));
  const auto [port_code, port] = outcome({"dev", "--port", "abc"});
  EXPECT_NE(port_code, 0);
  EXPECT_THAT(port, HasSubstr("--port must be a number from 0 to 65535"));
  const auto [serve_code, serve] = outcome({"serve", "--listen", "nowhere"});
  EXPECT_EQ(serve_code, 2);
}

}  // namespace
}  // namespace runledger::test
