#include "workflow/base/id.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace runledger {
namespace {

constexpr std::string_view kText = "0190163d-8694-739b-aea5-966c26f8ad91";

TEST(Id, ReadsWhatItWrites) {
  const auto id = RunId::parse(kText);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), kText);
  EXPECT_EQ(RunId::parse("0190163D-8694-739B-AEA5-966C26F8AD91"), id);
  EXPECT_FALSE(id->is_nil());
  EXPECT_TRUE(RunId().is_nil());
}

TEST(Id, RefusesAllOtherText) {
  const std::string text(kText);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string broken = text;
    broken[i] = 'g';
    EXPECT_FALSE(RunId::parse(broken)) << broken;
    EXPECT_FALSE(RunId::parse(text.substr(0, i))) << i;
  }
  EXPECT_FALSE(RunId::parse(text + "0"));
  EXPECT_FALSE(RunId::parse("{" + text.substr(1)));
  EXPECT_FALSE(RunId::parse("0190163d8694739baea5966c26f8ad91"));
}

TEST(Id, IsAVersion7UuidOfItsTime) {
  using namespace std::chrono;
  const sys_time<microseconds> now{milliseconds{0x017F22E279B0}};  // RFC 9562, appendix A.6
  const auto bytes = make_uuid_v7(now, {0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F});
  EXPECT_EQ(uuid_text(bytes), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Id, SortsByTime) {
  using namespace std::chrono;
  constexpr std::array<std::uint8_t, 10> kOnes = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  const RunId earlier{make_uuid_v7(sys_time<microseconds>{milliseconds{1000}}, kOnes)};
  const RunId later{make_uuid_v7(sys_time<microseconds>{milliseconds{1001}}, {})};
  EXPECT_LT(earlier, later);
  EXPECT_LT(earlier.text(), later.text());
}

TEST(Id, HashesByItsRandomPart) {
  std::unordered_set<RunId> ids;
  for (std::uint8_t i = 0; i < 100; ++i) ids.insert(RunId{make_uuid_v7({}, {0, 0, 0, 0, 0, 0, 0, 0, 0, i})});
  EXPECT_EQ(ids.size(), 100u);
}

}  // namespace
}  // namespace runledger
