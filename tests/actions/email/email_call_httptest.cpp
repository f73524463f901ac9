#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/actions/action_harness.hpp"
#include "tests/support/loopback_socket.hpp"
#include "tests/support/smtp_server.hpp"

namespace runledger::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Tls = SmtpBehaviour::Tls;

constexpr char kMessageId[] = "<0190163d-8694-739b-aea5-966c26f8ad91.do.0.notify.0@shop.example>";
constexpr char kToBob[] = R"("to":"bob@example.org","subject":"Hello","text":"Hi")";

class EmailCall : public ::testing::Test {
 protected:
  void TearDown() override { harness.expect_one_answer_each(); }

  static void connect(ActionHarness& to, int port, const std::string& more) {
    to.connect("mail", "smtp",
               R"({"host":"127.0.0.1","from":"Shop <no-reply@shop.example>","port":)" + std::to_string(port) +
                   "," + more + "}");
  }
  void connect(int port, const std::string& more = R"("tls":"none")") { connect(harness, port, more); }

  run::ActionOutcome send(const std::string& more, Milliseconds timeout = {}) {
    return harness.perform("email", R"({"connection":"mail",)" + more + "}", timeout);
  }

  ActionHarness harness;
};

TEST_F(EmailCall, SendsAMessageThatARealParserReads) {
  SmtpServer server;
  connect(server.port());
  const std::string subject =
      "Willkommen, Zoë – schön, dass du da bist! Und noch viel mehr Text für den Umbruch";
  const std::string text = "Grüße!\n.dot\nEin = Zeichen \n" + std::string(300, 'x') + "\n";
  const std::string html = "<p>Grüße &amp; mehr</p>";
  const auto outcome = send(R"("to":["Zoë Müller <zoe@example.org>","bob@example.org"],
                               "cc":"\"Smith, Ann\" <ann@example.org>","bcc":"hidden@example.org",
                               "replyTo":"help@shop.example","subject":)" +
                            quoted(subject) + R"(,"text":)" + quoted(text) + R"(,"html":)" + quoted(html));
  EXPECT_EQ(
      result_of(outcome),
      json(R"({"messageId":")" + std::string(kMessageId) +
           R"(","accepted":["zoe@example.org","bob@example.org","ann@example.org","hidden@example.org"]})"));
  ASSERT_TRUE(server.wait_for_mails(1));
  const ReceivedMail mail = server.mails().at(0);
  EXPECT_THAT(mail.defects, IsEmpty());
  EXPECT_EQ(mail.sender, "no-reply@shop.example");
  EXPECT_THAT(mail.recipients,
              ElementsAre("zoe@example.org", "bob@example.org", "ann@example.org", "hidden@example.org"));
  EXPECT_EQ(mail.headers.at("subject"), subject);
  EXPECT_EQ(mail.headers.at("from"), "Shop <no-reply@shop.example>");
  EXPECT_EQ(mail.headers.at("to"), "Zoë Müller <zoe@example.org>, bob@example.org");
  EXPECT_EQ(mail.headers.at("cc"), "\"Smith, Ann\" <ann@example.org>");
  EXPECT_EQ(mail.headers.at("reply-to"), "help@shop.example");
  EXPECT_EQ(mail.headers.at("message-id"), kMessageId);
  EXPECT_EQ(mail.content_type, "multipart/alternative");
  EXPECT_EQ(mail.bodies.at("plain"), text);
  EXPECT_EQ(mail.bodies.at("html"), html);
  EXPECT_THAT(mail.raw, Not(HasSubstr("hidden@example.org")));
}

