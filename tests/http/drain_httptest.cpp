#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <thread>

#include "tests/http/support/test_server.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::http::test {
namespace {

using runledger::test::eventually;
using std::chrono::milliseconds;

TEST(Drain, FinishesRequestsInProgressAndRefusesNewConnections) {
  HeldRequests held;
  TestServer server({}, held.handler());
  RawClient idle(server.port());
  RawClient busy(server.port());
  busy.send(get("/busy"));
  auto requests = held.take(1);
  RawClient begun(server.port());
  begun.send("POST /begun HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  ASSERT_EQ(begun.read_answer()->status, 100);  // its header has been read: it is in progress
  begun.send("a");
  ASSERT_TRUE(eventually([&] { return has_line(*server.metrics, "runledger_http_connections 3"); }));
  std::jthread stopping([&] { server.server->stop(); });  // joins also when a check throws
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
  EXPECT_EQ(refused.error().code, Errc::conflict);
  first.reset();
  Server again(options, TestServer::echo);
  EXPECT_TRUE(again.start().ok());
  RawClient client(options.port);
  client.send(get("/"));
  EXPECT_EQ(client.read_answer()->status, 200);
}

}  // namespace
}  // namespace runledger::http::test
