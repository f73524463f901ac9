#include "http/webhooks/front_door.hpp"

#include <gtest/gtest.h>

#include "tests/http/webhooks/fakes.hpp"

namespace runledger::http::test {
namespace {

using run::RunStatus;

Json json_of(const AnswerCatcher& caught) {
  return *parse_json(caught.answer().body);
}

std::string at(const AnswerCatcher& caught, const std::string& pointer) {
  const Json document = json_of(caught);
  const Json* found = resolve_pointer(document, pointer);
  if (found == nullptr) return "(none)";
  return found->is_string() ? std::string(found->as_string()) : write_json(*found);
}

Started started(RunStatus status, SharedJson output = nullptr) {
  Started result;
  result.position = 42;
  result.view.status = status;
  result.view.output = std::move(output);
  return result;
}

TEST(Delivery, IsAcceptedOnceItsRunIsDurable) {
  FrontDoorBench bench;
  const auto answer = bench.deliver();
  ASSERT_EQ(bench.engine.starts.size(), 1U);
  EXPECT_FALSE(answer.answered());
  auto& [start, done] = bench.engine.starts[0];
  EXPECT_EQ(start.workflow.value, "shop/order");
  EXPECT_EQ(start.definition_hash, "hash-of-shop/order");
  EXPECT_EQ(start.trigger, run::Trigger::webhook);
  EXPECT_EQ(start.body, R"({"id":1})");
  EXPECT_EQ(write_json(*start.input), R"({"id":1})");
  EXPECT_EQ(start.actor.value, "key:01010101-0101-0101-0101-010101010101");
  EXPECT_EQ(start.request->body_bytes, 8U);
  EXPECT_EQ(start.request->body_sha256, sha256_hex(R"({"id":1})"));
  EXPECT_EQ(start.request->workflow->value, "shop/order");
  done(started(RunStatus::running));
  EXPECT_EQ(answer.answer().status, 202);
  const std::string run = start.run.text();
  EXPECT_EQ(at(answer, "/requestId"), "07070707-0707-0707-0707-070707070707");
  EXPECT_EQ(at(answer, "/runId"), run);
  EXPECT_EQ(at(answer, "/status"), "running");
  EXPECT_EQ(at(answer, "/statusUrl"), "https://hooks.example.org/webhooks/known/runs/" + run);
  EXPECT_EQ(at(answer, "/position"), "42");
  EXPECT_EQ(answer.header("Location"), at(answer, "/statusUrl"));
  EXPECT_TRUE(bench.engine.appends.empty());
}

TEST(Delivery, WithoutAValidKeyTellsNothingAboutTheWorkflow) {
  const auto answer_to = [](const std::string& webhook, const std::string& key) {
    FrontDoorBench bench;
    const auto answer = bench.deliver(R"({"id":1})", webhook, key);
    EXPECT_EQ(bench.engine.refusal().reason, "invalid_key");
    EXPECT_EQ(bench.engine.refusal().status, 401);
    EXPECT_FALSE(bench.engine.refusal().facts.key.has_value());
    return answer.answer();
  };
  const Response known = answer_to("known", "wrong");
  EXPECT_EQ(known.status, 401);
  EXPECT_EQ(*known.headers.find("WWW-Authenticate"), "Bearer realm=\"runledger\"");
  for (const auto& [webhook, key] : std::vector<std::pair<std::string, std::string>>{{"unknown", "wrong"},
                                                                                     {"unknown", kKey},
                                                                                     {"known", kForeignKey},
                                                                                     {"disabled", "wrong"},
                                                                                     {"known", ""},
                                                                                     {"unknown", ""}}) {
    const Response other = answer_to(webhook, key);
    EXPECT_EQ(other.status, 401);
    EXPECT_EQ(other.body, known.body) << webhook << " " << key;
  }
}

TEST(Delivery, ToAnUnknownWebhookIsRecordedWithoutAWorkflow) {
  FrontDoorBench bench;
  bench.deliver(R"({"id":1})", "unknown");
  EXPECT_FALSE(bench.engine.refusal().facts.workflow.has_value());
  EXPECT_EQ(bench.engine.refusal().facts.path, "/webhooks/unknown");
  EXPECT_EQ(bench.engine.appends[0].appends[0].correlation, "07070707-0707-0707-0707-070707070707");
}

TEST(Delivery, ToADisabledWorkflowIsNotFoundForWhoHasAKey) {
  FrontDoorBench bench;
  EXPECT_EQ(bench.deliver(R"({"id":1})", "disabled", "rlk_old").answer().status, 404);
  EXPECT_EQ(bench.engine.refusal().reason, "workflow_disabled");
}

TEST(Delivery, OfAnotherContentTypeIsRefused) {
  const auto status = [](const std::string& type, const std::string& encoding = "identity") {
    FrontDoorBench bench;
    const auto answer =
        bench.deliver(R"({"id":1})", "known", kKey, {{"Content-Type", type}, {"Content-Encoding", encoding}});
    if (!bench.engine.starts.empty()) return 202;
    EXPECT_EQ(bench.engine.refusal().reason, "unsupported_media_type");
    return answer.answer().status;
  };
  EXPECT_EQ(status("application/json"), 202);
  EXPECT_EQ(status("Application/JSON; charset=\"UTF-8\""), 202);
  EXPECT_EQ(status("application/cloudevents+json"), 202);
  EXPECT_EQ(status("application/x-www-form-urlencoded"), 415);
  EXPECT_EQ(status("application/+json"), 415);
  EXPECT_EQ(status("text/json"), 415);
  EXPECT_EQ(status(""), 415);
  EXPECT_EQ(status("application/json; charset=latin1"), 415);
  EXPECT_EQ(status("application/json", "gzip"), 415);
}

TEST(Delivery, OfMalformedJsonSaysWhere) {
  FrontDoorBench bench;
  const auto answer = bench.deliver("{\n  \"id\": }");
  EXPECT_EQ(answer.answer().status, 400);
  EXPECT_NE(at(answer, "/detail").find("line 2"), std::string::npos) << at(answer, "/detail");
  EXPECT_EQ(bench.engine.refusal().reason, "malformed_json");
  EXPECT_TRUE(bench.engine.starts.empty());
}

TEST(Delivery, OfNothingOrTooDeepJsonIsRefused) {
  for (const std::string& body : {std::string(), std::string(65, '[') + std::string(65, ']')}) {
    FrontDoorBench bench;
    EXPECT_EQ(bench.deliver(body).answer().status, 400);
    EXPECT_EQ(bench.engine.refusal().reason, "malformed_json");
  }
}

TEST(Delivery, ThatBreaksTheSchemaGetsAPointerForEachPlace) {
  FrontDoorBench bench;
  const auto answer = bench.deliver(R"({"id":"seven"})");
  EXPECT_EQ(answer.answer().status, 422);
  EXPECT_EQ(at(answer, "/errors/0/pointer"), "/id");
  EXPECT_NE(at(answer, "/errors/0/detail"), "");
  EXPECT_EQ(bench.engine.refusal().reason, "schema_violation");
  EXPECT_NE(bench.engine.refusal().detail.find("/id: "), std::string::npos);
  EXPECT_EQ(bench.engine.refusal().facts.key->bytes[0], 1);
}

TEST(Delivery, IsRefusedWithRetryAfterWhenTheEngineCannotTakeIt) {
  for (const Errc code : {Errc::overloaded, Errc::unavailable, Errc::outcome_unknown}) {
    FrontDoorBench bench;
    const auto answer = bench.deliver();
    bench.engine.starts[0].second(Error{code, "socket \"/var/lib/pg/.s.PGSQL.5432\" failed"});
    EXPECT_EQ(answer.answer().status, code == Errc::outcome_unknown ? 504 : 503);
    EXPECT_NE(answer.header("Retry-After"), "");
    if (code != Errc::overloaded) {
      EXPECT_EQ(answer.answer().body.find("PGSQL"), std::string::npos) << answer.answer().body;
    }
    if (code == Errc::outcome_unknown) {
      EXPECT_NE(answer.answer().body.find("/webhooks/known/runs/"), std::string::npos)
          << answer.answer().body;
    }
    if (code == Errc::outcome_unknown) {
      EXPECT_TRUE(bench.engine.appends.empty()) << "it may be accepted yet";
    } else {
      EXPECT_EQ(bench.engine.refusal().reason, name_of(code));
    }
  }
}

TEST(Delivery, ThatMeetsADefectIsNotToldAboutIt) {
  FrontDoorBench bench;
  const auto answer = bench.deliver();
  bench.engine.starts[0].second(Error{Errc::not_found, "table events_2 is gone"});
  EXPECT_EQ(answer.answer().status, 500);
  EXPECT_EQ(answer.answer().body.find("events_2"), std::string::npos);
  EXPECT_EQ(bench.engine.refusal().reason, "internal");
}

TEST(Delivery, OfTheWrongMethodOrSizeIsRecorded) {
  FrontDoorBench wrong;
  EXPECT_EQ(wrong.ask(make_request(Method::put, "/webhooks/known")).answer().status, 405);
  EXPECT_EQ(wrong.engine.refusal().reason, "method_not_allowed");
  FrontDoorBench large;
  large.door.record_refused(
      make_request(Method::post, "/webhooks/known", {{"Authorization", "Bearer " + kKey}}), 413);
  EXPECT_EQ(large.engine.refusal().reason, "too_large");
  EXPECT_TRUE(large.engine.refusal().facts.key.has_value());
  FrontDoorBench stopping;
  stopping.door.record_refused(make_request(Method::post, "/webhooks/known"), 503);
  EXPECT_EQ(stopping.engine.refusal().reason, "unavailable");
  FrontDoorBench elsewhere;
  elsewhere.door.record_refused(make_request(Method::post, "/admin/v1/workflows"), 413);
  EXPECT_TRUE(elsewhere.engine.appends.empty());
}

TEST(Delivery, CannotPutAnythingIntoItsRecordThatTheDatabaseRefuses) {
  FrontDoorBench bench;
  bench.deliver("{}", "known", kKey, {{"Content-Type", "text/\xff\x01" + std::string(300, 'x')}});
  const std::string& type = bench.engine.refusal().facts.content_type;
  EXPECT_EQ(type.substr(0, 8), "text/??x");
  EXPECT_EQ(type.size(), 200U);
}

TEST(Waiting, AnswersWithTheOutputOfARunThatEndsInTime) {
  FrontDoorBench bench;
  const auto answer = bench.deliver(R"({"id":1})", "known", kKey, {{"Prefer", "wait=5"}});
  bench.engine.starts[0].second(started(RunStatus::running));
  ASSERT_FALSE(answer.answered());
  ASSERT_EQ(bench.engine.waits.size(), 1U);
  EXPECT_EQ(bench.engine.waits[0].deadline, bench.clock.now() + std::chrono::seconds(5));
  RunView view;
  view.status = RunStatus::completed;
  view.output = share(*parse_json(R"({"total":3})"));
  bench.engine.waits[0].done(view);
  EXPECT_EQ(answer.answer().status, 200);
  EXPECT_EQ(answer.answer().body, R"({"total":3})");
  EXPECT_EQ(answer.header("Preference-Applied"), "wait=5");
  EXPECT_EQ(answer.header("X-Run-Id"), bench.engine.starts[0].first.run.text());
}

TEST(Waiting, EndsWithTheStatusUrlWhenTheTimeIsOver) {
  FrontDoorBench bench;
  const auto answer = bench.deliver(R"({"id":1})", "known", kKey, {{"Prefer", "wait=100000"}});
  bench.engine.starts[0].second(started(RunStatus::running));
  EXPECT_EQ(bench.engine.waits[0].deadline, bench.clock.now() + std::chrono::seconds(60));
  RunView view;
  view.status = RunStatus::waiting;
  bench.engine.waits[0].done(view);
  EXPECT_EQ(answer.answer().status, 202);
  EXPECT_EQ(at(answer, "/status"), "waiting");
  EXPECT_EQ(answer.header("Preference-Applied"), "wait=60");
}

TEST(Waiting, NeedsNoWaitForARunThatEndedAtOnce) {
  FrontDoorBench bench;
  const auto answer = bench.deliver(R"({"id":1})", "known", kKey, {{"Prefer", "wait=5"}});
  bench.engine.starts[0].second(started(RunStatus::completed, share(Json(7))));
  EXPECT_EQ(answer.answer().status, 200);
  EXPECT_EQ(answer.answer().body, "7");
  EXPECT_TRUE(bench.engine.waits.empty());
}

TEST(Waiting, TellsThatTheRunFailed) {
  FrontDoorBench bench;
  const auto answer = bench.deliver(R"({"id":1})", "known", kKey, {{"Prefer", "wait=5"}});
  bench.engine.starts[0].second(started(RunStatus::running));
  RunView view;
  view.status = RunStatus::faulted;
  view.error = run::RunError{
      "https://example.org/out-of-stock", 409, "Out of stock", "none left", "/do/0/take", nullptr};
  bench.engine.waits[0].done(view);
  EXPECT_EQ(answer.answer().status, 409) << "as the definition raised it";
  EXPECT_EQ(at(answer, "/type"), "https://example.org/out-of-stock");
  EXPECT_EQ(at(answer, "/runStatus"), "faulted");
  EXPECT_EQ(at(answer, "/runId"), bench.engine.starts[0].first.run.text());
}

TEST(Waiting, TellsOfAnErrorThatIsNotTheSendersNoMoreThanThat) {
  FrontDoorBench bench;
  const auto answer = bench.deliver(R"({"id":1})", "known", kKey, {{"Prefer", "wait=5"}});
  bench.engine.starts[0].second(started(RunStatus::running));
  RunView view;
  view.status = RunStatus::faulted;
  view.error =
      run::RunError{std::string(run::error_type::kCommunication),   404,          "The HTTP call failed",
                    "GET http://inside.example/stock answered 404", "/do/0/take", nullptr};
  bench.engine.waits[0].done(view);
  EXPECT_EQ(answer.answer().status, 500);
  EXPECT_EQ(answer.answer().body.find("inside.example"), std::string::npos);
  EXPECT_NE(at(answer, "/detail").find("do not send it again"), std::string::npos);
}

TEST(Waiting, IsDoneForWorkflowsThatAnswerWhenCompleted) {
  FrontDoorBench bench;
  const auto answer = bench.deliver(R"({"id":1})", "waiting", "rlk_sync");
  bench.engine.starts[0].second(started(RunStatus::running));
  EXPECT_FALSE(answer.answered());
  EXPECT_EQ(bench.engine.waits[0].deadline, bench.clock.now() + std::chrono::seconds(30));
  bench.engine.waits[0].done(Error{Errc::unavailable, "the engine stops"});
  EXPECT_EQ(answer.answer().status, 202);
  EXPECT_EQ(answer.header("Preference-Applied"), "");
}

RunDetail detail_of(RunId run, const std::string& workflow) {
  RunDetail detail;
  detail.row.run = run;
  detail.row.workflow = {workflow};
  detail.row.version = "1.0.0";
  detail.row.status = "faulted";
  detail.row.error = run::RunError{"t", 500, "title", "detail", "/do/0", nullptr};
  return detail;
}

const RunId kRun{UuidBytes{1, 2, 3}};

TEST(StatusUrl, ShowsHowTheRunStands) {
  FrontDoorBench bench;
  bench.queries.detail = detail_of(kRun, "shop/order");
  const auto answer = bench.show(kRun.text());
  EXPECT_EQ(answer.answer().status, 200);
  EXPECT_EQ(at(answer, "/runId"), kRun.text());
  EXPECT_EQ(at(answer, "/status"), "faulted");
  EXPECT_EQ(at(answer, "/error/title"), "title");
  EXPECT_EQ(at(answer, "/output"), "(none)");
}

TEST(StatusUrl, KeepsTheEnginesDetailsFromSendersButShowsTheDefinitionsOwn) {
  FrontDoorBench bench;
  bench.queries.detail = detail_of(kRun, "shop/order");
  EXPECT_EQ(at(bench.show(kRun.text()), "/error/detail"), "detail");
  bench.queries.detail->row.error->type = run::error_type::kCommunication;
  EXPECT_EQ(at(bench.show(kRun.text()), "/error/detail"), "(none)");
}

TEST(StatusUrl, HidesRunsOfOtherWorkflows) {
  for (const std::string& run : {kRun.text(), RunId{}.text(), std::string("nonsense")}) {
    FrontDoorBench bench;
    bench.queries.detail = detail_of(kRun, "shop/else");
    EXPECT_EQ(bench.show(run).answer().status, 404) << run;
  }
}

TEST(StatusUrl, WantsTheWorkflowsKey) {
  FrontDoorBench bench;
  bench.queries.detail = detail_of(kRun, "shop/order");
  EXPECT_EQ(bench.show(kRun.text(), "known", kForeignKey).answer().status, 401);
  EXPECT_EQ(bench.show(kRun.text(), "unknown", kKey).answer().status, 401);
  EXPECT_TRUE(bench.engine.appends.empty());
}

}  // namespace
}  // namespace runledger::http::test
