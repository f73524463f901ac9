#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "http/webhooks/authentication.hpp"
#include "tests/http/webhooks/fakes.hpp"

namespace runledger::http::test {
namespace {

using Nanoseconds = std::chrono::nanoseconds;

Nanoseconds median(std::vector<Nanoseconds> times) {
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

// Two kinds of requests take turns, so that whatever else the machine does falls on both alike, and a median
// does not move with the few that were interrupted. The factor is far above what noise moves, and
// far below what an early answer for unknown webhooks, or a key compared only for known ones, would give.
TEST(Authentication, TakesAsLongForAnUnknownWebhookAsForAKnownOne) {
  FrontDoorBench bench;
  const auto time = [&](const std::string& webhook) {
    Request request = make_request(Method::post, "/webhooks/" + webhook,
                                   {{"Content-Type", "application/json"}, {"Authorization", "Bearer wrong"}},
                                   R"({"id":1})");
    const AnswerCatcher answer;
    const auto begin = std::chrono::steady_clock::now();
    bench.router.handle(std::move(request), answer.responder());
    const auto took = std::chrono::steady_clock::now() - begin;
    EXPECT_EQ(answer.answer().status, 401);
    return std::chrono::duration_cast<Nanoseconds>(took);
  };
  for (int i = 0; i < 200; ++i) time(i % 2 == 0 ? "known" : "unkno");  // past the records of single refusals
  std::vector<Nanoseconds> known;
  std::vector<Nanoseconds> unknown;
  for (int i = 0; i < 1000; ++i) {
    known.push_back(time("known"));
    unknown.push_back(time("unkno"));
  }
  const double ratio =
      static_cast<double>(median(known).count()) / static_cast<double>(median(unknown).count());
  EXPECT_LT(ratio, 1.5) << median(known).count() << " ns known, " << median(unknown).count() << " ns unknown";
  EXPECT_GT(ratio, 1 / 1.5) << median(known).count() << " ns known, " << median(unknown).count()
                            << " ns unknown";
}

}  // namespace
}  // namespace runledger::http::test
