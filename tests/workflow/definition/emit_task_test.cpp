#include <gtest/gtest.h>

#include "tests/workflow/definition/reading.hpp"

// `emit` in a definition.
namespace runledger::definition {
namespace {

ReadOutcome read_emit(const std::string& emit) {
  return read_definition(with_tasks("  - t: {emit: " + emit + "}\n"));
}

std::string complaint(const std::string& emit) {
  const auto outcome = read_emit(emit);
  EXPECT_EQ(outcome.program, nullptr) << emit;
  return outcome.diagnostics.empty() ? std::string() : outcome.diagnostics.front().message;
}

TEST(EmitTask, TakesAttributesFixedOrEvaluated) {
  EXPECT_NE(read_emit("{event: {with: {source: /shop, type: order.packed}}}").program, nullptr);
  const auto all = read_emit(
      "{event: {with: {source: '${ .shop }', type: 'order.${ .what }', id: '${ .id }', time: '${ .at }', "
      "subject: A-17, lane: '${ .lane }', data: {order: '${ . }'}}}}");
  EXPECT_NE(all.program, nullptr) << report(all);
}

TEST(EmitTask, SaysWhatIsWrong) {
  const struct {
    const char* emit;
    const char* says;
  } cases[] = {
      {"{}", "`event`"},
      {"{event: {}}", "`with`"},
      {"{event: {with: {type: t}}}", "`source`"},
      {"{event: {with: {source: /s}}}", "`type`"},
      {"{event: {with: {source: /s, type: ''}}}", "`type` must be a text"},
      {"{event: {with: {source: /s, type: t, specversion: '0.3'}}}", "must be \"1.0\""},
      {"{event: {with: {source: /s, type: t, orderId: '${ .id }'}}}", "lower-case"},
      {"{event: {with: {source: /s, type: t, orderid: {a: 1}}}}", "belongs in `data`"},
      {"{event: {with: {source: /s, type: t, data_base64: '${ .x }'}}}", "write `data`"},
      {"{event: {with: {source: /s, type: t}, to: x}}", "`to`"},
      {"{event: {with: {source: /s, type: t, data: '${ $secrets.token }'}}}", "secret"},
  };
  for (const auto& one : cases) {
    EXPECT_NE(complaint(one.emit).find(one.says), std::string::npos)
        << one.emit << " gave: " << complaint(one.emit);
  }
}

}  // namespace
}  // namespace runledger::definition
