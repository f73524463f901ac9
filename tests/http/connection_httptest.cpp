#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/http/support/test_server.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::http::test {
namespace {

using runledger::test::eventually;

TEST(Connections, StaysOpenUnlessToldOtherwise) {
  TestServer server;
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(get("/"));
    const auto answer = client.read_answer();
    EXPECT_EQ(answer->headers.count("connection"), 0U);
  }
  client.send(get("/", "Connection: foo, Close\r\n") + get("/ignored"));
  EXPECT_EQ(client.read_answer()->headers.at("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(Connections, ClosesAfterHttp10UnlessKeptAlive) {
  TestServer server;
  RawClient kept(server.port());
  kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept.read_answer()->headers.at("connection"), "keep-alive");
  kept.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(kept.read_answer()->headers.at("connection"), "close");
  EXPECT_TRUE(kept.is_closed());
}

TEST(Connections, AnswersAClientThatHasEndedItsInput) {
  HeldRequests held;
  TestServer server({}, held.handler());
  RawClient client(server.port());
  client.send(get("/a") + get("/b"));
  client.end_input();
  for (auto& [request, responder] : held.take(2)) responder.respond(text_response(200, request.raw_path));
  EXPECT_EQ(client.read_answer()->body, "/a");
  EXPECT_EQ(client.read_answer()->body, "/b");
  EXPECT_TRUE(client.is_closed());
}

TEST(Connections, TellsAClientThatEndsItsInputInTheMiddleOfARequest) {
  TestServer server;
  for (const char* begun :
       {"GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n{"}) {
    RawClient client(server.port());
    client.send(get("/") + begun);
    client.end_input();
    EXPECT_EQ(client.read_answer()->status, 200);
    EXPECT_EQ(client.read_answer()->status, 400);
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Connections, RefusesConnectionsOverTheLimitAndRecovers) {
  ServerOptions options;
  options.limits.connections = 3;
  TestServer server(options);
  {
    std::vector<std::unique_ptr<RawClient>> open;
    for (int i = 0; i < 3; ++i) {
      open.push_back(std::make_unique<RawClient>(server.port()));
      open.back()->send(get("/"));
      ASSERT_EQ(open.back()->read_answer()->status, 200);
    }
    RawClient fourth(server.port());
    const auto refused = fourth.read_answer();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    EXPECT_EQ(refused->headers.at("retry-after"), "1");
    EXPECT_TRUE(fourth.is_closed());
  }
  EXPECT_TRUE(eventually([&] { return has_line(*server.metrics, "runledger_http_connections 0"); }));
  RawClient again(server.port());
  again.send(get("/"));
  EXPECT_EQ(again.read_answer()->status, 200);
}

// The defect that made us write our own writer: an answer for a client that is gone must not reach the one
// that got its descriptor's number.
TEST(Connections, NeverAnswersAForeignClientWhenDescriptorsAreReused) {
  constexpr int kClients = 4;
  constexpr int kRounds = 2000;
  HeldRequests held;
  TestServer server({}, held.handler());
  // Another thread answers: those who wait at once, those who have left once sixteen more of them came.
  std::thread answering([&] {
    std::deque<std::pair<Request, Responder>> left;
    for (bool last = false; !last;) {
      for (auto& [request, responder] : held.take(1)) {
        last = last || request.raw_path == "/stays-last";
        if (request.raw_path.starts_with("/stays")) {
          responder.respond(text_response(200, request.raw_path));
        } else {
          left.emplace_back(std::move(request), std::move(responder));
        }
      }
      for (; left.size() > 16; left.pop_front()) {
        left.front().second.respond(text_response(200, left.front().first.raw_path));
      }
    }
  });
  std::atomic<int> foreign = 0;
  std::atomic<int> answered = 0;
  const auto hammer = [&](int number) {
    for (int i = 0; i < kRounds; ++i) {
      const std::string name = std::to_string(number) + "-" + std::to_string(i);
      {
        RawClient leaves(server.port());
        leaves.send(get("/leaves" + name));
        i % 2 == 0 ? leaves.reset() : leaves.end_input();
      }
      RawClient stays(server.port());
      stays.send(get("/stays" + name));
      const auto answer = stays.read_answer();
      if (answer) ++answered;
      if (answer && answer->body != "/stays" + name) ++foreign;
    }
  };
  std::vector<std::thread> clients;
  for (int number = 0; number < kClients; ++number) clients.emplace_back(hammer, number);
  for (auto& client : clients) client.join();
  RawClient last(server.port());
  last.send(get("/stays-last"));
  EXPECT_EQ(last.read_answer()->body, "/stays-last");
  answering.join();
  EXPECT_EQ(foreign, 0);
  EXPECT_EQ(answered, kClients * kRounds);
}

}  // namespace
}  // namespace runledger::http::test
