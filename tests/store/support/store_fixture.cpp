#include "tests/store/support/store_fixture.hpp"

#include <cmath>

namespace runledger::store::test {

Timestamp at(double seconds) {
  return *parse_time("2026-11-23T12:00:00Z") + std::chrono::microseconds(std::llround(seconds * 1e6));
}

run::RunStarted run_started(RunId run) {
  run::RunStarted started;
  started.run = run;
  started.workflow = WorkflowName{"shop/order"};
  started.version = "1.0.0";
  started.definition_hash = std::string(64, 'a');
  started.input = share(JsonObject{{"id", 7}});
  started.started_at = at(0);
  started.secret_nonce = "00";
  return started;
}

record::RequestAccepted request_accepted(RequestId request, RunId run) {
  record::RequestFacts facts;
  facts.request = request;
  facts.workflow = WorkflowName{"shop/order"};
  facts.method = "POST";
  facts.path = "/webhooks/abc";
  facts.remote_address = "127.0.0.1";
  facts.content_type = "application/json";
  facts.body_bytes = 8;
  facts.body_sha256 = std::string(64, 'b');
  facts.received_at = at(0);
  return {facts, run};
}

Append one(StreamName stream, Event event, std::optional<std::uint64_t> expected) {
  Append append;
  append.stream = std::move(stream);
  append.expected_version = expected;
  append.events.push_back(std::move(event));
  return append;
}

Append of_run(RunId run, std::vector<Event> events, std::optional<std::uint64_t> expected) {
  Append append;
  append.stream = run_stream(run);
  append.expected_version = expected;
  append.run = run;
  append.events = std::move(events);
  append.correlation = run.text();
  return append;
}

AppendGroup webhook_group(int n) {
  const auto run = numbered<RunId>(n);
  const auto request = numbered<RequestId>(n);
  AppendGroup group;
  group.appends.push_back(one(request_stream(WorkflowName{"shop/order"}, at(0)),
                              Event{record::RecordEvent{request_accepted(request, run)}}));
  group.appends.push_back(
      of_run(run,
             {Event{run::RunEvent{run_started(run)}},
              Event{run::RunEvent{run::TaskStarted{{"/do/0/a", 0}, nullptr, at(0), {}, {}, nullptr}}}},
             0));
  group.body = RequestBody{request, R"({"id":7})"};
  return group;
}

namespace {

record::RecordEvent said_of(const VaultChange& change) {
  if (change.kind == VaultKind::secret) {
    const SecretName name{change.name};
    if (change.value) return record::SecretSaved{name, at(0)};
    return record::SecretDeleted{name, at(0)};
  }
  const ConnectionName name{change.name};
  if (change.value) return record::ConnectionSaved{name, "smtp", share(JsonObject{}), at(0)};
  return record::ConnectionDeleted{name, at(0)};
}

}  // namespace

AppendGroup vault_group(VaultChange change, std::optional<std::uint64_t> expected) {
  const StreamName& stream = change.kind == VaultKind::secret ? kSecretsStream : kConnectionsStream;
  AppendGroup group;
  group.appends.push_back(one(stream, Event{said_of(change)}, expected));
  group.vault.push_back(std::move(change));
  return group;
}

}  // namespace runledger::store::test
