#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "actions/services/standard_webhooks.hpp"
#include "tests/actions/action_harness.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ServiceCall : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string base = receiver.url();
    harness.connect("slack-hook", "slack", R"({"webhookUrl":")" + base + "/services/T00/B00/hushhush\"}");
    harness.connect("slack-bot", "slack", R"({"token":"xoxb-hush-hush","baseUrl":")" + base + "/api\"}");
    harness.connect("team", "teams", R"({"webhookUrl":")" + base + "/flow/hushhush?sig=h7shsig\"}");
    harness.connect("pager", "pagerduty", R"({"routingKey":"R0UT1NGK3Yhush","baseUrl":")" + base + "\"}");
    harness.connect("hook", "webhook",
                    R"({"url":")" + base + R"(/in/hushhush?a=1","secret":")" + kSecret + "\"}");
  }
  void TearDown() override { harness.expect_one_answer_each(); }

  run::ActionOutcome call(const std::string& kind, const std::string& connection, const std::string& more,
                          Milliseconds timeout = {}) {
    return harness.perform(kind, R"({"connection":")" + connection + "\"," + more + "}", timeout);
  }
  Json sent() { return json(receiver.requests().back().body); }

  static constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  HttpReceiver receiver;
  ActionHarness harness;
};

TEST_F(ServiceCall, SlackWritesThroughAWebhook) {
  receiver.answer_next({{.body = "ok", .content_type = "text/plain"}});
  EXPECT_EQ(result_of(call("slack", "slack-hook", R"("text":"Hi","blocks":[{"type":"divider"}])")),
            json("{}"));
  EXPECT_EQ(receiver.requests().at(0).target, "/services/T00/B00/hushhush");
  EXPECT_EQ(sent(), json(R"({"text":"Hi","blocks":[{"type":"divider"}]})"));
}

