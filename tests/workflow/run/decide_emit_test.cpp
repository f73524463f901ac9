#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"

// `emit`: a task that publishes an event.
namespace runledger::run {
namespace {

using testing::RunDriver;

const Json& event_of(const RunDriver& run) {
  for (const RunEvent& event : run.history()) {
    if (const auto* emitted = std::get_if<EventEmitted>(&event)) return *emitted->event;
  }
  ADD_FAILURE() << "no event was emitted";
  std::abort();
}

TEST(DecideEmit, PublishesTheEventAndGivesIt) {
  RunDriver run(R"(
do:
  - tell:
      emit:
        event:
          with: {source: /shop, type: order.packed, subject: '${ .id }', lane: '${ .lane }', data: {order: '${ . }'}}
)");
  run.start(R"({"id":"A-17"})");
  EXPECT_EQ(run.news(), "RunStarted; EventEmitted /do/0/tell; TaskCompleted /do/0/tell; RunCompleted");
  const std::string id = run.state().started.run.text() + "/do/0/tell/0";
  EXPECT_EQ(
      write_json(event_of(run)),
      R"({"id":")" + id + R"(","specversion":"1.0","time":")" + format_time(run.now()) +
          R"(","source":"/shop","type":"order.packed","subject":"A-17","data":{"order":{"id":"A-17"}}})");
  EXPECT_EQ(run.output(), write_json(event_of(run)));
}

TEST(DecideEmit, GivesEachEventOfALoopAnIdOfItsOwn) {
  RunDriver run(R"(
do:
  - each:
      for: {in: '${ .lines }'}
      do:
        - tell: {emit: {event: {with: {source: /shop, type: line.packed, data: '${ $item }'}}}}
)");
  run.start(R"({"lines":[1,2]})");
  std::vector<std::string> ids;
  for (const RunEvent& event : run.history()) {
    const auto* emitted = std::get_if<EventEmitted>(&event);
    if (emitted != nullptr) ids.push_back(write_json(emitted->event->at("id")));
  }
  ASSERT_EQ(ids.size(), 2u);
  EXPECT_NE(ids[0], ids[1]);
}

TEST(DecideEmit, PublishesNothingWhenTheEventOrTheOutputIsWrong) {
  for (const std::string task :
       {"{emit: {event: {with: {source: /shop, type: '${ .missing }'}}}}",
        "{emit: {event: {with: {source: /shop, type: t, time: '${ 7 }'}}}}",
        "{emit: {event: {with: {source: /shop, type: t}}}, output: {as: '${ error(\"no\") }'}}"}) {
    RunDriver run("do: [{tell: " + task + "}]");
    run.start("{}");
    EXPECT_EQ(run.news(), "RunStarted; TaskFaulted /do/0/tell; RunFaulted /do/0/tell") << task;
  }
}

}  // namespace
}  // namespace runledger::run
