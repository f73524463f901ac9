#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "tests/actions/action_harness.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/loopback_socket.hpp"

namespace runledger::test {
namespace {

using Way = ScriptedAnswer::Way;
using std::chrono::milliseconds;

class HttpFaults : public ::testing::Test {
 protected:
  void TearDown() override { harness.expect_one_answer_each(); }

  static std::string arguments(const std::string& method, const std::string& url) {
    return R"({"method":")" + method + R"(","uri":")" + url + R"(","body":{"n":1}})";
  }
  run::ActionOutcome call(const std::string& method, Milliseconds timeout = {}) {
    return harness.perform("http", arguments(method, receiver.url("/")), timeout);
  }

  HttpReceiver receiver;
  ActionHarness harness;
};

TEST_F(HttpFaults, FailsWhenNobodyListens) {
  const std::string url = "http://127.0.0.1:" + std::to_string(closed_port()) + "/x";
  const auto error = error_of(harness.perform("http", arguments("POST", url)));
  EXPECT_EQ(error.type, run::error_type::kCommunication);
  EXPECT_EQ(error.status, 503);
  EXPECT_TRUE(error.detail.starts_with("POST " + url + ": ")) << error.detail;
}

TEST_F(HttpFaults, FailsWhenTheNameDoesNotResolve) {
  const auto error = error_of(harness.perform("http", arguments("POST", "http://nowhere.invalid/")));
  EXPECT_EQ(error.status, 503);
  EXPECT_NE(error.detail.find("resolve"), std::string::npos) << error.detail;
}

TEST_F(HttpFaults, FailsWhenTheServerSpeaksNoTls) {
  LoopbackListener listener;
  std::thread server([&listener] { listener.accept().write("this is not TLS\r\n"); });
  const std::string url = "https://127.0.0.1:" + std::to_string(listener.port()) + "/";
  const auto error = error_of(harness.perform("http", arguments("POST", url)));
  server.join();
  EXPECT_EQ(error.status, 503);
  EXPECT_EQ(error.type, run::error_type::kCommunication);
}

TEST_F(HttpFaults, TimesOutOnASlowAnswer) {
  receiver.answer_next({{.delay = milliseconds(10'000)}, {.body = "{}", .body_delay = milliseconds(10'000)}});
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(timed_out(call("GET", Milliseconds(150))));
  EXPECT_TRUE(timed_out(call("POST", Milliseconds(150))));
  EXPECT_LT(std::chrono::steady_clock::now() - before, milliseconds(5'000));
}

TEST_F(HttpFaults, TimesOutWhileItWaitsForItsTurn) {
  auto options = ActionHarness::private_allowed();
  options.max_transfers_per_host = 1;
  ActionHarness narrow(options);
  receiver.answer_next({{.delay = milliseconds(3'000)}});
  const auto slow = narrow.begin("http", arguments("GET", receiver.url("/slow")));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  EXPECT_TRUE(timed_out(narrow.perform("http", arguments("GET", receiver.url("/next")), Milliseconds(100))));
  EXPECT_EQ(receiver.request_count(), 1U);
  slow->wait();
  narrow.expect_one_answer_each();
}

TEST_F(HttpFaults, IsUnknownWhenAPostWasSentAndTheConnectionCloses) {
  receiver.answer_next({{.way = Way::close_unanswered}});
  const std::string detail = unknown_detail_of(call("POST"));
  EXPECT_NE(detail.find("may have arrived"), std::string::npos) << detail;
  EXPECT_EQ(receiver.request_count(), 1U);
}

TEST_F(HttpFaults, NeverRepeatsAPostOnAKeptConnectionThatCloses) {
  result_of(call("POST"));
  receiver.answer_next({{.way = Way::close_unanswered}});
  EXPECT_NE(unknown_detail_of(call("POST")), "");
  EXPECT_EQ(receiver.request_count(), 2U);
}

TEST_F(HttpFaults, MayRepeatAGetOnAKeptConnectionThatCloses) {
  result_of(call("GET"));
  receiver.answer_next({{.way = Way::close_unanswered}});
  result_of(call("GET"));
  EXPECT_EQ(receiver.request_count(), 3U);
}

TEST_F(HttpFaults, FailsWhenAGetGetsNoAnswer) {
  receiver.script([](const ReceivedRequest&) { return ScriptedAnswer{.way = Way::close_unanswered}; });
  const auto error = error_of(call("PUT"));
  EXPECT_EQ(error.type, run::error_type::kCommunication);
  EXPECT_EQ(error.status, 502);
}

TEST_F(HttpFaults, IsUnknownWhenTheAnswerToAPostIsCutOff) {
  receiver.answer_next({{.body = "[1,2,3,4]", .way = Way::cut_body}});
  EXPECT_NE(unknown_detail_of(call("POST")), "");
}

TEST_F(HttpFaults, SaysOverloadedWhenTheQueueIsFull) {
  auto options = ActionHarness::private_allowed();
  options.max_queued = 2;
  ActionHarness small(options);
  receiver.script([](const ReceivedRequest&) { return ScriptedAnswer{.delay = milliseconds(10'000)}; });
  small.begin("http", arguments("GET", receiver.url("/")));
  small.begin("http", arguments("GET", receiver.url("/")));
  ActionRequest third;
  third.intent.kind = "http";
  const auto refused = small.runner().perform(third, [](const run::ActionOutcome&) { ADD_FAILURE(); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::overloaded);
  small.runner().stop(Milliseconds(0));
  small.expect_one_answer_each();
}

TEST_F(HttpFaults, FinishesWhatIsUnderWayWhenStoppedWithGrace) {
  receiver.answer_next({{.body = "1", .delay = milliseconds(200)}});
  const auto pending = harness.begin("http", arguments("POST", receiver.url("/")));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  harness.runner().stop(Milliseconds(10'000));
  EXPECT_EQ(result_of(pending->wait(milliseconds(0))), Json(1));
}

TEST_F(HttpFaults, AbandonsWhatIsUnderWayWhenTheGraceIsOver) {
  constexpr Milliseconds kGrace{400};
  constexpr Milliseconds kPrompt{2'000};
  constexpr int kTries = 5;
  auto options = ActionHarness::private_allowed();
  options.max_transfers_per_host = 1;
  receiver.script([](const ReceivedRequest&) { return ScriptedAnswer{.delay = milliseconds(60'000)}; });
  // Ending the threads of a busy machine may take long once; a stop that waits for something takes long
  // always.
  auto fastest = std::chrono::steady_clock::duration::max();
  for (int i = 0; i < kTries && fastest >= kPrompt; ++i) {
    ActionHarness narrow(options);
    const std::size_t before_it = receiver.request_count();
    const auto begun = narrow.begin("http", arguments("GET", receiver.url("/")));
    const auto queued = narrow.begin("http", arguments("GET", receiver.url("/")));
    ASSERT_TRUE(receiver.wait_for_requests(before_it + 1));
    const auto before = std::chrono::steady_clock::now();
    narrow.runner().stop(kGrace);
    fastest = std::min(fastest, std::chrono::steady_clock::now() - before);
    EXPECT_NE(unknown_detail_of(begun->wait(milliseconds(0))), "");
    EXPECT_NE(unknown_detail_of(queued->wait(milliseconds(0))), "");
    narrow.expect_one_answer_each();
    ActionRequest late;
    EXPECT_FALSE(narrow.runner().perform(late, [](const run::ActionOutcome&) { ADD_FAILURE(); }).ok());
  }
  EXPECT_LT(fastest, kPrompt);
}

TEST_F(HttpFaults, CutsOffWhatNobodyWaitsForAnyMore) {
  auto options = ActionHarness::private_allowed();
  options.max_transfers_per_host = 1;
  ActionHarness narrow(options);
  receiver.answer_next({{.delay = milliseconds(60'000)}, {.body = "1"}});
  const auto begun = narrow.begin("http", arguments("POST", receiver.url("/")));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  narrow.runner().cancel(*RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91"), {"/do/0/notify", 0}, 1);
  EXPECT_NE(unknown_detail_of(begun->wait(milliseconds(5'000))), "");
  EXPECT_EQ(result_of(narrow.perform("http", arguments("GET", receiver.url("/")))), Json(1))
      << "its place is free";
  narrow.runner().cancel(RunId{}, {"/do/0/nothing", 0}, 1);
  narrow.expect_one_answer_each();
}

TEST_F(HttpFaults, AnswersEachOfManyCallsOnceWhenStoppedInTheMiddle) {
  for (int round = 0; round < 5; ++round) {
    ActionHarness busy;
    for (int i = 0; i < 200; ++i) busy.begin("http", arguments("POST", receiver.url("/")));
    receiver.wait_for_requests(receiver.request_count() + 1);
    busy.runner().stop(Milliseconds(0));
    busy.expect_one_answer_each();
  }
}

}  // namespace
}  // namespace runledger::test
