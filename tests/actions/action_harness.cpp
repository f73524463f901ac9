#include "tests/actions/action_harness.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace runledger::test {

Result<Connection> MemoryVault::connection(const ConnectionName& name) {
  if (Result<Done> go_on = before_reading(); !go_on) return go_on.error();
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(name.value);
  if (found == connections_.end())
    return Error{Errc::not_found, "there is no connection \"" + name.value + "\""};
  return found->second;
}

Result<std::string> MemoryVault::secret(const SecretName& name) {
  if (Result<Done> go_on = before_reading(); !go_on) return go_on.error();
  const std::lock_guard lock(mutex_);
  const auto found = secrets_.find(name.value);
  if (found == secrets_.end()) return Error{Errc::not_found, "there is no secret \"" + name.value + "\""};
  return found->second;
}

Result<VaultChange> MemoryVault::seal_connection(const ConnectionName&, const Connection&) {
  return Error{Errc::internal, "actions only read the vault"};
}

Result<VaultChange> MemoryVault::seal_secret(const SecretName&, const std::string&) {
  return Error{Errc::internal, "actions only read the vault"};
}

Result<Done> MemoryVault::save_connection(const ConnectionName& name, const Connection& connection) {
  const std::lock_guard lock(mutex_);
  connections_[name.value] = connection;
  return Done{};
}

Result<Done> MemoryVault::save_secret(const SecretName& name, const std::string& value) {
  const std::lock_guard lock(mutex_);
  secrets_[name.value] = value;
  return Done{};
}

run::ActionOutcome PendingOutcome::wait(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex);
  if (!changed.wait_for(lock, limit, [this] { return outcome.has_value(); })) {
    ADD_FAILURE() << "no outcome within " << limit.count() << " ms";
    return run::OutcomeUnknown{"no outcome"};
  }
  return *outcome;
}

ActionHarness::ActionHarness(actions::ActionOptions options)
    : runner_(actions::make_action_runner(std::move(options), vault_)) {}

actions::ActionOptions ActionHarness::private_allowed() {
  actions::ActionOptions options;
  options.allow_private_addresses = true;
  return options;
}

void ActionHarness::connect(const std::string& name, const std::string& kind, const std::string& settings) {
  ASSERT_TRUE(vault_.save_connection(ConnectionName{name}, Connection{kind, json(settings)}).ok());
}

PendingOutcomePtr ActionHarness::begin(const std::string& kind, const std::string& arguments,
                                       Milliseconds timeout) {
  auto pending = std::make_shared<PendingOutcome>();
  ActionRequest request;
  request.run = *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91");
  request.intent.ref.task = "/do/0/notify";
  request.intent.kind = kind;
  request.intent.arguments = share(json(arguments));
  request.intent.timeout = timeout;
  request.idempotency_key = key();
  request.secret_nonce = kNonce;
  const Result<Done> accepted = runner_->perform(request, [pending](run::ActionOutcome outcome) {
    const std::lock_guard lock(pending->mutex);
    ++pending->answers;
    pending->outcome = std::move(outcome);
    pending->changed.notify_all();
  });
  EXPECT_TRUE(accepted.ok()) << accepted.error().message;
  all_.push_back(pending);
  return pending;
}

run::ActionOutcome ActionHarness::perform(const std::string& kind, const std::string& arguments,
                                          Milliseconds timeout) {
  return begin(kind, arguments, timeout)->wait();
}

std::string ActionHarness::key() {
  return "0190163d-8694-739b-aea5-966c26f8ad91/do/0/notify/0";
}

void ActionHarness::expect_one_answer_each() {
  for (const PendingOutcomePtr& pending : all_) {
    const std::lock_guard lock(pending->mutex);
    EXPECT_EQ(pending->answers, 1);
  }
}

Json result_of(const run::ActionOutcome& outcome) {
  const auto* succeeded = std::get_if<run::Succeeded>(&outcome);
  EXPECT_NE(succeeded, nullptr) << describe(outcome);
  return succeeded == nullptr ? Json() : *succeeded->result;
}

run::RunError error_of(const run::ActionOutcome& outcome) {
  const auto* failed = std::get_if<run::Failed>(&outcome);
  EXPECT_NE(failed, nullptr) << describe(outcome);
  return failed == nullptr ? run::RunError{} : failed->error;
}

std::string unknown_detail_of(const run::ActionOutcome& outcome) {
  const auto* unknown = std::get_if<run::OutcomeUnknown>(&outcome);
  EXPECT_NE(unknown, nullptr) << describe(outcome);
  return unknown == nullptr ? "" : unknown->detail;
}

bool timed_out(const run::ActionOutcome& outcome) {
  return std::holds_alternative<run::TimedOut>(outcome);
}

std::string describe(const run::ActionOutcome& outcome) {
  if (const auto* succeeded = std::get_if<run::Succeeded>(&outcome)) {
    return "succeeded: " + write_json(*succeeded->result);
  }
  if (const auto* failed = std::get_if<run::Failed>(&outcome)) {
    const run::RunError& error = failed->error;
    return "failed: " + error.type + " " + std::to_string(error.status) + " " + error.title + ": " +
           error.detail + (error.response ? " " + write_json(*error.response) : "");
  }
  if (const auto* unknown = std::get_if<run::OutcomeUnknown>(&outcome)) return "unknown: " + unknown->detail;
  return "timed out";
}

Json json(const std::string& text) {
  Result<Json> parsed = parse_json(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed ? *std::move(parsed) : Json();
}

std::string quoted(const std::string& text) {
  std::string out;
  write_json_string(text, out);
  return out;
}

}  // namespace runledger::test
