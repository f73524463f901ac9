#include "workflow/base/time.hpp"

#include <gtest/gtest.h>

namespace runledger {
namespace {

using namespace std::chrono;

std::string reformatted(std::string_view text) {
  const auto time = parse_time(text);
  return time ? format_time(*time) : "refused";
}

TEST(ParseTime, ReadsRfc3339) {
  EXPECT_EQ(reformatted("2026-11-23T14:50:01Z"), "2026-11-23T14:50:01.000000Z");
  EXPECT_EQ(reformatted("2026-11-23t14:50:01.5z"), "2026-11-23T14:50:01.500000Z");
  EXPECT_EQ(reformatted("2026-11-23T00:30:00+01:30"), "2026-11-22T23:00:00.000000Z");
  EXPECT_EQ(reformatted("2026-12-31T23:30:00-01:00"), "2027-01-01T00:30:00.000000Z");
  EXPECT_EQ(reformatted("1969-12-31T23:59:59.999999Z"), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(reformatted("2024-02-29T12:00:00.123456789Z"), "2024-02-29T12:00:00.123456Z");
  EXPECT_EQ(parse_time("1970-01-01T00:00:00.000001Z").value(), Timestamp{microseconds{1}});
}

TEST(ParseTime, RefusesAllElse) {
  for (const char* text : {"",
                           "2026",
                           "2026-11-23",
                           "2026-11-23T14:50:01",
                           "2026-11-23T14:50Z",
                           "2026-11-23T24:00:00Z",
                           "2026-11-23T14:60:00Z",
                           "2026-11-23T14:50:61Z",
                           "2026-02-29T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-00-01T00:00:00Z",
                           "2026-11-31T00:00:00Z",
                           "2026-11-23T14:50:01.Z",
                           "2026-11-23T14:50:01.1234567890Z",
                           "2026-11-23T14:50:01+1:00",
                           "2026-11-23T14:50:01+24:00",
                           "2026-11-23T14:50:01Zx",
                           " 2026-11-23T14:50:01Z",
                           "+026-11-23T14:50:01Z",
                           "2026-11-23T14:50:01+01:60"}) {
    EXPECT_EQ(reformatted(text), "refused") << text;
  }
}

TEST(ParseTime, QuotesOnlyTheBeginningOfLongText) {
  EXPECT_LT(parse_time(std::string(10'000, '2')).error().message.size(), 200u);
}

Milliseconds duration(std::string_view text) {
  const auto parsed = parse_duration(text);
  return parsed ? *parsed : Milliseconds{-1};
}

TEST(ParseDuration, ReadsIso8601) {
  EXPECT_EQ(duration("PT15M"), minutes{15});
  EXPECT_EQ(duration("P1DT2H3M4.5S"), hours{26} + minutes{3} + milliseconds{4500});
  EXPECT_EQ(duration("P2W"), days{14});
  EXPECT_EQ(duration("PT0S"), seconds{0});
  EXPECT_EQ(duration("PT0.001S"), milliseconds{1});
  EXPECT_EQ(duration("PT90M"), minutes{90});
}

TEST(ParseDuration, RefusesAllElse) {
  for (const char* text : {"",
                           "P",
                           "PT",
                           "P1DT",
                           "15M",
                           "PT15",
                           "P1Y",
                           "P1M",
                           "PT1D",
                           "P1H",
                           "PT1S1M",
                           "PT1M1M",
                           "-PT1S",
                           "PT-1S",
                           "PT1.5H",
                           "PT.5S",
                           "PT1,5S",
                           "PT1.S",
                           "pt1s",
                           "PT1S ",
                           "PTT1S",
                           "P101Y",
                           "PT99999999999999S",
                           "P36700D",
                           "P36600DT1S",
                           "PT1H\n"}) {
    EXPECT_EQ(duration(text), Milliseconds{-1}) << text;
  }
}

TEST(FormatDuration, WritesWhatParseDurationReads) {
  EXPECT_EQ(format_duration(Milliseconds{0}), "PT0S");
  EXPECT_EQ(format_duration(Milliseconds{-5}), "PT0S");
  EXPECT_EQ(format_duration(hours{1} + minutes{30} + milliseconds{500}), "PT1H30M0.5S");
  EXPECT_EQ(format_duration(days{2}), "P2D");
  EXPECT_EQ(format_duration(milliseconds{1}), "PT0.001S");
  for (const std::int64_t ms :
       {1LL, 999LL, 1'000LL, 61'001LL, 86'400'000LL, 90'061'010LL, 3'162'240'000'000LL}) {
    EXPECT_EQ(duration(format_duration(Milliseconds{ms})), Milliseconds{ms}) << ms;
  }
}

}  // namespace
}  // namespace runledger
