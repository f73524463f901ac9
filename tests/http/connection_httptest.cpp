// Connections: order, persistence, slow and vanishing clients, limits, drain.
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <thread>

#include "tests/http/support/test_server.hpp"

namespace runledger::http::test {
namespace {

using std::chrono::milliseconds;

template <class Condition>
bool comes_true(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + RawClient::kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

bool has_line(Metrics& metrics, const std::string& line) {
  return ("\n" + metrics.text()).find("\n" + line + "\n") != std::string::npos;
}

TEST(Connections, AnswersAPipelineInOrder) {
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

TEST(Connections, KeepsTheOrderWhenAnswersComeInReverseFromOtherThreads) {
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

TEST(Connections, HoldsInputBackWhenTooManyAnswersAreOpenAndThenGoesOn) {
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

TEST(Connections, RefusesAFloodOfUnansweredRequests) {
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
  ASSERT_TRUE(comes_true([&] {
    return has_line(*server.metrics,
                    R"(runledger_http_requests_total{method="-",route="unmatched",status="503"} 1)");
  }));
  for (auto& [request, responder] : requests) responder.respond(text_response(200, ""));
  for (int i = 0; i < 4; ++i) EXPECT_EQ(client.read_answer()->status, 200);
  EXPECT_EQ(client.read_answer()->status, 503);
  EXPECT_TRUE(client.is_closed());
}

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

TEST(Connections, SendsNoContentForHead) {
  TestServer server;
  RawClient client(server.port());
  client.send("HEAD /abc HTTP/1.1\r\nHost: test\r\n\r\n" + get("/next"));
  const auto head = client.read_answer(true);
  EXPECT_EQ(head->headers.at("content-length"), "10");
  EXPECT_EQ(client.read_answer()->body, "GET\n/next\n");
}

TEST(Connections, SendsALongAnswerToASlowReaderWithoutHoldingUpOthers) {
  const std::string big(10 * 1024 * 1024, 'x');
  ServerOptions options;
  options.threads = 1;
  TestServer server(options, [&](Request request, Responder responder) {
    responder.respond(text_response(200, request.raw_path == "/big" ? big : "small"));
  });
  RawClient slow(server.port(), 4096);
  slow.send(get("/big") + get("/after"));
  std::size_t received = slow.read_some(1024).size();
  for (int i = 0; i < 50; ++i) {
    RawClient quick(server.port());
    quick.send(get("/"));
    ASSERT_EQ(quick.read_answer()->body, "small");
    received += slow.read_some(1024).size();
  }
  EXPECT_GT(received, 0U);
  std::string rest;
  while (rest.size() < 5 || rest.substr(rest.size() - 5) != "small") {
    const std::string more = slow.read_some(1 << 20);
    ASSERT_FALSE(more.empty());
    received += more.size();
    rest = (rest + more).substr(rest.size() + more.size() > 64 ? rest.size() + more.size() - 64 : 0);
  }
  EXPECT_GT(received, big.size());
}

TEST(Connections, GivesUpOnAClientThatReadsNothing) {
  ServerOptions options;
  options.limits.write_timeout = milliseconds(100);
  TestServer server(options, [](Request, Responder responder) {
    responder.respond(text_response(200, std::string(20 * 1024 * 1024, 'x')));
  });
  RawClient client(server.port(), 4096);
  client.send(get("/"));
  EXPECT_TRUE(comes_true([&] {
    return has_line(*server.metrics,
                    "runledger_http_requests_total{method=\"GET\",route=\"unmatched\",status=\"200\"} 1");
  }));
  EXPECT_TRUE(comes_true([&] { return has_line(*server.metrics, "runledger_http_connections 0"); }));
}

TEST(Connections, TimesOutASlowHeader) {
  ServerOptions options;
  options.limits.header_timeout = milliseconds(100);
  TestServer server(options);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHos");
  EXPECT_EQ(client.read_answer()->status, 408);
  EXPECT_TRUE(client.is_closed());
}

TEST(Connections, TimesOutATrickleOfHeaderBytes) {
  ServerOptions options;
  options.limits.header_timeout = milliseconds(150);
  TestServer server(options);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: test\r\n");
  std::atomic<bool> closed = false;
  std::thread trickle([&] {
    while (!closed && client.send("X"))
      std::this_thread::sleep_for(milliseconds(20));  // the client's slowness
  });
  EXPECT_EQ(client.read_answer()->status, 408);
  closed = true;
  trickle.join();
}

TEST(Connections, TimesOutASlowContent) {
  ServerOptions options;
  options.limits.body_timeout = milliseconds(100);
  TestServer server(options);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(client.read_answer()->status, 408);
  EXPECT_TRUE(client.is_closed());
}

TEST(Connections, ClosesIdleAndSilentOnesWithoutAWord) {
  ServerOptions options;
  options.limits.header_timeout = milliseconds(100);
  options.limits.idle_timeout = milliseconds(100);
  TestServer server(options);
  RawClient silent(server.port());
  EXPECT_TRUE(silent.is_closed());
  RawClient idle(server.port());
  idle.send(get("/"));
  EXPECT_EQ(idle.read_answer()->status, 200);
  EXPECT_TRUE(idle.is_closed());
}

TEST(Connections, DoesNotTimeOutWhileAnAnswerIsAwaited) {
  ServerOptions options;
  options.limits.header_timeout = options.limits.body_timeout = options.limits.idle_timeout =
      milliseconds(40);
  HeldRequests held;
  TestServer server(options, held.handler());
  RawClient client(server.port());
  client.send(post("/", "abc"));
  auto requests = held.take(1);
  std::this_thread::sleep_for(milliseconds(200));  // several times every timeout: nothing else can show it
  requests[0].second.respond(text_response(200, "late"));
  EXPECT_EQ(client.read_answer()->body, "late");
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
  EXPECT_TRUE(comes_true([&] { return has_line(*server.metrics, "runledger_http_connections 0"); }));
  RawClient again(server.port());
  again.send(get("/"));
  EXPECT_EQ(again.read_answer()->status, 200);
}

TEST(Connections, AnswersWith500WhenAResponderIsDropped) {
  TestServer server({}, [](Request, Responder) {});
  RawClient client(server.port());
  client.send(get("/"));
  const auto answer = client.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->headers.at("content-type"), "application/problem+json");
}

TEST(Connections, TakesOnlyTheFirstAnswer) {
  TestServer server({}, [](Request, Responder responder) {
    EXPECT_TRUE(responder.respond(text_response(200, "first")));
    EXPECT_FALSE(responder.respond(text_response(200, "second")));
  });
  RawClient client(server.port());
  client.send(get("/") + get("/"));
  EXPECT_EQ(client.read_answer()->body, "first");
  EXPECT_EQ(client.read_answer()->body, "first");
}

TEST(Connections, ReplacesAnAnswerThatWouldBreakTheFraming) {
  TestServer server({}, [](Request, Responder responder) {
    responder.respond({200, {{"X-Evil", "a\r\nContent-Length: 0"}}, "body"});
  });
  RawClient client(server.port());
  client.send(get("/"));
  const auto answer = client.read_answer();
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->headers.count("x-evil"), 0U);
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

TEST(Drain, FinishesRequestsInProgressAndRefusesNewConnections) {
  HeldRequests held;
  TestServer server({}, held.handler());
  RawClient idle(server.port());
  RawClient busy(server.port());
  busy.send(get("/busy"));
  auto requests = held.take(1);
  RawClient begun(server.port());
  begun.send("POST /begun HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\na");
  ASSERT_TRUE(comes_true([&] { return has_line(*server.metrics, "runledger_http_connections 3"); }));
  std::thread stopping([&] { server.server->stop(); });
  EXPECT_TRUE(idle.is_closed());
  EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
  begun.send("bc");
  requests[0].second.respond(text_response(200, "done"));
  const auto answer = busy.read_answer();
  EXPECT_EQ(answer->body, "done");
  auto late = held.take(1);
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0].first.body, "abc");
  late[0].second.respond(text_response(200, "late"));
  const auto last = begun.read_answer();
  EXPECT_EQ(last->body, "late");
  EXPECT_EQ(last->headers.at("connection"), "close");
  EXPECT_TRUE(busy.is_closed());
  stopping.join();
}

TEST(Drain, EndsInTimeWhenARequestIsNeverAnswered) {
  ServerOptions options;
  options.drain_timeout = milliseconds(100);
  HeldRequests held;
  TestServer server(options, held.handler());
  RawClient client(server.port());
  client.send(get("/"));
  auto requests = held.take(1);
  server.server->stop();
  EXPECT_TRUE(client.is_closed());
  requests[0].second.respond(text_response(200, "too late, and harmless"));
}

TEST(Drain, LeavesAnAddressThatCanBeTakenAgain) {
  auto first = std::make_unique<TestServer>();
  ServerOptions options;
  options.port = first->port();
  Server taken(options, TestServer::echo);
  const auto refused = taken.start();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  first.reset();
  Server again(options, TestServer::echo);
  EXPECT_TRUE(again.start().ok());
  RawClient client(options.port);
  client.send(get("/"));
  EXPECT_EQ(client.read_answer()->status, 200);
}

}  // namespace
}  // namespace runledger::http::test
