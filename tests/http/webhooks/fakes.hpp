#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/webhooks/front_door.hpp"
#include "tests/http/support/answer_catcher.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::http::test {

inline const std::string kKey = "rlk_valid";
inline const std::string kForeignKey = "rlk_of_another_workflow";

// One enabled workflow shop/order at webhook "known" that wants {"id": integer}, and a disabled one at
// "disabled".
struct FakeCatalog final : Catalog {
  FakeCatalog() {
    add("known", "shop/order", true);
    add("disabled", "shop/old", false);
    add("waiting", "shop/sync", true)->webhook.respond = definition::WebhookOptions::Respond::completed;
    keys("shop/order", kKey);
    keys("shop/old", "rlk_old");
    keys("shop/sync", "rlk_sync");
    keys("shop/else", kForeignKey);
  }
  std::shared_ptr<const CatalogSnapshot> snapshot() const override { return state; }
  Result<Done> refresh() override { return Done{}; }
  Result<definition::ProgramPtr> program(std::string_view) override { return Error{Errc::not_found, "none"}; }

  std::shared_ptr<definition::Program> add(const std::string& webhook, const std::string& name,
                                           bool enabled) {
    auto program = std::make_shared<definition::Program>();
    program->name = {name};
    program->hash = "hash-of-" + name;
    const auto wanted =
        parse_json(R"({"type":"object","required":["id"],"properties":{"id":{"type":"integer"}}})");
    program->data.input_schema = *schema::compile(*wanted);
    const auto workflow =
        std::make_shared<const CatalogWorkflow>(CatalogWorkflow{{name}, {webhook}, enabled, program});
    state->by_webhook[webhook] = state->by_name[name] = workflow;
    return program;
  }
  void keys(const std::string& name, const std::string& key) {
    ApiKeyId id;
    id.bytes.fill(static_cast<std::uint8_t>(state->keys.size() + 1));
    state->keys[sha256_hex(key)] = {id, {name}};
  }

  std::shared_ptr<CatalogSnapshot> state = std::make_shared<CatalogSnapshot>();
};

// Keeps what it is told; the test calls back.
struct FakeEngine : Engine {
  void start(StartRequest request, std::function<void(Result<Started>)> done) override {
    starts.emplace_back(std::move(request), std::move(done));
  }
  void when_ended(RunId run, Timestamp deadline, std::function<void(Result<RunView>)> done) override {
    waits.push_back({run, deadline, std::move(done)});
  }
  void retry(RunId, const WorkflowName&, Actor, std::string, std::function<void(Result<RunView>)>) override {}
  void cancel(RunId, const WorkflowName&, Actor, std::string, std::function<void(Result<RunView>)>) override {
  }
  void append(AppendGroup group, std::function<void(Result<Appended>)> done) override {
    appends.push_back(std::move(group));
    done(Appended{});
  }

  struct Waiting {
    RunId run;
    Timestamp deadline;
    std::function<void(Result<RunView>)> done;
  };
  std::vector<std::pair<StartRequest, std::function<void(Result<Started>)>>> starts;
  std::vector<Waiting> waits;
  std::vector<AppendGroup> appends;

  // The only refusal recorded.
  const record::RequestRefused& refusal() const {
    if (appends.size() != 1) throw std::runtime_error(std::to_string(appends.size()) + " appends");
    return std::get<record::RequestRefused>(
        std::get<record::RecordEvent>(appends[0].appends.at(0).events.at(0)));
  }
};

struct FakeQueries final : Queries {
  Result<Page<RunRow>> runs(const RunFilter&, const PageRequest&) override { return none(); }
  Result<RunDetail> run(RunId run) override {
    if (detail && detail->row.run == run) return *detail;
    return none();
  }
  Result<Page<RecordedEvent>> run_events(RunId, const PageRequest&) override { return none(); }
  Result<Page<RequestRow>> requests(const RequestFilter&, const PageRequest&) override { return none(); }
  Result<RequestRow> request(RequestId) override { return none(); }
  Result<std::string> request_body(RequestId) override { return none(); }
  Result<std::vector<ErrorGroup>> errors(const std::optional<WorkflowName>&, std::size_t) override {
    return none();
  }
  Result<Page<WorkflowRow>> workflows(const PageRequest&) override { return none(); }
  Result<WorkflowRow> workflow(const WorkflowName&) override { return none(); }
  Result<Page<WorkflowVersionRow>> workflow_versions(const WorkflowName&, const PageRequest&) override {
    return none();
  }
  Result<WorkflowVersionRow> workflow_version(const WorkflowName&, const std::string&) override {
    return none();
  }
  Result<Page<ApiKeyRow>> api_keys(const std::optional<WorkflowName>&, const PageRequest&) override {
    return none();
  }
  Result<ApiKeyRow> api_key(ApiKeyId) override { return none(); }
  Result<Page<ConnectionRow>> connections(const PageRequest&) override { return none(); }
  Result<ConnectionRow> connection(const ConnectionName&) override { return none(); }
  Result<Page<SecretRow>> secrets(const PageRequest&) override { return none(); }
  Result<SecretRow> secret(const SecretName&) override { return none(); }

  static Error none() { return {Errc::not_found, "none"}; }
  std::optional<RunDetail> detail;
};

struct FixedClock final : Clock {
  Timestamp now() const override { return Timestamp(std::chrono::seconds(1'764'000'000)); }
};
struct CountingRandom final : Random {
  void fill(std::span<std::uint8_t> bytes) override { std::fill(bytes.begin(), bytes.end(), ++count); }
  std::uint8_t count = 0;
};

// A front door with fakes behind it.
struct FrontDoorBench {
  FakeCatalog catalog;
  FakeEngine engine;
  FakeQueries queries;
  FixedClock clock;
  CountingRandom random;
  WorkerPool workers{1, 10};
  webhooks::FrontDoor door{{catalog, engine, queries, workers, clock, random}, {"https://hooks.example.org"}};
  Router router;

  FrontDoorBench() { door.add_routes(router); }

  AnswerCatcher ask(Request request) {
    AnswerCatcher catcher;
    router.handle(std::move(request), catcher.responder());
    return catcher;
  }
  // A delivery that is accepted unless something in it is changed.
  AnswerCatcher deliver(const std::string& body = R"({"id":1})", const std::string& webhook = "known",
                        const std::string& key = kKey, Headers more = {}) {
    Headers headers{{"Content-Type", "application/json"}, {"Authorization", "Bearer " + key}};
    for (const Field& field : more) headers.set(field.name, field.value);
    return ask(make_request(Method::post, "/webhooks/" + webhook, headers, body));
  }
  AnswerCatcher show(const std::string& run, const std::string& webhook = "known",
                     const std::string& key = kKey) {
    AnswerCatcher catcher = ask(make_request(Method::get, "/webhooks/" + webhook + "/runs/" + run,
                                             {{"Authorization", "Bearer " + key}}));
    workers.stop();
    return catcher;
  }
};

}  // namespace runledger::http::test
