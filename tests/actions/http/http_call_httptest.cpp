#include <gtest/gtest.h>

#include "tests/actions/action_harness.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

class HttpCall : public ::testing::Test {
 protected:
  void TearDown() override { harness.expect_one_answer_each(); }

  run::ActionOutcome call(const std::string& method, const std::string& path, const std::string& more = "") {
    return harness.perform("http", R"({"method":")" + method + R"(","uri":")" + receiver.url(path) + "\"" +
                                       (more.empty() ? "" : "," + more) + "}");
  }

  HttpReceiver receiver;
  ActionHarness harness;
};

TEST_F(HttpCall, SendsAJsonBodyWithIdempotencyKeyAndUserAgent) {
  receiver.answer_next({{.status = 201, .body = R"({"id":42})"}});
  const auto outcome = call("post", "/customers", R"("body":{"name":"Zoë","n":1},"headers":{"X-Trace":7})");
  EXPECT_EQ(result_of(outcome), json(R"({"id":42})"));
  const auto request = receiver.requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/customers");
  EXPECT_EQ(request.body, R"({"name":"Zoë","n":1})");
  EXPECT_EQ(request.header("content-type"), "application/json");
  EXPECT_EQ(request.header("idempotency-key"), ActionHarness::key());
  EXPECT_EQ(request.header("x-trace"), "7");
  EXPECT_TRUE(request.header("user-agent").starts_with("Runledger/"));
  EXPECT_EQ(request.header("expect"), "");
}

TEST_F(HttpCall, LetsTheDefinitionSetItsOwnIdempotencyKey) {
  result_of(call("POST", "/", R"("headers":{"idempotency-key":"mine"},"body":1)"));
  EXPECT_EQ(receiver.requests().at(0).header("idempotency-key"), "mine");
}

TEST_F(HttpCall, SendsAStringAsItIsWhenTheContentTypeIsNotJson) {
  result_of(call("PUT", "/", R"("headers":{"Content-Type":"text/csv"},"body":"a,b\r\n1,2")"));
  EXPECT_EQ(receiver.requests().at(0).body, "a,b\r\n1,2");
  EXPECT_EQ(receiver.requests().at(0).header("content-type"), "text/csv");
}

TEST_F(HttpCall, SendsAnObjectAsAFormWhenTheContentTypeAsksForIt) {
  result_of(
      call("POST", "/",
           R"("headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":{"a b":"x&y","n":2})"));
  EXPECT_EQ(receiver.requests().at(0).body, "a%20b=x%26y&n=2");
}

TEST_F(HttpCall, RepeatsAFormFieldForAListAndLeavesOutNull) {
  const std::string form = R"("headers":{"Content-Type":"application/x-www-form-urlencoded"},)";
  result_of(call("POST", "/", form + R"("body":{"tag":["a","b c"],"none":null,"n":2})"));
  EXPECT_EQ(receiver.requests().at(0).body, "tag=a&tag=b%20c&n=2");
  EXPECT_EQ(error_of(call("POST", "/", form + R"("body":{"tag":{"a":1}})")).type,
            run::error_type::kConfiguration);
}

