#include "bench/engine/engine_under_test.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/cluster/child_process.hpp"
#include "bench/http/round_trip.hpp"

namespace runledger::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* kAdminToken = "an-admin-token-for-the-benchmark";
constexpr auto kStartLimit = 60s;
constexpr auto kMetricLimit = 120s;

Error refused(const std::string& what, const Reply& reply) {
  return {Errc::unavailable, what + ": " + std::to_string(reply.status) + ' ' + reply.body.substr(0, 500)};
}

std::string text_at(const Json& document, std::string_view pointer) {
  const Json* found = resolve_pointer(document, pointer);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

// The port in "runledger serves at http://127.0.0.1:41234"; 0 while that line is not there.
std::uint16_t port_in(const std::string& output) {
  constexpr std::string_view kServing = "runledger serves at http://127.0.0.1:";
  std::uint16_t port = 0;
  const auto found = output.find(kServing);
  if (found != std::string::npos && output.find('\n', found) != std::string::npos)
    std::from_chars(output.data() + found + kServing.size(), output.data() + output.size(), port);
  return port;
}

}  // namespace

std::string Webhook::delivery(std::string_view body, std::vector<std::string> headers) const {
  headers.push_back("Authorization: Bearer " + api_key);
  headers.push_back("Content-Type: application/json");
  return request_bytes("POST", path, headers, body);
}

Result<std::unique_ptr<EngineUnderTest>> EngineUnderTest::start(const fs::path& program,
                                                                const std::string& database_url,
                                                                const fs::path& folder) {
  const fs::path log = folder / "engine.log";
  fs::remove(log);
  setenv("RUNLEDGER_ADMIN_TOKEN", kAdminToken, 1);
  setenv("RUNLEDGER_DATABASE_URL", database_url.c_str(), 1);
  const app::ServerUser ourselves{geteuid(), getegid(), ""};
  auto pid = app::spawn({program, "serve", "--listen", "127.0.0.1:0", "--master-key-file",
                         folder / "master.key", "--allow-private-addresses", "--log-level", "warning"},
                        ourselves, log, SIGTERM);
  if (!pid) return std::move(pid).error();
  std::unique_ptr<EngineUnderTest> engine(new EngineUnderTest);
  engine->pid_ = *pid;
  if (auto ready = engine->wait_until_ready(log); !ready) return std::move(ready).error();
  return engine;
}

Result<Done> EngineUnderTest::wait_until_ready(const fs::path& log) {
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  while (std::chrono::steady_clock::now() < deadline) {
    if (port_ == 0) port_ = port_in(app::tail_of(log, 4000));
    if (port_ != 0) {
      const auto reply = round_trip(port_, request_bytes("GET", "/readyz", {}));
      if (reply && reply->status == 200) return Done{};
    }
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      break;
    }
    std::this_thread::sleep_for(20ms);
  }
  return Error{Errc::unavailable, "the engine did not get ready: " + app::tail_of(log, 800)};
}

EngineUnderTest::~EngineUnderTest() {
  if (pid_ <= 0) return;
  kill(pid_, SIGTERM);
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<Json> EngineUnderTest::post_admin(const std::string& path, const std::string& body) const {
  auto reply = round_trip(port_, request_bytes("POST", "/admin/v1" + path,
                                               {std::string("Authorization: Bearer ") + kAdminToken,
                                                "Content-Type: application/json"},
                                               body));
  if (!reply) return std::move(reply).error();
  if (reply->status != 201 && reply->status != 200) return refused("POST /admin/v1" + path, *reply);
  return parse_json(reply->body);
}

Result<Webhook> EngineUnderTest::upload(const std::string& definition) const {
  auto uploaded = post_admin("/workflows", definition);
  if (!uploaded) return std::move(uploaded).error();
  auto key = post_admin("/api-keys",
                        "{\"workflow\":\"" + text_at(*uploaded, "/workflow") + "\",\"name\":\"bench\"}");
  if (!key) return std::move(key).error();
  return Webhook{"/webhooks/" + text_at(*uploaded, "/workflowId"), text_at(*key, "/key")};
}

Result<double> EngineUnderTest::engine_metric(const std::string& name) const {
  auto reply = round_trip(port_, request_bytes("GET", "/metrics", {}));
  if (!reply) return std::move(reply).error();
  const std::string label = "\nrunledger_engine_" + name + ' ';
  const auto found = reply->body.find(label);
  if (reply->status != 200 || found == std::string::npos) return refused("no metric " + name, *reply);
  return std::strtod(reply->body.c_str() + found + label.size(), nullptr);
}

Result<Done> EngineUnderTest::wait_until_metric(const std::string& name, double least, double most) const {
  const auto deadline = std::chrono::steady_clock::now() + kMetricLimit;
  double last = 0;
  while (std::chrono::steady_clock::now() < deadline) {
    auto value = engine_metric(name);
    if (!value) return std::move(value).error();
    if (*value >= least && *value <= most) return Done{};
    last = *value;
    std::this_thread::sleep_for(10ms);
  }
  return Error{Errc::unavailable, "the engine's " + name + " stays at " + std::to_string(last)};
}

double EngineUnderTest::resident_bytes() const {
  std::ifstream statm("/proc/" + std::to_string(pid_) + "/statm");
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace runledger::bench