TEST_F(ServiceCall, SlackSaysWhatAWebhookRefusesWithoutShowingItsAddress) {
  receiver.answer_next({{.status = 404, .body = "no_service", .content_type = "text/plain"}});
  const auto outcome = call("slack", "slack-hook", R"("text":"Hi")");
  EXPECT_EQ(error_of(outcome).status, 404);
  EXPECT_THAT(describe(outcome), HasSubstr("no_service"));
  EXPECT_THAT(describe(outcome), Not(HasSubstr("hushhush")));
  EXPECT_EQ(error_of(call("slack", "slack-hook", R"("text":"Hi","channel":"#x")")).type,
            run::error_type::kConfiguration);
}

TEST_F(ServiceCall, SlackPostsWithAToken) {
  receiver.answer_next({{.body = R"({"ok":true,"channel":"C1","ts":"1.2","message":{"text":"Hi"}})"}});
  EXPECT_EQ(result_of(call("slack", "slack-bot", R"("text":"Hi","channel":"#ops","threadTs":"1.1")")),
            json(R"({"channel":"C1","ts":"1.2"})"));
  const auto request = receiver.requests().at(0);
  EXPECT_EQ(request.target, "/api/chat.postMessage");
  EXPECT_EQ(request.header("authorization"), "Bearer xoxb-hush-hush");
  EXPECT_EQ(sent(), json(R"({"text":"Hi","channel":"#ops","thread_ts":"1.1"})"));
}

TEST_F(ServiceCall, SlackFailsWhenA200SaysSo) {
  struct Case {
    const char* error;
    const char* type;
    int status;
  };
  for (const auto& [error, type, status] : {Case{"channel_not_found", run::error_type::kConfiguration, 404},
                                            Case{"invalid_auth", run::error_type::kAuthentication, 401},
                                            Case{"ratelimited", run::error_type::kCommunication, 429},
                                            Case{"fatal_error", run::error_type::kCommunication, 503},
                                            Case{"msg_too_long", run::error_type::kValidation, 400}}) {
    receiver.answer_next({{.body = R"({"ok":false,"error":")" + std::string(error) + "\"}"}});
    const auto failure = error_of(call("slack", "slack-bot", R"("text":"Hi","channel":"C1")"));
    EXPECT_EQ(failure.type, type) << error;
    EXPECT_EQ(failure.status, status) << error;
    EXPECT_THAT(failure.detail, HasSubstr(error));
  }
  receiver.answer_next({{.body = "<html>", .content_type = "text/html"}});
  EXPECT_EQ(error_of(call("slack", "slack-bot", R"("text":"Hi","channel":"C1")")).status, 502);
}

TEST_F(ServiceCall, TeamsGetsACard) {
  receiver.answer_next({{.status = 202, .content_type = ""}, {.body = "1", .content_type = "text/plain"}});
  EXPECT_EQ(result_of(call("teams", "team", R"("title":"Late","text":"Order 7")")), json("{}"));
  EXPECT_EQ(receiver.requests().at(0).target, "/flow/hushhush?sig=h7shsig");
  EXPECT_EQ(sent().at("type"), Json("message"));
  const Json card = sent().at("attachments").at(0).at("content");
  EXPECT_EQ(card.at("body").at(0).at("text"), Json("Late"));
  EXPECT_EQ(card.at("body").at(1).at("text"), Json("Order 7"));
  result_of(call("teams", "team", R"("card":{"type":"AdaptiveCard","body":[]})"));
  EXPECT_EQ(sent().at("attachments").at(0).at("content"), json(R"({"type":"AdaptiveCard","body":[]})"));
}

TEST_F(ServiceCall, TeamsFailsWhenA200SaysSo) {
  receiver.answer_next(
      {{.body = "Webhook message delivery failed with error: Microsoft Teams endpoint returned "
                "HTTP error 429 with ContextId x",
        .content_type = "text/plain"},
       {.body = "Webhook message delivery failed with error: other", .content_type = "text/plain"},
       {.status = 401}});
  EXPECT_EQ(error_of(call("teams", "team", R"("text":"x")")).status, 429);
  EXPECT_EQ(error_of(call("teams", "team", R"("text":"x")")).status, 502);
  const auto refused = call("teams", "team", R"("text":"x")");
  EXPECT_EQ(error_of(refused).status, 401);
  EXPECT_THAT(describe(refused), Not(HasSubstr("hushhush")));
}

TEST_F(ServiceCall, PagerDutyTriggersUnderTheIdempotencyKey) {
  receiver.answer_next(
      {{.status = 202, .body = R"({"status":"success","message":"Event processed","dedup_key":"k"})"}});
  EXPECT_EQ(result_of(call("pagerduty", "pager",
                           R"("action":"trigger","summary":"Down","source":"shop","severity":"critical",
                              "customDetails":{"order":7},"clientUrl":"https://shop.example")")),
            json(R"({"status":"success","message":"Event processed","dedupKey":"k"})"));
  EXPECT_EQ(receiver.requests().at(0).target, "/v2/enqueue");
  EXPECT_EQ(sent().at("dedup_key"), Json(ActionHarness::key()));
  EXPECT_EQ(sent().at("payload"), json(R"({"summary":"Down","source":"shop","severity":"critical",
                                           "custom_details":{"order":7}})"));
  EXPECT_EQ(sent().at("client_url"), Json("https://shop.example"));
}

TEST_F(ServiceCall, PagerDutyResolvesByItsKey) {
  receiver.answer_next({{.status = 202, .body = R"({"status":"success","dedup_key":"inc-7"})"}});
  EXPECT_EQ(result_of(call("pagerduty", "pager", R"("action":"resolve","dedupKey":"inc-7")")),
            json(R"({"status":"success","dedupKey":"inc-7"})"));
  EXPECT_EQ(sent(), json(R"({"routing_key":"R0UT1NGK3Yhush","event_action":"resolve","dedup_key":"inc-7"})"));
  for (const char* more : {R"("action":"resolve")", R"("action":"acknowledge")",
                           R"("action":"trigger","summary":"x")", R"("action":"close","dedupKey":"x")"}) {
    EXPECT_EQ(error_of(call("pagerduty", "pager", more)).type, run::error_type::kConfiguration) << more;
  }
}

TEST_F(ServiceCall, PagerDutySaysWhatIsWrongWithAnEvent) {
  receiver.answer_next(
      {{.status = 400, .body = R"({"status":"invalid event","errors":["R0UT1NGK3Yhush is unknown"]})"},
       {.status = 200}});
  const auto outcome = call("pagerduty", "pager", R"("action":"resolve","dedupKey":"x")");
  EXPECT_EQ(error_of(outcome).type, run::error_type::kValidation);
  EXPECT_THAT(describe(outcome), HasSubstr("invalid event"));
  EXPECT_THAT(describe(outcome), Not(HasSubstr("R0UT1NGK3Yhush")));
  EXPECT_EQ(error_of(call("pagerduty", "pager", R"("action":"resolve","dedupKey":"x")")).status, 502);
}

TEST_F(ServiceCall, WebhookIsSigned) {
  EXPECT_EQ(result_of(call("webhook", "hook", R"("body":{"order":7},"headers":{"X-Shop":"a"})")), json("{}"));
  const auto request = receiver.requests().at(0);
  EXPECT_EQ(request.target, "/in/hushhush?a=1");
  EXPECT_EQ(request.body, R"({"order":7})");
  EXPECT_EQ(request.header("x-shop"), "a");
  EXPECT_EQ(request.header("webhook-id"), ActionHarness::key());
  const auto sent_at = std::stoll(request.header("webhook-timestamp"));
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  EXPECT_LE(std::abs(now.count() - sent_at), 60);
  EXPECT_EQ(request.header("webhook-signature"),
            actions::webhook_signature(*actions::signing_key(kSecret), request.header("webhook-id"), sent_at,
                                       request.body));
}

TEST_F(ServiceCall, WebhookTakesItsSecretFromTheVaultAndShowsItNowhere) {
  ASSERT_TRUE(harness.vault().save_secret(SecretName{"signing"}, kSecret).ok());
  ASSERT_TRUE(harness.vault().save_secret(SecretName{"wrong"}, "not-a-signing-secret").ok());
  const auto with = [this](const std::string& secret) {
    return harness.perform("webhook", R"({"uri":")" + receiver.url("/direct") + R"(","body":[1],"secret":)" +
                                          quoted(ActionHarness::secret(secret)) + "}");
  };
  result_of(with("signing"));
  EXPECT_TRUE(receiver.requests().at(0).header("webhook-signature").starts_with("v1,"));
  const auto refused = with("wrong");
  EXPECT_EQ(error_of(refused).type, run::error_type::kConfiguration);
  EXPECT_THAT(describe(refused), Not(HasSubstr("not-a-signing-secret")));
  EXPECT_EQ(receiver.request_count(), 1U);
}

TEST_F(ServiceCall, ComesBackWhenItIsToldTo) {
  receiver.answer_next({{.status = 429, .headers = {{"Retry-After", "1"}}}, {.status = 200, .body = "ok"}});
  result_of(call("slack", "slack-hook", R"("text":"Hi")"));
  EXPECT_EQ(receiver.request_count(), 2U);
  EXPECT_EQ(receiver.requests().at(0).header("idempotency-key"),
            receiver.requests().at(1).header("idempotency-key"));
}

TEST_F(ServiceCall, FailsWhenThePauseIsLongerThanItsTime) {
  receiver.answer_next({{.status = 429, .headers = {{"Retry-After", "3600"}}}, {.status = 503}});
  const auto failure = error_of(call("webhook", "hook", R"("body":1)"));
  EXPECT_EQ(failure.status, 429);
  EXPECT_EQ(failure.response->at("headers").at("retry-after"), Json("3600"));
  EXPECT_THAT(failure.detail, Not(HasSubstr("hushhush")));
  EXPECT_EQ(error_of(call("webhook", "hook", R"("body":1)")).status, 503);
  EXPECT_EQ(receiver.request_count(), 2U);
}

TEST_F(ServiceCall, RefusesAConnectionOfAnotherKind) {
  EXPECT_EQ(error_of(call("slack", "pager", R"("text":"x")")).type, run::error_type::kConfiguration);
  EXPECT_EQ(error_of(harness.perform("teams", R"({"text":"x"})")).type, run::error_type::kConfiguration);
  EXPECT_EQ(receiver.request_count(), 0U);
}

}  // namespace
}  // namespace runledger::test
