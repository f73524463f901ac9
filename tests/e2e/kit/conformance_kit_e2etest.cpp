// The conformance kit of the Open Workflow Specification, every scenario through the real program. The hosts
// that it names are served by a stand-in on the loopback address, with a certificate for their names.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "tests/e2e/kit/feature.hpp"
#include "tests/e2e/kit/kit_run.hpp"
#include "tests/e2e/server_fixture.hpp"
#include "tests/support/certificate.hpp"
#include "tests/support/conformance.hpp"
#include "tests/support/python_server.hpp"

namespace runledger::test {
namespace {

constexpr std::size_t kScenarios = 21;

// The stand-in, as long as the object lives.
class StandIn {
 public:
  StandIn()
      : certificate_("DNS:petstore.swagger.io,DNS:httpbin.org"),
        server_("conformance_stand_in.py",
                write_json(JsonObject{{"certificate", certificate_.file()}, {"key", certificate_.key()}}),
                [this](const std::string& line) {
                  const std::lock_guard lock(mutex_);
                  port_ = text_at(*parse_json(line), "/port");
                  changed_.notify_all();
                }) {}

  std::vector<std::string> serve_options() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, std::chrono::seconds(30), [this] { return !port_.empty(); }));
    const std::string here = ":443:127.0.0.1:" + port_;
    return {"--ca-file", certificate_.file(), "--connect-to",
            "petstore.swagger.io" + here + ",httpbin.org" + here};
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string port_;
  Certificate certificate_;
  PythonServer server_;
};

class ConformanceKit : public ServerFixture {
 protected:
  void SetUp() override {
    const auto folder = conformance("open-workflow/ctk");
    if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no conformance kit in " << folder;
    for (const auto& file : files_in(folder, ".feature")) {
      for (auto& scenario : read_feature(file)) scenarios_.push_back(std::move(scenario));
    }
    more_options_ = stand_in_.serve_options();
    start_server();
  }

  // Scenarios share names of workflows: each gets a namespace of its own.
  Execution execute(const std::string& definition, const Json& input) {
    std::string source = definition;
    const std::string name_space = "namespace: default";
    source.replace(source.find(name_space), name_space.size(),
                   "namespace: scenario-" + std::to_string(++executed_));
    const auto uploaded = admin("POST", "/workflows", source);
    if (uploaded.status != 201) return {"refused: " + uploaded.body, {}, {}, {}};
    const auto key =
        admin("POST", "/api-keys", R"({"name":"kit","workflow":")" + uploaded.at("/workflow") + "\"}");
    const auto accepted =
        post({uploaded.at("/workflow"), uploaded.at("/webhookUrl"), key.at("/key")}, write_json(input));
    if (accepted.status != 202) return {"refused: " + accepted.body, {}, {}, {}};
    const Json run = ended_run(accepted.at("/runId"));
    Execution out{text_at(run, "/status"), {}, {}, {}};
    if (const Json* output = resolve_pointer(run, "/output")) out.output = *output;
    if (const Json* error = resolve_pointer(run, "/error")) out.error = *error;
    out.tasks = tasks_done(accepted.at("/runId"));
    return out;
  }

  std::vector<std::string> tasks_done(const std::string& run) {
    std::vector<std::string> out;
    for (const auto& event : items("/runs/" + run + "/events?limit=200")) {
      const std::string type = text_at(event, "/type");
      if (type != "TaskCompleted" && type != "TaskFaulted") continue;
      const std::string task = text_at(event, "/data/task");
      out.push_back(task.substr(task.rfind('/') + 1));
    }
    return out;
  }

  StandIn stand_in_;
  std::vector<Scenario> scenarios_;
  int executed_ = 0;
};

TEST_F(ConformanceKit, EveryScenarioHolds) {
  std::size_t passed = 0;
  for (const auto& scenario : scenarios_) {
    const std::string failure = failure_of(
        scenario,
        [this](const std::string& definition, const Json& input) { return execute(definition, input); });
    if (failure.empty()) ++passed;
    EXPECT_EQ(failure, "") << scenario.feature << ": " << scenario.name;
  }
  std::printf("conformance: kit of the Open Workflow Specification, %zu of %zu scenarios passed\n", passed,
              scenarios_.size());
  EXPECT_EQ(scenarios_.size(), kScenarios);
}

}  // namespace
}  // namespace runledger::test