TEST_F(HttpCall, SendsEveryMethod) {
  for (const char* method : {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND"}) {
    receiver.answer_next({{.status = 200, .body = "1", .headers = {{"Allow", "GET, HEAD"}}}});
    const Json result = result_of(call(method, "/x", R"("output":"response")"));
    EXPECT_EQ(receiver.requests().back().method, method);
    EXPECT_EQ(result.at("request").at("method"), Json(method));
    EXPECT_EQ(result.at("headers").at("allow"), Json("GET, HEAD")) << method;
    EXPECT_EQ(result.at("content"), std::string_view(method) == "HEAD" ? Json(nullptr) : Json(1)) << method;
  }
}

TEST_F(HttpCall, SendsABodyWithAnyMethodButHead) {
  for (const char* method : {"GET", "DELETE", "OPTIONS"}) {
    result_of(call(method, "/", R"("body":{"a":1})"));
    EXPECT_EQ(receiver.requests().back().body, R"({"a":1})") << method;
  }
}

TEST_F(HttpCall, AnnouncesAnEmptyBodyWhereServersWantALength) {
  result_of(call("POST", "/empty"));
  EXPECT_EQ(receiver.requests().at(0).header("content-length"), "0");
  EXPECT_EQ(receiver.requests().at(0).header("content-type"), "");
}

TEST_F(HttpCall, AppendsAndEncodesTheQuery) {
  result_of(call("GET", "/find?a=1", R"("query":{"q":"x y&z","tag":["b","c"],"n":5,"none":null,"ok":true})"));
  EXPECT_EQ(receiver.requests().at(0).target, "/find?a=1&q=x%20y%26z&tag=b&tag=c&n=5&ok=true");
}

TEST_F(HttpCall, GivesTextWhenTheAnswerIsNotJson) {
  receiver.answer_next({{.body = "pong", .content_type = "text/plain"},
                        {.body = "{broken", .content_type = "application/json"},
                        {.status = 204, .content_type = ""}});
  EXPECT_EQ(result_of(call("GET", "/")), Json("pong"));
  EXPECT_EQ(result_of(call("GET", "/")), Json("{broken"));
  EXPECT_TRUE(result_of(call("GET", "/")).is_null());
}

TEST_F(HttpCall, KeepsAnswersThatAreNotUtf8Storable) {
  receiver.answer_next({{.body = std::string("a\xff\0b", 4), .content_type = "text/plain"}});
  EXPECT_EQ(result_of(call("GET", "/")), Json("a\uFFFD\uFFFDb"));
}

TEST_F(HttpCall, ReadsTheCharsetThatTheAnswerNames) {
  receiver.answer_next(
      {{.body = "Zo\xeb \x80", .content_type = "text/plain; charset=ISO-8859-1"},
       {.body = "\x8a\xbf\x8e\x9a", .content_type = "text/html;charset=\"Shift_JIS\""},
       {.body = std::string("\xff\xfeZ\0\xeb\0", 6), .content_type = "text/plain; charset=utf-16"},
       {.body = "\xef\xbb\xbf[1]", .content_type = "application/json"},
       {.body = "{\"a\":\"\xeb\"}", .content_type = "application/json; charset=latin1"},
       {.body = "a\x8a", .content_type = "text/plain; charset=shift_jis"},
       {.body = "Zoë", .content_type = "text/plain; charset=../../evil"}});
  EXPECT_EQ(result_of(call("GET", "/")), Json("Zoë €"));
  EXPECT_EQ(result_of(call("GET", "/")), Json("漢字"));
  EXPECT_EQ(result_of(call("GET", "/")), Json("Zë"));
  EXPECT_EQ(result_of(call("GET", "/")), json("[1]"));
  EXPECT_EQ(result_of(call("GET", "/")), json(R"({"a":"ë"})"));
  EXPECT_EQ(result_of(call("GET", "/")), Json("a\uFFFD"));
  EXPECT_EQ(result_of(call("GET", "/")), Json("Zoë"));
}

TEST_F(HttpCall, ReadsJsonWhateverItsTypeIsCalled) {
  for (const char* type : {"application/json", "application/problem+json; charset=utf-8", "text/json",
                           "Application/Vnd.Api+JSON ;v=1", "application/hal+json"}) {
    receiver.answer_next({{.body = R"({"a":1})", .content_type = type}});
    EXPECT_EQ(result_of(call("GET", "/")), json(R"({"a":1})")) << type;
  }
  receiver.answer_next({{.body = R"({"a":1})", .content_type = "application/json-seq"}});
  EXPECT_EQ(result_of(call("GET", "/")), Json(R"({"a":1})"));
}

TEST_F(HttpCall, GivesTheBytesInBase64WhenAskedForRaw) {
  receiver.answer_next({{.body = std::string("\0\xff\x10", 3), .content_type = "image/png"}});
  EXPECT_EQ(result_of(call("GET", "/", R"("output":"raw")")), Json("AP8Q"));
}

TEST_F(HttpCall, GivesTheWholeResponseWhenAskedForIt) {
  receiver.answer_next({{.body = "[1]", .headers = {{"X-Page", "2"}, {"Set-Cookie", "session=hush"}}}});
  const Json result = result_of(
      call("GET", "/list", R"("output":"response","query":{"key":"v"},"headers":{"X-Api-Key":"k1"})"));
  EXPECT_EQ(result.at("statusCode"), Json(200));
  EXPECT_EQ(result.at("content"), json("[1]"));
  EXPECT_EQ(result.at("headers").at("x-page"), Json("2"));
  EXPECT_FALSE(result.at("headers").get_object().contains("set-cookie"));
  EXPECT_EQ(result.at("request").at("method"), Json("GET"));
  EXPECT_EQ(result.at("request").at("uri"), Json(receiver.url("/list")));
  EXPECT_EQ(result.at("request").at("headers").at("x-api-key"), Json("[redacted]"));
}

TEST_F(HttpCall, FailsWithTheStatusAndTheAnswer) {
  receiver.answer_next(
      {{.status = 422, .body = R"({"problem":"no stock"})", .headers = {{"Retry-After", "3"}}}});
  const auto error = error_of(call("POST", "/orders?token=t0p", R"("body":{})"));
  EXPECT_EQ(error.type, run::error_type::kCommunication);
  EXPECT_EQ(error.status, 422);
  EXPECT_EQ(error.detail, "POST " + receiver.url("/orders") + " answered 422");
  EXPECT_EQ(error.instance, "/do/0/notify");
  EXPECT_EQ(error.response->at("body"), json(R"({"problem":"no stock"})"));
  EXPECT_EQ(error.response->at("status"), Json(422));
  EXPECT_EQ(error.response->at("headers").at("retry-after"), Json("3"));
}

TEST_F(HttpCall, CutsTheAnswerOfAnError) {
  receiver.answer_next({{.status = 500, .body = std::string(1'000'000, 'x'), .content_type = "text/plain"}});
  const auto error = error_of(call("GET", "/"));
  EXPECT_LE(error.response->at("body").get_string().size(), 17'000U);
}

TEST_F(HttpCall, RefusesRedirectsUnlessTheyAreWelcome) {
  receiver.answer_next({{.status = 302, .headers = {{"Location", "/elsewhere"}}}});
  const auto error = error_of(call("GET", "/"));
  EXPECT_EQ(error.status, 302);
  EXPECT_NE(error.detail.find("redirect: true"), std::string::npos);
  EXPECT_EQ(receiver.request_count(), 1U);
}

// Open Workflow DSL 1.0.3, "HTTP Call": without `redirect` only 200 to 299 is no error, with it 200 to 399.
TEST_F(HttpCall, CountsAsErrorsWhatTheLanguageSays) {
  struct Case {
    int status;
    bool fails, fails_with_redirect;
  };
  for (const auto& [status, fails, fails_with_redirect] :
       {Case{200, false, false}, Case{201, false, false}, Case{299, false, false}, Case{300, true, false},
        Case{304, true, false}, Case{308, true, false}, Case{399, true, false}, Case{400, true, true},
        Case{404, true, true}, Case{500, true, true}, Case{599, true, true}}) {
    receiver.answer_next({{.status = status}, {.status = status}});
    EXPECT_EQ(std::holds_alternative<run::Failed>(call("GET", "/")), fails) << status;
    EXPECT_EQ(std::holds_alternative<run::Failed>(call("GET", "/", R"("redirect":true)")),
              fails_with_redirect)
        << status;
  }
}

TEST_F(HttpCall, FollowsRedirectsWhenTheyAreWelcome) {
  receiver.answer_next({{.status = 303, .headers = {{"Location", "/result?x=1"}}}, {.body = "7"}});
  EXPECT_EQ(result_of(call("POST", "/", R"("redirect":true,"body":{"a":1})")), Json(7));
  const auto second = receiver.requests().at(1);
  EXPECT_EQ(second.method, "GET");
  EXPECT_EQ(second.target, "/result?x=1");
  EXPECT_EQ(second.body, "");
}

TEST_F(HttpCall, RepeatsTheBodyAfterATemporaryRedirect) {
  receiver.answer_next({{.status = 307, .headers = {{"Location", "/again"}}}, {.body = "7"}});
  EXPECT_EQ(result_of(call("POST", "/", R"("redirect":true,"body":{"a":1})")), Json(7));
  EXPECT_EQ(receiver.requests().at(1).method, "POST");
  EXPECT_EQ(receiver.requests().at(1).body, R"({"a":1})");
}

TEST_F(HttpCall, StopsInARedirectLoop) {
  receiver.script([](const ReceivedRequest&) {
    return ScriptedAnswer{.status = 302, .headers = {{"Location", "/round"}}};
  });
  const auto error = error_of(call("GET", "/", R"("redirect":true)"));
  EXPECT_EQ(error.status, 502);
  EXPECT_EQ(receiver.request_count(), 11U);
}

TEST_F(HttpCall, KeepsConnectionsForTheNextCall) {
  for (int i = 0; i < 10; ++i) result_of(call("POST", "/", R"("body":1)"));
  EXPECT_EQ(receiver.connection_count(), 1U);
}

TEST_F(HttpCall, KeepsToTheLimitOfTransfersPerHost) {
  receiver.script([](const ReceivedRequest&) {
    return ScriptedAnswer{.body = "1", .delay = std::chrono::milliseconds(20)};
  });
  auto options = ActionHarness::private_allowed();
  options.max_transfers_per_host = 3;
  ActionHarness narrow(options);
  std::vector<PendingOutcomePtr> all;
  for (int i = 0; i < 12; ++i) {
    all.push_back(narrow.begin("http", R"({"method":"GET","uri":")" + receiver.url("/") + "\"}"));
  }
  for (const auto& pending : all) result_of(pending->wait());
  EXPECT_EQ(receiver.most_at_once(), 3U);
  narrow.expect_one_answer_each();
}

TEST_F(HttpCall, RefusesAnAnswerThatIsTooLarge) {
  auto options = ActionHarness::private_allowed();
  options.max_response_bytes = 1000;
  ActionHarness small(options);
  receiver.answer_next({{.body = std::string(1001, '1')}});
  const auto error =
      error_of(small.perform("http", R"({"method":"GET","uri":")" + receiver.url("/") + "\"}"));
  EXPECT_EQ(error.status, 502);
  EXPECT_NE(error.detail.find("1000 bytes"), std::string::npos) << error.detail;
}