TEST_F(EmailCall, CarriesAttachments) {
  SmtpServer server;
  connect(server.port());
  result_of(send(R"("to":"bob@example.org","subject":"Files","text":"See","html":"<b>See</b>","attachments":[
    {"name":"größe \"1\".bin","base64":"AP8QLS09XwA="},
    {"name":"report.csv","contentType":"text/csv; charset=utf-8","text":"a,ü\r\n.\r\n--=_runledger_mixed--\r\n"},
    {"name":"empty.txt","text":""}])"));
  ASSERT_TRUE(server.wait_for_mails(1));
  const ReceivedMail mail = server.mails().at(0);
  EXPECT_THAT(mail.defects, IsEmpty());
  EXPECT_EQ(mail.content_type, "multipart/mixed");
  EXPECT_EQ(mail.bodies.at("plain"), "See");
  EXPECT_EQ(mail.bodies.at("html"), "<b>See</b>");
  ASSERT_EQ(mail.attachments.size(), 3U);
  EXPECT_EQ(mail.attachments.at("größe \"1\".bin").type, "application/octet-stream");
  EXPECT_EQ(mail.attachments.at("größe \"1\".bin").base64, "AP8QLS09XwA=");
  EXPECT_EQ(mail.attachments.at("report.csv").type, "text/csv; charset=\"utf-8\"");
  EXPECT_EQ(mail.attachments.at("report.csv").base64, "YSzDvA0KLg0KLS09X3J1bmxlZGdlcl9taXhlZC0tDQo=");
  EXPECT_EQ(mail.attachments.at("empty.txt").base64, "");
}

TEST_F(EmailCall, SendsToAddressesBeyondAscii) {
  SmtpServer server({.smtputf8 = true});
  connect(server.port());
  result_of(send(R"("to":["Jörg <jörg@example.org>","bob@example.org"],"subject":"Grüße","text":"Hi")"));
  ASSERT_TRUE(server.wait_for_mails(1));
  const ReceivedMail mail = server.mails().at(0);
  EXPECT_THAT(mail.defects, IsEmpty());
  EXPECT_THAT(mail.recipients, ElementsAre("jörg@example.org", "bob@example.org"));
  EXPECT_EQ(mail.headers.at("to"), "Jörg <jörg@example.org>, bob@example.org");
  EXPECT_EQ(mail.headers.at("subject"), "Grüße");
}

TEST_F(EmailCall, FailsWhenTheServerKnowsNoAddressesBeyondAscii) {
  SmtpServer server;
  connect(server.port());
  EXPECT_EQ(error_of(send(R"("to":"jörg@example.org","subject":"x","text":"y")")).status, 502);
  EXPECT_THAT(server.mails(), IsEmpty());
}

TEST_F(EmailCall, LogsInOverStarttlsAndTls) {
  for (const Tls tls : {Tls::starttls, Tls::tls}) {
    SmtpServer server({.tls = tls, .username = "shop", .password = "pa55word"});
    auto options = ActionHarness::private_allowed();
    options.ca_file = server.certificate();
    ActionHarness trusting(options);
    const std::string login = R"("username":"shop","password":"pa55word","tls":")";
    connect(trusting, server.port(), login + (tls == Tls::tls ? "tls\"" : "starttls\""));
    result_of(trusting.perform("email", std::string(R"({"connection":"mail",)") + kToBob + "}"));
    EXPECT_TRUE(server.wait_for_mails(1));
    trusting.expect_one_answer_each();
  }
}

TEST_F(EmailCall, RefusesAServerWithoutTrustedTls) {
  SmtpServer untrusted({.tls = Tls::starttls});
  connect(untrusted.port(), R"("tls":"starttls")");
  EXPECT_EQ(error_of(send(kToBob)).status, 503);
  SmtpServer plain;
  connect(plain.port(), R"("tls":"starttls")");
  EXPECT_EQ(error_of(send(kToBob)).status, 503);
  EXPECT_THAT(plain.mails(), IsEmpty());
}

TEST_F(EmailCall, FailsWithTheServersWordsWhenItRefuses) {
  SmtpServer server({.reject_recipients = {"bob@example.org"}});
  connect(server.port());
  const auto error = error_of(send(R"("to":["ann@example.org","bob@example.org"],"subject":"x","text":"y")"));
  EXPECT_EQ(error.type, run::error_type::kCommunication);
  EXPECT_EQ(error.status, 502);
  EXPECT_THAT(error.detail, HasSubstr("550 5.1.1 no such user: bob@example.org"));
  EXPECT_EQ(error.response->at("smtpCode"), Json(550));
  EXPECT_THAT(server.mails(), IsEmpty());
}

TEST_F(EmailCall, TellsTemporaryFromPermanentRefusalOfTheMessage) {
  SmtpServer spam({.data_reply = "554 5.7.1 spam"});
  connect(spam.port());
  EXPECT_EQ(error_of(send(kToBob)).status, 502);
  SmtpServer busy({.data_reply = "451 4.3.0 later"});
  connect(busy.port());
  EXPECT_EQ(error_of(send(kToBob)).status, 503);
}

