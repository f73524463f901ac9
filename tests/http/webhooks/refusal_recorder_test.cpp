#include "http/webhooks/refusal_recorder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "http/webhooks/authentication.hpp"
#include "http/webhooks/refusal_flusher.hpp"
#include "http/webhooks/refusal_record.hpp"
#include "tests/http/webhooks/fakes.hpp"

namespace runledger::http::test {
namespace {

using webhooks::RefusalRecorder;

// An engine whose journal is slow: the test says when a record is durable.
struct SlowEngine final : FakeEngine {
  void append(AppendGroup group, std::function<void(Result<Appended>)> done) override {
    appends.push_back(std::move(group));
    under_way.push_back(std::move(done));
  }
  void finish(Result<Appended> result = Appended{}) {
    for (const auto& done : std::exchange(under_way, {})) done(result);
  }
  const record::RequestRefused& at(std::size_t index) const {
    return std::get<record::RequestRefused>(
        std::get<record::RecordEvent>(appends.at(index).appends.at(0).events.at(0)));
  }
  std::vector<std::function<void(Result<Appended>)>> under_way;
};

struct SetClock final : Clock {
  Timestamp now() const override { return time; }
  Timestamp time{std::chrono::seconds(1'764'000'000)};
};

struct Bench {
  explicit Bench(RefusalRecorder::Limits limits)
      : recorder(std::make_shared<RefusalRecorder>(engine, clock, limits)) {}

  void refuse(const std::string& workflow = "shop/order", const std::string& reason = "invalid_key") {
    webhooks::Refusal refusal = webhooks::no_valid_key();
    refusal.reason = reason;
    const WorkflowName name{workflow};
    recorder->record(name, refusal, [&] {
      ++facts_made;
      return webhooks::facts_of(make_request(Method::post, "/webhooks/known"), name, std::nullopt);
    });
  }

  SlowEngine engine;
  SetClock clock;
  int facts_made = 0;
  std::shared_ptr<RefusalRecorder> recorder;
};

TEST(RefusalRecorder, TakesOnlyAFewPlacesOfTheEnginesQueue) {
  Bench bench({2, std::nullopt});
  for (int i = 0; i < 1000; ++i) bench.refuse();
  EXPECT_EQ(bench.engine.appends.size(), 2U);
  EXPECT_EQ(bench.facts_made, 3) << "no content is hashed for those that are only counted";
}

TEST(RefusalRecorder, TellsOfAllThatItCouldNotRecordOneByOneInOneRecord) {
  Bench bench({2, std::nullopt});
  for (int i = 0; i < 12; ++i) bench.refuse();
  bench.engine.finish();
  ASSERT_EQ(bench.engine.appends.size(), 3U);
  EXPECT_EQ(bench.engine.at(2).reason, "invalid_key");
  EXPECT_EQ(bench.engine.at(2).detail.substr(0, 14), "10 deliveries ");
  EXPECT_EQ(bench.recorder->merged(), 9U);
  bench.engine.finish();
  EXPECT_EQ(bench.engine.appends.size(), 3U);
}

TEST(RefusalRecorder, KeepsWorkflowsAndReasonsApart) {
  Bench bench({1, std::nullopt});
  for (int i = 0; i < 5; ++i) {
    bench.refuse("shop/order");
    bench.refuse("shop/sync");
    bench.refuse("shop/sync", "too_large");
  }
  for (int i = 0; i < 4; ++i) bench.engine.finish();
  ASSERT_EQ(bench.engine.appends.size(), 4U);
  EXPECT_EQ(bench.engine.at(1).facts.workflow->value, "shop/order");
  EXPECT_EQ(bench.engine.at(1).detail.substr(0, 2), "4 ");
  EXPECT_EQ(bench.engine.at(2).facts.workflow->value, "shop/sync");
  EXPECT_EQ(bench.engine.at(2).detail.substr(0, 2), "5 ");
  EXPECT_EQ(bench.engine.at(3).reason, "too_large");
}

TEST(RefusalRecorder, WritesABoundedNumberOfRecordsASecond) {
  Bench bench({64, 10});
  for (int i = 0; i < 1000; ++i) {
    bench.refuse();
    bench.engine.finish();
  }
  EXPECT_EQ(bench.engine.appends.size(), 10U);
  bench.clock.time += std::chrono::seconds(1);
  bench.refuse();
  ASSERT_EQ(bench.engine.appends.size(), 12U);
  EXPECT_EQ(bench.engine.at(11).detail.substr(0, 4), "990 ");
}

TEST(RefusalRecorder, GetsItsCreditBackWhenARecordFails) {
  Bench bench({1, std::nullopt});
  bench.refuse();
  bench.engine.finish(Error{Errc::outcome_unknown, "the connection broke"});
  bench.refuse();
  EXPECT_EQ(bench.engine.appends.size(), 2U);
}

TEST(RefusalRecorder, CountsWhileTheEngineTakesNothingAndRecordsAfterwards) {
  Bench bench({64, std::nullopt});
  bench.refuse();
  const auto first = bench.engine.at(0).facts.request;
  bench.engine.finish(Error{Errc::unavailable, "no database"});
  for (int i = 0; i < 1000; ++i) bench.refuse();
  EXPECT_EQ(bench.engine.appends.size(), 1U) << "no use in asking again at once";
  EXPECT_EQ(bench.recorder->flush(), 1001U);
  bench.clock.time += std::chrono::seconds(1);
  EXPECT_EQ(bench.recorder->flush(), 1001U) << "on their way";
  ASSERT_EQ(bench.engine.appends.size(), 2U);
  EXPECT_EQ(bench.engine.at(1).facts.request, first);
  EXPECT_EQ(bench.engine.at(1).detail.substr(0, 16), "1001 deliveries ");
  bench.engine.finish(Error{Errc::unavailable, "no database yet"});
  EXPECT_EQ(bench.recorder->flush(), 1001U) << "kept again, with its count";
}

TEST(RefusalFlusher, RecordsWhatWaitsAtTheLatestWhenItEnds) {
  Bench bench({1, std::nullopt});
  bench.refuse();
  bench.engine.finish(Error{Errc::unavailable, "no database"});
  bench.clock.time += std::chrono::seconds(1);
  { const webhooks::RefusalFlusher flusher({bench.recorder}); }
  EXPECT_EQ(bench.engine.appends.size(), 2U);
}

TEST(RefusalRecord, HasNeitherControlCharactersNorOtherBytesThanUtf8) {
  FrontDoorBench bench;
  const auto program = bench.catalog.add("numbers", "shop/numbers", true);
  program->data.input_schema =
      *schema::compile(*parse_json(R"({"type":"object","additionalProperties":{"type":"integer"}})"));
  bench.catalog.keys("shop/numbers", "rlk_numbers");
  EXPECT_EQ(bench.deliver(R"({"a\u0001\u001fé":"x"})", "numbers", "rlk_numbers").answer().status, 422);
  const std::string& detail = bench.engine.refusal().detail;
  EXPECT_NE(detail.find("/a??é: "), std::string::npos) << detail;
}

TEST(RefusalRecord, ReplacesEveryByteOutsidePrintableAscii) {
  std::string type;
  for (int byte = 0; byte < 256; byte += byte == 0x1F ? 0x60 : 1) type += static_cast<char>(byte);
  ASSERT_LE(type.size(), 200U);
  const auto facts =
      webhooks::facts_of(make_request(Method::post, "/webhooks/known", {{"Content-Type", type}}), {}, {});
  EXPECT_EQ(facts.content_type, std::string(type.size(), '?'));
}

TEST(FrontDoor, KeepsRoomForStartsInAFloodWithoutKeys) {
  FixedClock clock;
  SlowEngine engine;
  FakeCatalog catalog;
  FakeQueries queries;
  CountingRandom random;
  WorkerPool workers{1, 10};
  const webhooks::FrontDoor door({catalog, engine, queries, workers, clock, random}, {});
  Router router;
  door.add_routes(router);
  Metrics metrics;
  door.add_metrics(metrics);
  const auto deliver = [&](const std::string& key, const std::string& body) {
    const AnswerCatcher answer;
    router.handle(
        make_request(Method::post, "/webhooks/known",
                     {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + key}}, body),
        answer.responder());
    return answer;
  };
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(deliver("wrong", "{}").answer().status, 401);
  EXPECT_EQ(engine.appends.size(), 64U);
  EXPECT_NE(metrics.text().find("\nrunledger_webhook_refusals_merged 935\n"), std::string::npos);
  deliver(kKey, R"({"id":1})");
  EXPECT_EQ(engine.starts.size(), 1U);
  deliver(kKey, "no JSON");
  EXPECT_EQ(engine.appends.size(), 65U) << "a sender with a key is recorded all the same";
}

}  // namespace
}  // namespace runledger::http::test
