#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/http/support/test_server.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::http::test {
namespace {

using runledger::test::eventually;

constexpr std::size_t kHalf = 40'000;

// The first half of a request's content, which the server then holds.
std::unique_ptr<RawClient> half_sent(const TestServer& server) {
  auto client = std::make_unique<RawClient>(server.port());
  client->send("POST /slow HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(2 * kHalf) +
               "\r\n\r\n" + std::string(kHalf, 'x'));
  return client;
}

ServerOptions with_room_for_two() {
  ServerOptions options;
  options.threads = 1;
  options.limits.buffered_bytes = 2 * kHalf + 1'000;
  return options;
}

TEST(BufferedInput, OfAllConnectionsTogetherIsBounded) {
  TestServer server(with_room_for_two());
  std::vector<std::unique_ptr<RawClient>> clients;
  std::optional<Answer> refused;
  // Which one finds no room is not certain: bytes of several are read in turns.
  for (int i = 0; i < 3; ++i) clients.push_back(half_sent(server));
  ASSERT_TRUE(eventually([&] {
    return has_line(*server.metrics,
                    R"(runledger_http_requests_total{method="-",route="unmatched",status="503"} 1)");
  }));
  int completed = 0;
  for (auto& client : clients) {
    client->send(std::string(kHalf, 'x'));
    const auto answer = client->read_answer();
    ASSERT_TRUE(answer);
    if (answer->status == 200) {
      ++completed;
      continue;
    }
    refused = answer;
    EXPECT_TRUE(client->is_closed());
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->headers.at("retry-after"), "1");
  EXPECT_EQ(refused->headers.at("connection"), "close");
  EXPECT_GE(completed, 1);
}

TEST(BufferedInput, LeavesRoomForRequestsThatArriveWhole) {
  ServerOptions options;
  options.limits.buffered_bytes = 0;
  TestServer server(options);
  RawClient client(server.port());
  for (int i = 0; i < 3; ++i) {
    client.send(post("/", "whole"));
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
  }
}

TEST(BufferedInput, IsGivenBackByAnsweredAndByLostClients) {
  TestServer server(with_room_for_two());
  for (int i = 0; i < 10; ++i) {
    {
      const auto answered = half_sent(server);
      answered->send(std::string(kHalf, 'x'));
      const auto answer = answered->read_answer();
      ASSERT_TRUE(answer) << i;
      EXPECT_EQ(answer->status, 200) << i;
      half_sent(server)->reset();
    }
    ASSERT_TRUE(eventually([&] { return has_line(*server.metrics, "runledger_http_connections 0"); })) << i;
  }
}

}  // namespace
}  // namespace runledger::http::test
