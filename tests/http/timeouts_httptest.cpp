#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "tests/http/support/test_server.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::http::test {
namespace {

using runledger::test::eventually;
using std::chrono::milliseconds;

TEST(Timeouts, SendsALongAnswerToASlowReaderWithoutHoldingUpOthers) {
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

TEST(Timeouts, GivesUpOnAClientThatReadsNothing) {
  ServerOptions options;
  options.limits.write_timeout = milliseconds(100);
  TestServer server(options, [](Request, Responder responder) {
    responder.respond(text_response(200, std::string(20 * 1024 * 1024, 'x')));
  });
  RawClient client(server.port(), 4096);
  client.send(get("/"));
  EXPECT_TRUE(eventually([&] {
    return has_line(*server.metrics,
                    "runledger_http_requests_total{method=\"GET\",route=\"unmatched\",status=\"200\"} 1");
  }));
  EXPECT_TRUE(eventually([&] { return has_line(*server.metrics, "runledger_http_connections 0"); }));
}

TEST(Timeouts, TimesOutASlowHeader) {
  ServerOptions options;
  options.limits.header_timeout = milliseconds(100);
  TestServer server(options);
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHos");
  EXPECT_EQ(client.read_answer()->status, 408);
  EXPECT_TRUE(client.is_closed());
}

TEST(Timeouts, TimesOutATrickleOfHeaderBytes) {
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

TEST(Timeouts, TimesOutASlowContent) {
  ServerOptions options;
  options.limits.body_timeout = milliseconds(100);
  TestServer server(options);
  RawClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_EQ(client.read_answer()->status, 408);
  EXPECT_TRUE(client.is_closed());
}

TEST(Timeouts, ClosesIdleAndSilentOnesWithoutAWord) {
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

TEST(Timeouts, DoesNotTimeOutWhileAnAnswerIsAwaited) {
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

}  // namespace
}  // namespace runledger::http::test