TEST_F(HttpCall, ReadsLargeAnswers) {
  const std::string text(300'000, 'x');
  receiver.answer_next({{.body = quoted(text)}});
  EXPECT_EQ(result_of(call("GET", "/")), Json(text));
}

TEST_F(HttpCall, RefusesUnusableArguments) {
  for (
      const char* arguments :
      {R"({"method":"GET"})", R"({"uri":"http://127.0.0.1/"})",
       R"({"method":"G ET","uri":"http://127.0.0.1/"})", R"({"method":"CONNECT","uri":"http://127.0.0.1/"})",
       R"({"method":"GET","uri":"ftp://127.0.0.1/"})", R"({"method":"GET","uri":"file:///etc/passwd"})",
       R"({"method":"GET","uri":"http://u:p@127.0.0.1/"})",
       R"({"method":"GET","uri":"http://127.0.0.1/\u000d\u000aX: y"})", R"({"method":"GET","uri":"/path"})",
       R"({"method":"GET","uri":"http://127.0.0.1/","headers":{"A B":"c"}})",
       R"({"method":"GET","uri":"http://127.0.0.1/","headers":{"A":"c\r\nHost: evil"}})",
       R"({"method":"GET","uri":"http://127.0.0.1/","headers":{"Content-Length":"3"}})",
       R"({"method":"GET","uri":"http://127.0.0.1/","headers":{"Transfer-Encoding":"chunked"}})",
       R"({"method":"GET","uri":"http://127.0.0.1/","query":{"a":{}}})",
       R"({"method":"GET","uri":"http://127.0.0.1/","output":"everything"})",
       R"({"method":"POST","uri":"http://127.0.0.1/","headers":{"Content-Type":"text/plain"},"body":[1]})"}) {
    const auto error = error_of(harness.perform("http", arguments));
    EXPECT_EQ(error.type, run::error_type::kConfiguration) << arguments << error.detail;
  }
  EXPECT_EQ(receiver.request_count(), 0U);
}

TEST_F(HttpCall, RefusesAKindThatItDoesNotKnow) {
  EXPECT_EQ(error_of(harness.perform("smoke-signal", "{}")).type, run::error_type::kConfiguration);
}

}  // namespace
}  // namespace runledger::test