TEST_F(EmailCall, FailsAuthenticationWithoutShowingThePassword) {
  SmtpServer server({.username = "shop", .password = "right"});
  connect(server.port(), R"("tls":"none","username":"shop","password":"wr0ngpass")");
  const auto outcome = send(kToBob);
  EXPECT_EQ(error_of(outcome).type, run::error_type::kAuthentication);
  EXPECT_EQ(error_of(outcome).status, 401);
  EXPECT_THAT(describe(outcome), Not(HasSubstr("wr0ngpass")));
}

TEST_F(EmailCall, IsUnknownWhenTheVerdictOnTheMessageIsLost) {
  SmtpServer server({.drop_after_data = true});
  connect(server.port());
  EXPECT_THAT(unknown_detail_of(send(kToBob)), HasSubstr("confirmed"));
  EXPECT_TRUE(server.wait_for_mails(1));
}

TEST_F(EmailCall, TimesOutWhenTheServerStalls) {
  SmtpServer server({.stall_after_data = true});
  connect(server.port());
  EXPECT_TRUE(timed_out(send(kToBob, Milliseconds(400))));
}

TEST_F(EmailCall, FailsWhenTheServerIsDownOrClosesEarly) {
  connect(closed_port());
  EXPECT_EQ(error_of(send(kToBob)).status, 503);
  LoopbackListener listener;
  std::thread server([&listener] { listener.accept().write("220 mail.test\r\n"); });
  connect(listener.port());
  EXPECT_EQ(error_of(send(kToBob)).status, 503);
  server.join();
}

TEST_F(EmailCall, RefusesUnusableArguments) {
  connect(closed_port());
  for (
      const char* arguments :
      {R"("subject":"x","to":[])",
       R"("subject":"x","to":"no address")",
       R"("to":"a@b.c")",
       R"("subject":"x","to":"a@b.c, d@e.f")",
       R"("subject":"x","to":"a@b.c\r\nBcc: evil@x.y")",
       R"("subject":"x\r\nBcc: evil@x.y","to":"a@b.c")",
       R"("subject":"x","to":"Ann\n <a@b.c>")",
       R"("subject":"x","to":"<a@b.c> SIZE=1")",
       R"("subject":"x","to":"a@b.c","from":"a@b.c>\r\nRCPT TO:<x@y.z")",
       R"("subject":"x","to":"a@b.c","cc":[1])",
       R"("subject":5,"to":"a@b.c")",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x"}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x","text":"y","base64":"eQ=="}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x","base64":"eQ"}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x","base64":"eR=="}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x","base64":"e\r\n="}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"../x","text":"y"}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x\r\nBcc: a@b.c","text":"y"}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x","text":"y","contentType":"a/b\r\nX: y"}])",
       R"("subject":"x","to":"a@b.c","attachments":[{"name":"x","text":"y","contentType":"multipart/mixed"}])",
       R"("subject":"x","to":"a@b.c","attachments":["x"])",
       R"("subject":"x","to":"a@@b.c")",
       R"("subject":"x","to":"a b@c.d")",
       R"("subject":"x","to":"a@-b-")"}) {
    EXPECT_EQ(error_of(send(arguments)).type, run::error_type::kConfiguration) << arguments;
  }
}

TEST_F(EmailCall, RefusesPrivateMailServersUnlessAllowed) {
  ActionHarness strict{actions::ActionOptions{}};
  connect(strict, 2525, R"("tls":"none")");
  const auto error =
      error_of(strict.perform("email", std::string(R"({"connection":"mail",)") + kToBob + "}"));
  EXPECT_EQ(error.status, 403);
  EXPECT_THAT(error.detail, HasSubstr("127.0.0.1"));
}

TEST_F(EmailCall, KeepsTheConnectionForTheNextMessage) {
  SmtpServer server;
  connect(server.port());
  for (int i = 0; i < 3; ++i) result_of(send(kToBob));
  ASSERT_TRUE(server.wait_for_mails(3));
  const auto mails = server.mails();
  EXPECT_EQ(mails[0].connection, mails[1].connection);
  EXPECT_EQ(mails[1].connection, mails[2].connection);
}

}  // namespace
}  // namespace runledger::test
