// What the server makes of bytes: RFC 9112, through a real socket.
#include <gtest/gtest.h>

#include <future>

#include "tests/http/support/test_server.hpp"

namespace runledger::http::test {
namespace {

struct BadInput {
  const char* name;
  std::string bytes;
  int status;
};

class Framing : public ::testing::TestWithParam<BadInput> {};

// The trailing request must never be answered: after a framing error nobody knows where it begins.
constexpr std::string_view kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: test\r\n\r\n";

TEST_P(Framing, RefusesOnceAndCloses) {
  TestServer server;
  RawClient client(server.port());
  client.send(GetParam().bytes + std::string(kSmuggled));
  const auto answer = client.read_answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, GetParam().status) << answer->body;
  EXPECT_EQ(answer->headers.at("content-type"), "application/problem+json");
  EXPECT_EQ(answer->headers.at("connection"), "close");
  EXPECT_EQ(answer->headers.at("x-request-id").size(), 36U);
  EXPECT_EQ(client.read_all(), "");
  EXPECT_TRUE(client.is_closed());
}

std::string with(std::string_view headers, std::string_view body = "") {
  return "POST / HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

const std::vector<BadInput> kBadInputs = {
    {"LengthWithChunked", with("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
    {"ChunkedWithLength", with("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"), 400},
    {"DifferingLengths", with("Content-Length: 4\r\nContent-Length: 5\r\n", "abcde"), 400},
    {"EqualLengths", with("Content-Length: 4\r\nContent-Length: 4\r\n", "abcd"), 400},
    {"ListOfLengths", with("Content-Length: 4, 4\r\n", "abcd"), 400},
    {"LengthOfLetters", with("Content-Length: abc\r\n"), 400},
    {"SignedLength", with("Content-Length: +3\r\n", "abc"), 400},
    {"NegativeLength", with("Content-Length: -3\r\n", "abc"), 400},
    {"LengthWithRest", with("Content-Length: 3x\r\n", "abc"), 400},
    {"HexLength", with("Content-Length: 0x3\r\n", "abc"), 400},
    {"EmptyLength", with("Content-Length: \r\n", "abc"), 400},
    {"HugeLength", with("Content-Length: 99999999999999999999999\r\n", "abc"), 400},
    {"UnknownCoding", with("Transfer-Encoding: gzip\r\n"), 501},
    {"CodingList", with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
    {"ChunkedTwice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
    {"ChunkedChunked", with("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 501},
    {"IdentityCoding", with("Transfer-Encoding: identity\r\nContent-Length: 3\r\n", "abc"), 400},
    {"CodingWithTab",
     with("Transfer-Encoding: \x0b"
          "chunked\r\n",
          "0\r\n\r\n"),
     400},
    {"BlankBeforeColon", with("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
    {"CodingInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"BadChunkSize", with("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"), 400},
    {"SignedChunkSize", with("Transfer-Encoding: chunked\r\n", "+3\r\nabc\r\n0\r\n\r\n"), 400},
    {"HugeChunkSize", with("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\nabc\r\n0\r\n\r\n"), 400},
    {"ChunkWithoutEnd", with("Transfer-Encoding: chunked\r\n", "3\r\nabcX0\r\n\r\n"), 400},
    {"ChunkSizeWithBareLineFeed", with("Transfer-Encoding: chunked\r\n", "3\nabc\r\n0\r\n\r\n"), 400},
    {"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
    {"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
    {"MalformedHost", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"FoldedHeader", with("X-Folded: a\r\n b\r\n"), 400},
    {"FoldedCoding", with("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
    {"BareLineFeeds", "GET / HTTP/1.1\nHost: test\n\n", 400},
    {"BareLineFeedInHeader", with("X-A: b\nTransfer-Encoding: chunked\r\n"), 400},
    {"BareCarriageReturn", with("X-A: b\rTransfer-Encoding: chunked\r\n"), 400},
    {"NulInHeader", with(std::string("X-A: b\0c\r\n", 10)), 400},
    {"NoColon", with("Nonsense\r\n"), 400},
    {"EmptyName", with(": value\r\n"), 400},
    {"ControlInName", with("X\x01Y: value\r\n"), 400},
    {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    {"Http09", "GET /\r\n\r\n", 400},
    {"TwoBlanks", "GET  / HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"TlsHello", std::string("\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03", 11), 400},
    {"NothingButBlankLines", "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", 400},
    {"UnknownMethod", "BREW / HTTP/1.1\r\nHost: test\r\n\r\n", 501},
    {"Connect", "CONNECT test:443 HTTP/1.1\r\nHost: test\r\n\r\n", 501},
    {"LowerCaseMethod", "get / HTTP/1.1\r\nHost: test\r\n\r\n", 501},
    {"UnknownExpectation", with("Expect: 200-ok\r\nContent-Length: 0\r\n"), 417},
    {"RelativeTarget", "GET index HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"ForeignScheme", "GET ftp://test/ HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"UserInfoInTarget", "GET http://user@test/ HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"Fragment", "GET /a#b HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"DotSegments", "GET /a/../b HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"EscapedDotSegments", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"EscapedNul", "GET /a%00b HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"BadEscape", "GET /a%g0 HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"CutEscape", "GET /a%4 HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"OverlongUtf8", "GET /a%c0%af HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"Surrogate", "GET /?a=%ed%a0%80 HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"RawBytesInTarget", "GET /\xff\xfe HTTP/1.1\r\nHost: test\r\n\r\n", 400},
    {"LongTarget", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: test\r\n\r\n", 414},
    {"LongHeader", with("X-Long: " + std::string(64 * 1024, 'a') + "\r\n"), 431},
    {"ManyHeaders",
     [] {
       std::string headers;
       for (int i = 0; i < 5000; ++i) headers += "X-" + std::to_string(i) + ": a\r\n";
       return with(headers);
     }(),
     431},
    {"LongBody", with("Content-Length: 2000000\r\n", "abc"), 413},
    {"LongChunkedBody", with("Transfer-Encoding: chunked\r\n", "1e8480\r\n" + std::string(100, 'a')), 413},
    {"LongChunkExtension", with("Transfer-Encoding: chunked\r\n", "3;a=" + std::string(40000, 'a')), 400},
    {"LongTrailer", with("Transfer-Encoding: chunked\r\n", "0\r\nX-A: " + std::string(40000, 'a')), 400},
};

INSTANTIATE_TEST_SUITE_P(Hostile, Framing, ::testing::ValuesIn(kBadInputs),
                         [](const auto& entry) { return std::string(entry.param.name); });

TEST(Framing, AnswersTheSameHoweverInputIsSplit) {
  TestServer server;
  const std::string message =
      "POST /split HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n "
      "world\r\n0\r\nX-T: "
      "x\r\n\r\n" +
      get("/next");
  for (std::size_t cut = 1; cut < message.size(); ++cut) {
    RawClient client(server.port());
    client.send(message.substr(0, cut));
    client.send(message.substr(cut));
    const auto first = client.read_answer();
    ASSERT_TRUE(first) << "cut at " << cut;
    EXPECT_EQ(first->body, "POST\n/split\nhello world") << "cut at " << cut;
    const auto second = client.read_answer();
    ASSERT_TRUE(second) << "cut at " << cut;
    EXPECT_EQ(second->body, "GET\n/next\n");
  }
}

TEST(Framing, TakesInputByteByByte) {
  TestServer server;
  RawClient client(server.port());
  for (const char c : post("/bytes", "abc") + get("/next")) client.send(std::string(1, c));
  EXPECT_EQ(client.read_answer()->body, "POST\n/bytes\nabc");
  EXPECT_EQ(client.read_answer()->body, "GET\n/next\n");
}

TEST(Framing, KeepsEveryByteOfTheContent) {
  std::string all;
  for (int i = 0; i < 256 * 1000; ++i) all += static_cast<char>(i);
  TestServer server;
  RawClient client(server.port());
  client.send(post("/", all));
  EXPECT_EQ(client.read_answer()->body, "POST\n/\n" + all);
}

TEST(Framing, ToleratesAnEmptyLineBeforeARequest) {
  TestServer server;
  RawClient client(server.port());
  client.send("\r\n" + post("/a", "abc") + "\r\n" + get("/b"));
  EXPECT_EQ(client.read_answer()->body, "POST\n/a\nabc");
  EXPECT_EQ(client.read_answer()->body, "GET\n/b\n");
}

// The request as a handler sees it.
Request seen_by_handler(const std::string& bytes) {
  HeldRequests held;
  TestServer server({}, held.handler());
  RawClient client(server.port());
  client.send(bytes);
  auto requests = held.take(1);
  if (requests.empty()) return {};
  requests[0].second.respond(text_response(200, ""));
  EXPECT_EQ(client.read_answer()->status, 200);
  return std::move(requests[0].first);
}

TEST(Framing, DropsTrailerFields) {
  const Request seen =
      seen_by_handler(with("Transfer-Encoding: chunked\r\n", "0\r\nAuthorization: Bearer x\r\n\r\n"));
  EXPECT_EQ(seen.raw_path, "/");
  EXPECT_EQ(seen.headers.find("Authorization"), nullptr);
}

TEST(Framing, ReadsTargetsAndHeadersIntoPlainValues) {
  const Request seen = seen_by_handler(
      "GET http://other:81/a%2Fb/%C3%A9/?q=a+b%26&q=2&empty HTTP/1.1\r\nHost: test\r\nX-Two: 1\r\nx-two:  2 "
      "\r\n\r\n");
  EXPECT_EQ(seen.raw_path, "/a%2Fb/%C3%A9/");
  EXPECT_EQ(seen.segments, (std::vector<std::string>{"a/b", "\xC3\xA9", ""}));
  EXPECT_EQ(seen.query.all("q"), (std::vector<std::string_view>{"a b&", "2"}));
  EXPECT_EQ(*seen.query.find("empty"), "");
  EXPECT_EQ(seen.headers.all("X-TWO"), (std::vector<std::string_view>{"1", "2"}));
  EXPECT_EQ(*seen.headers.find("host"), "other:81");
  EXPECT_EQ(seen.remote_address, "127.0.0.1");
  EXPECT_EQ(seen.http_version, 11);
  EXPECT_FALSE(seen.request_id.is_nil());
}

TEST(Framing, AsksForContentThatIsExpected) {
  TestServer server;
  RawClient client(server.port());
  client.send(with("Content-Length: 3\r\nExpect: 100-Continue\r\n"));
  EXPECT_EQ(client.read_answer()->status, 100);
  client.send("abc");
  EXPECT_EQ(client.read_answer()->body, "POST\n/\nabc");
}

TEST(Framing, DoesNotAskForContentThatIsThereOrNotMeant) {
  TestServer server;
  RawClient client(server.port());
  client.send(with("Content-Length: 3\r\nExpect: 100-continue\r\n", "abc"));
  EXPECT_EQ(client.read_answer()->status, 200);
  client.send("POST / HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  client.send("abc");
  EXPECT_EQ(client.read_answer()->status, 200);
}

TEST(Framing, RefusesTooLongContentInsteadOfAskingForIt) {
  TestServer server;
  RawClient client(server.port());
  client.send(with("Content-Length: 2000000\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(client.read_answer()->status, 413);
  EXPECT_TRUE(client.is_closed());
}

TEST(Framing, TellsOfTheHeadOfARequestWithTooLongContent) {
  for (const std::string& framing :
       {std::string("Content-Length: 2000000\r\n"), std::string("Transfer-Encoding: chunked\r\n")}) {
    std::promise<std::pair<std::string, int>> told;
    ServerOptions options;
    options.on_refused = [&](const Request& head, int status) {
      told.set_value(
          {head.raw_path + " " + *head.headers.find("X-Mark") + " " + head.remote_address, status});
    };
    TestServer server(options);
    RawClient client(server.port());
    client.send("POST /long HTTP/1.1\r\nHost: test\r\nX-Mark: here\r\n" + framing + "\r\n1e8480\r\nabc");
    EXPECT_EQ(client.read_answer()->status, 413);
    EXPECT_EQ(told.get_future().get(), std::pair(std::string("/long here 127.0.0.1"), 413));
  }
}

}  // namespace
}  // namespace runledger::http::test
