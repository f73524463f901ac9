#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <string>
#include <thread>

#include "tests/http/support/test_server.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::http::test {
namespace {

using runledger::test::eventually;

TEST(Pipelining, AnswersAPipelineInOrder) {
  TestServer server;
  RawClient client(server.port());
  std::string pipeline;
  for (int i = 0; i < 100; ++i) pipeline += post("/" + std::to_string(i), "n" + std::to_string(i));
  client.send(pipeline);
  for (int i = 0; i < 100; ++i) {
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->body, "POST\n/" + std::to_string(i) + "\nn" + std::to_string(i));
  }
}

TEST(Pipelining, KeepsTheOrderWhenAnswersComeInReverseFromOtherThreads) {
  HeldRequests held;
  TestServer server({}, held.handler());
  RawClient client(server.port());
  std::string pipeline;
  for (int i = 0; i < 100; ++i) pipeline += get("/" + std::to_string(i));
  client.send(pipeline);
  auto requests = held.take(100);
  std::thread other([&] {
    while (!requests.empty()) {
      requests.back().second.respond(text_response(200, requests.back().first.raw_path));
      requests.pop_back();
    }
  });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.read_answer()->body, "/" + std::to_string(i));
  other.join();
}

TEST(Pipelining, HoldsInputBackWhenTooManyAnswersAreOpenAndThenGoesOn) {
  HeldRequests held;
  ServerOptions options;
  options.limits.pipelined_requests = 8;
  TestServer server(options, held.handler());
  RawClient client(server.port());
  std::string pipeline;
  for (int i = 0; i < 20; ++i) pipeline += get("/" + std::to_string(i));
  client.send(pipeline);
  int next = 0;
  while (next < 20) {
    auto batch = held.take(static_cast<std::size_t>(std::min(8, 20 - next)));
    EXPECT_LE(batch.size(), 8U);
    for (auto& [request, responder] : batch) responder.respond(text_response(200, request.raw_path));
    for (std::size_t i = 0; i < batch.size(); ++i)
      EXPECT_EQ(client.read_answer()->body, "/" + std::to_string(next++));
  }
}

// Input that was held back is not worked on by the thread that keeps everyone's deadlines.
TEST(Pipelining, KeepsOthersDeadlinesWhileAHandlerOfHeldInputIsSlow) {
  std::promise<Responder> first;
  std::promise<void> second_came;
  std::promise<void> go_on;
  ServerOptions options;
  options.threads = 1;
  options.limits.pipelined_requests = 1;
  options.limits.header_timeout = std::chrono::milliseconds(100);
  TestServer server(options, [&](Request request, Responder responder) {
    if (request.raw_path == "/first") {
      first.set_value(responder);
      return;
    }
    if (request.raw_path == "/other") {
      responder.respond(text_response(200, request.raw_path));
      return;
    }
    second_came.set_value();
    go_on.get_future().wait_for(RawClient::kPatience);
    responder.respond(text_response(200, request.raw_path));
  });
  RawClient client(server.port());
  client.send(get("/first") + get("/second"));
  // Pistache's one thread has put the second request aside once it answers another client.
  const Responder answer_first = first.get_future().get();
  RawClient other(server.port());
  other.send(get("/other"));
  ASSERT_TRUE(other.read_answer());
  answer_first.respond(text_response(200, "/first"));
  ASSERT_EQ(second_came.get_future().wait_for(RawClient::kPatience), std::future_status::ready);
  RawClient slow(server.port());
  slow.send("GET / HTTP/1.1\r\nHos");
  const auto refused = slow.read_answer();
  go_on.set_value();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 408);
  EXPECT_EQ(client.read_answer()->body, "/first");
  EXPECT_EQ(client.read_answer()->body, "/second");
}

TEST(Pipelining, RefusesAFloodOfUnansweredRequests) {
  HeldRequests held;
  ServerOptions options;
  options.limits.pipelined_requests = 4;
  options.limits.body_bytes = 1024;
  TestServer server(options, held.handler());
  RawClient client(server.port());
  std::string flood;
  for (int i = 0; i < 3000; ++i) flood += get("/");
  client.send(flood);
  auto requests = held.take(4);
  ASSERT_EQ(requests.size(), 4U);
  ASSERT_TRUE(eventually([&] {
    return has_line(*server.metrics,
                    R"(runledger_http_requests_total{method="-",route="unmatched",status="503"} 1)");
  }));
  for (auto& [request, responder] : requests) responder.respond(text_response(200, ""));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.read_answer()->status, 200);
  EXPECT_EQ(client.read_answer()->status, 503);
  EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace runledger::http::test
