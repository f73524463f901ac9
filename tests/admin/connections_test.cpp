#include "admin/acts/connections.hpp"

#include <gtest/gtest.h>

namespace runledger::admin {
namespace {

std::vector<schema::Violation> check(const std::string& kind, const std::string& settings) {
  auto found = check_connection({kind, *parse_json(settings)});
  EXPECT_TRUE(found.ok());
  return *found;
}

TEST(Connections, AcceptsEachKindWithItsSettings) {
  EXPECT_TRUE(
      check("smtp", R"({"host":"mail.example.com","port":587,"tls":"starttls","from":"a@example.com"})")
          .empty());
  EXPECT_TRUE(check("postgres", R"({"host":"db","database":"shop","username":"u","password":"p"})").empty());
  EXPECT_TRUE(check("postgres", R"({"url":"postgresql://u:p@db/shop"})").empty());
  EXPECT_TRUE(
      check("http", R"({"baseUrl":"https://api.example.com","auth":{"type":"bearer","token":"t"}})").empty());
  EXPECT_TRUE(check("slack", R"({"webhookUrl":"https://hooks.slack.com/services/T/B/x"})").empty());
  EXPECT_TRUE(check("slack", R"({"token":"xoxb-12345"})").empty());
  EXPECT_TRUE(check("teams", R"({"webhookUrl":"https://x.example/flow?sig=1"})").empty());
  EXPECT_TRUE(check("pagerduty", R"({"routingKey":"0123456789abcdef"})").empty());
  EXPECT_TRUE(
      check("webhook", R"({"url":"https://x","secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})").empty());
}

TEST(Connections, RefusesSettingsOfServicesThatDoNotFit) {
  EXPECT_FALSE(check("slack", R"({"webhookUrl":"https://x/y","token":"xoxb-12345"})").empty());
  EXPECT_FALSE(check("slack", "{}").empty());
  EXPECT_FALSE(check("teams", R"({"webhookUrl":"https://u:p@x/y"})").empty());
  EXPECT_FALSE(check("pagerduty", "{}").empty());
  EXPECT_FALSE(check("webhook", R"({"url":"https://x","secret":"plain"})").empty());
}

TEST(Connections, NamesTheWrongMember) {
  const auto wrong_port = check("smtp", R"({"host":"m","port":"587","from":"a@b.c"})");
  ASSERT_EQ(wrong_port.size(), 1U);
  EXPECT_EQ(wrong_port[0].instance_pointer, "/port");
  EXPECT_FALSE(check("http", R"({"baseUrl":"ftp://x"})").empty());
  for (const char* url :
       {"https://user:pw@host", "http://u:pw@h/", "https://host/a?key=1", "https://host/#x"}) {
    EXPECT_FALSE(check("http", std::string("{\"baseUrl\":\"") + url + "\"}").empty()) << url;
  }
  EXPECT_TRUE(check("http", R"({"baseUrl":"https://host:8443/api/v2"})").empty());
  EXPECT_FALSE(check("postgres", R"({"host":"db"})").empty());
  EXPECT_FALSE(check("smtp", R"({"host":"m","from":"a@b.c","pasword":"x"})").empty());
}

TEST(Connections, RefusesAnUnknownKindByName) {
  const auto found = check_connection({"ftp", Json()});
  ASSERT_FALSE(found.ok());
  EXPECT_NE(found.error().message.find("'ftp'"), std::string::npos);
}

TEST(Connections, PublicSettingsHoldNoSecret) {
  const auto text = [](const std::string& kind, const std::string& settings) {
    return write_json(public_settings({kind, *parse_json(settings)}));
  };
  for (const auto& shown :
       {text("smtp", R"({"host":"m","from":"a@b.c","username":"u","password":"HIDE"})"),
        text("postgres", R"({"url":"postgresql://u:HIDE@db/x"})"),
        text("http",
             R"({"baseUrl":"https://x","headers":{"X-Key":"HIDE"},"auth":{"type":"bearer","token":"HIDE"}})"),
        text("slack", R"({"webhookUrl":"https://x/HIDE"})"), text("slack", R"({"token":"HIDE-HIDE"})"),
        text("teams", R"({"webhookUrl":"https://x/HIDE"})"), text("pagerduty", R"({"routingKey":"HIDE"})"),
        text("webhook", R"({"url":"https://x/HIDE","secret":"HIDE"})"),
        text("http",
             R"({"baseUrl":"https://x","auth":{"type":"basic","username":"u","password":"HIDE"}})")}) {
    EXPECT_EQ(shown.find("HIDE"), std::string::npos) << shown;
    EXPECT_NE(shown.find("********"), std::string::npos) << shown;
  }
}

TEST(Connections, NamesAreLowerCaseWords) {
  EXPECT_TRUE(is_resource_name("mail-2"));
  for (const auto* bad : {"", "2mail", "Mail", "a/b", "a b", "-a"})
    EXPECT_FALSE(is_resource_name(bad)) << bad;
}

}  // namespace
}  // namespace runledger::admin
