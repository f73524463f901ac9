#include "actions/email/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "actions/email/header_text.hpp"

namespace runledger::actions {
namespace {

using ::testing::HasSubstr;

constexpr char kKey[] = "0190163d-8694-739b-aea5-966c26f8ad91/do/0/notify/0";

EmailMessage read(const std::string& arguments, std::string_view key = kKey) {
  Result<Json> parsed = parse_json(arguments);
  const Timestamp now = parse_time("2026-02-03T04:05:06.789Z").value();
  return read_email(parsed.value().get_object(), "me@shop.example", key, now).value();
}

TEST(EmailMessageText, HasTheHeadersOfTheInternetFormat) {
  EXPECT_EQ(compose(read(R"({"to":"a@b.example","subject":"Hi","text":"One\nTwo"})")),
            "Date: Tue, 03 Feb 2026 04:05:06 +0000\r\n"
            "From: me@shop.example\r\n"
            "To: a@b.example\r\n"
            "Subject: Hi\r\n"
            "Message-ID: <0190163d-8694-739b-aea5-966c26f8ad91.do.0.notify.0@shop.example>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "One\r\nTwo\r\n");
}

TEST(EmailMessageText, IsAsciiInShortLinesWhateverTheInput) {
  const std::string hard = "\"Zoë \\\" , <x> =?UTF-8?Q?y?= " + std::string(120, 'w') + "\xF0\x9F\x98\x80\"";
  const std::string name = hard.substr(1, 40);
  std::string arguments = R"({"subject":)";
  write_json_string(std::string(500, 'e') + "\xF0\x9F\x98\x80" + hard, arguments);
  arguments += R"(,"to":)";
  write_json_string(name + " <a@b.example>", arguments);
  arguments += R"(,"html":)";
  write_json_string("\t blank at end \t\r\n\r=C3=A4ä\r" + std::string(2000, '='), arguments);
  std::istringstream lines(compose(read(arguments + "}")));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 90U) << line;
    EXPECT_EQ(line.back(), '\r');
    for (const char c : line.substr(0, line.size() - 1))
      EXPECT_TRUE((c >= 0x20 && c < 0x7f) || c == '\t') << line;
  }
}

TEST(EmailMessageText, MakesDistinctMessageIdsOfAnyKey) {
  const auto id = [](std::string_view key) {
    return read(R"({"to":"a@b.c","subject":"x"})", key).message_id;
  };
  EXPECT_EQ(id("r/do/0/größe x/3"), "r.do.0.gr=C3=B6=C3=9Fe=20x.3@shop.example");
  EXPECT_NE(id("r/a.b/0"), id("r/a/b/0"));
  const std::string long_name(3000, 'n');
  EXPECT_NE(id("r/" + long_name + "/0"), id("r/" + long_name + "/1"));
  EXPECT_LT(id("r/" + long_name + "/0").size(), 200U);
}

TEST(EmailMessageText, SendsEachRecipientOneCopy) {
  const auto message =
      read(R"({"to":["a@b.c","d@e.f"],"cc":"A <a@b.c>","bcc":["x@y.z","d@e.f"],"subject":"x"})");
  EXPECT_THAT(message.recipients(), ::testing::ElementsAre("a@b.c", "d@e.f", "x@y.z"));
}

TEST(EmailMessageText, BoundsItsAttachments) {
  const auto refusal = [](const std::string& attachments) {
    JsonLimits limits;
    limits.max_bytes = 32 * 1024 * 1024;
    const Result<Json> arguments =
        parse_json(R"({"subject":"x","to":"a@b.c","attachments":[)" + attachments + "]}", limits);
    return read_email(arguments.value().get_object(), "a@b.c", kKey, {}).error().code;
  };
  const std::string half = R"({"name":"x","text":")" + std::string(9'000'000, 'x') + "\"}";
  EXPECT_EQ(refusal(half + "," + half), Errc::limit_exceeded);
  std::string many = R"({"name":"x","text":""})";
  for (int i = 0; i < 20; ++i) many += R"(,{"name":"x","text":""})";
  EXPECT_EQ(refusal(many), Errc::limit_exceeded);
}

TEST(EmailMessageText, BoundsTheNumberOfRecipients) {
  std::string list;
  for (int i = 0; i < 60; ++i) list += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "@b.c\"";
  const Result<Json> arguments = parse_json(R"({"subject":"x","to":[)" + list + R"(],"bcc":[)" + list + "]}");
  const auto refused = read_email(arguments.value().get_object(), "a@b.c", kKey, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::limit_exceeded);
}

}  // namespace
}  // namespace runledger::actions
