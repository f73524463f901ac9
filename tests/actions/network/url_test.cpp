#include "actions/network/url.hpp"

#include <gtest/gtest.h>

namespace runledger::actions {
namespace {

TEST(UrlReading, NormalisesAsTheCallWill) {
  const Url url = parse_url("HTTPS://Example.ORG/a/./b/../c%20d?x=ü#part").value();
  EXPECT_EQ(url.origin(), "https://example.org:443");
  EXPECT_EQ(url.shown(), "https://example.org/a/c%20d");
  EXPECT_EQ(url.text(), "https://example.org/a/c%20d?x=%c3%bc");
  EXPECT_EQ(parse_url("http://[::1]:8080").value().text(), "http://[::1]:8080/");
}

TEST(UrlReading, DecodesCredentialsAndHidesThem) {
  const Url url = parse_url("postgresql://ann:p%40ss@db.example:5433/shop?sslmode=require").value();
  EXPECT_EQ(url.user, "ann");
  EXPECT_EQ(url.password, "p@ss");
  EXPECT_EQ(url.shown(), "postgresql://db.example:5433/shop");
}

TEST(UrlReading, RefusesWhatCannotBeCalled) {
  for (const char* text : {"", "/path", "http://", "http://a b/", "http://a:99999/", "http://a\r\nX: y/",
                           "http://a\\b/", "example.org/x"}) {
    const auto url = parse_url(text);
    EXPECT_FALSE(url.ok()) << text << " read as " << url.value().text();
  }
  EXPECT_FALSE(parse_url("http://a/" + std::string(9000, 'x')).ok());
}

TEST(UrlReading, ResolvesReferences) {
  const Url base = parse_url("http://a.example:81/x/y?q=1").value();
  EXPECT_EQ(resolve_url(base, "z").value().text(), "http://a.example:81/x/z");
  EXPECT_EQ(resolve_url(base, "/z?r=2").value().text(), "http://a.example:81/z?r=2");
  EXPECT_EQ(resolve_url(base, "//b.example/z").value().text(), "http://b.example/z");
  EXPECT_EQ(resolve_url(base, "https://c.example").value().text(), "https://c.example/");
}

}  // namespace
}  // namespace runledger::actions
