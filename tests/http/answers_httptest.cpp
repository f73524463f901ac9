#include <gtest/gtest.h>

#include "tests/http/support/test_server.hpp"

namespace runledger::http::test {
namespace {

TEST(Answers, SendsNoContentForHead) {
  TestServer server;
  RawClient client(server.port());
  client.send("HEAD /abc HTTP/1.1\r\nHost: test\r\n\r\n" + get("/next"));
  const auto head = client.read_answer(true);
  EXPECT_EQ(head->headers.at("content-length"), "10");
  EXPECT_EQ(client.read_answer()->body, "GET\n/next\n");
}

TEST(Answers, AnswersWith500WhenAResponderIsDropped) {
  TestServer server({}, [](Request, Responder) {});
  RawClient client(server.port());
  client.send(get("/"));
  const auto answer = client.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->headers.at("content-type"), "application/problem+json");
}

TEST(Answers, AreA500WhenAHandlerThrowsWhatIsNoException) {
  TestServer server({}, [](Request, Responder) { throw 7; });
  RawClient client(server.port());
  client.send(get("/") + get("/"));
  for (int i = 0; i < 2; ++i) {
    const auto answer = client.read_answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500);
  }
}

TEST(Answers, TakesOnlyTheFirstAnswer) {
  TestServer server({}, [](Request, Responder responder) {
    EXPECT_TRUE(responder.respond(text_response(200, "first")));
    EXPECT_FALSE(responder.respond(text_response(200, "second")));
  });
  RawClient client(server.port());
  client.send(get("/") + get("/"));
  EXPECT_EQ(client.read_answer()->body, "first");
  EXPECT_EQ(client.read_answer()->body, "first");
}

TEST(Answers, ReplacesAnAnswerThatWouldBreakTheFraming) {
  TestServer server({}, [](Request, Responder responder) {
    responder.respond({200, {{"X-Evil", "a\r\nContent-Length: 0"}}, "body"});
  });
  RawClient client(server.port());
  client.send(get("/"));
  const auto answer = client.read_answer();
  EXPECT_EQ(answer->status, 500);
  EXPECT_EQ(answer->headers.count("x-evil"), 0U);
}

}  // namespace
}  // namespace runledger::http::test
