#include "app/service/counted_runner.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace runledger::app {
namespace {

// Keeps what it is asked to do.
struct Inner final : ActionRunner {
  Result<Done> perform(ActionRequest, std::function<void(run::ActionOutcome)> done) override {
    under_way.push_back(std::move(done));
    return Done{};
  }
  void cancel(RunId, const run::TaskRef&, std::uint32_t) override {}
  void stop(Milliseconds) override {}
  std::vector<std::function<void(run::ActionOutcome)>> under_way;
};

TEST(CountedRunner, KnowsWhatIsUnderWay) {
  auto inner = std::make_unique<Inner>();
  Inner& effects = *inner;
  CountedRunner runner(std::move(inner));
  int told = 0;
  ASSERT_TRUE(runner.perform({}, [&](const run::ActionOutcome&) { ++told; }).ok());
  EXPECT_EQ(runner.under_way(), 1U);
  effects.under_way.front()(run::TimedOut{});
  EXPECT_EQ(told, 1);
  EXPECT_EQ(runner.under_way(), 0U);
}

}  // namespace
}  // namespace runledger::app
