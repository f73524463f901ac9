#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "actions/action_runner.hpp"
#include "workflow/run/secrets.hpp"

// Carrying out calls in tests: a vault in memory, and outcomes that can be waited for.
namespace runledger::test {

class MemoryVault : public Vault {
 public:
  // Called before each reading, on the reader's thread: may wait, throw, or give an error to answer with.
  // Set it before the first call.
  std::function<Result<Done>()> before_reading = [] { return Done{}; };

  Result<Connection> connection(const ConnectionName& name) override;
  Result<std::string> secret(const SecretName& name) override;
  Result<VaultChange> seal_connection(const ConnectionName& name, const Connection& connection) override;
  Result<VaultChange> seal_secret(const SecretName& name, const std::string& value) override;
  void forget(const ConnectionName&) override {}
  void forget(const SecretName&) override {}

  // For the test itself: takes effect at once.
  Result<Done> save_connection(const ConnectionName& name, const Connection& connection);
  Result<Done> save_secret(const SecretName& name, const std::string& value);

 private:
  std::mutex mutex_;
  std::map<std::string, Connection> connections_;
  std::map<std::string, std::string> secrets_;
};

// What became of one call. `answers` counts the callbacks: it must end as 1.
struct PendingOutcome {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<run::ActionOutcome> outcome;
  int answers = 0;

  // Fails the test when there is none within the limit.
  run::ActionOutcome wait(std::chrono::milliseconds limit = std::chrono::milliseconds(20'000));
};
using PendingOutcomePtr = std::shared_ptr<PendingOutcome>;

inline constexpr char kNonce[] = "00112233445566778899aabbccddeeff";

// A runner that may call loopback addresses, unless the options say otherwise, with its vault.
class ActionHarness {
 public:
  explicit ActionHarness(actions::ActionOptions options = private_allowed());
  static actions::ActionOptions private_allowed();

  MemoryVault& vault() { return vault_; }
  ActionRunner& runner() { return *runner_; }
  void connect(const std::string& name, const std::string& kind, const std::string& settings);

  // Begins a call; `arguments` is JSON text. Fails the test when it is not accepted.
  PendingOutcomePtr begin(const std::string& kind, const std::string& arguments, Milliseconds timeout = {});
  // Begins a call and waits for its outcome.
  run::ActionOutcome perform(const std::string& kind, const std::string& arguments,
                             Milliseconds timeout = {});
  // Where a definition would say `$secrets.<name>`.
  static std::string secret(const std::string& name) { return run::secret_placeholder(name, kNonce); }

  // The Idempotency-Key of every call.
  static std::string key();
  // Each call accepted so far has been answered exactly once.
  void expect_one_answer_each();

 private:
  MemoryVault vault_;
  std::deque<PendingOutcomePtr> all_;
  std::unique_ptr<ActionRunner> runner_;
};

// The parts of an outcome; fail the test (and give something harmless) when it is another kind of outcome.
Json result_of(const run::ActionOutcome& outcome);
run::RunError error_of(const run::ActionOutcome& outcome);
std::string unknown_detail_of(const run::ActionOutcome& outcome);
bool timed_out(const run::ActionOutcome& outcome);
// For messages and for searching secrets.
std::string describe(const run::ActionOutcome& outcome);
// Parsed, or the test fails.
Json json(const std::string& text);
// Quoted and escaped.
std::string quoted(const std::string& text);

}  // namespace runledger::test
