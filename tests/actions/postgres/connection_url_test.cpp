#include "actions/postgres/connection_url.hpp"

#include <gtest/gtest.h>

#include "actions/postgres/server.hpp"

namespace runledger::actions {
namespace {

using Parameters = std::map<std::string, std::string>;

TEST(ConnectionUrl, ReadsUrls) {
  EXPECT_EQ(
      parse_connection_url("postgresql://ann:p%40s%3As@db.example:5433/my%20shop?sslmode=require").value(),
      (Parameters{{"user", "ann"},
                  {"password", "p@s:s"},
                  {"host", "db.example"},
                  {"port", "5433"},
                  {"dbname", "my shop"},
                  {"sslmode", "require"}}));
  EXPECT_EQ(parse_connection_url("postgres://u@[::1]/d").value().at("host"), "::1");
  EXPECT_EQ(parse_connection_url("postgresql:///shop?host=%2Frun%2Fpg&user=u").value(),
            (Parameters{{"dbname", "shop"}, {"host", "/run/pg"}, {"user", "u"}}));
}

TEST(ConnectionUrl, ReadsPairs) {
  EXPECT_EQ(parse_connection_url(R"( host = '/run/it\'s' dbname=a\ b  password='' )").value(),
            (Parameters{{"host", "/run/it's"}, {"dbname", "a b"}, {"password", ""}}));
}

TEST(ConnectionUrl, RefusesTheRestWithoutRepeatingIt) {
  for (const char* text :
       {"host", "host='open", "= x", "postgresql://u:hush@h:port/d", "postgresql://h/d?hush"}) {
    const auto refused = parse_connection_url(text);
    ASSERT_FALSE(refused.ok()) << text;
    EXPECT_EQ(refused.error().message.find("hush"), std::string::npos);
  }
}

TEST(ConnectionText, QuotesWhatItIsGiven) {
  PostgresServer server;
  server.host = "db.example";
  server.addresses = {"192.0.2.1", "192.0.2.2"};
  server.database = "it's \\ one' host='/evil";
  server.user = "u";
  const std::string text = connection_text(server, Milliseconds(2500));
  EXPECT_NE(text.find("host='db.example,db.example' hostaddr='192.0.2.1,192.0.2.2'"), std::string::npos);
  EXPECT_NE(text.find("connect_timeout='3'"), std::string::npos);
  EXPECT_EQ(parse_connection_url(text).value().at("dbname"), server.database);
}

}  // namespace
}  // namespace runledger::actions
