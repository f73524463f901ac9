#include "workflow/base/hex.hpp"

#include <gtest/gtest.h>

#include <array>

namespace runledger {
namespace {

TEST(Hex, WritesTwoLowerCaseCharactersForEachByte) {
  const std::array<std::uint8_t, 5> bytes = {0x00, 0x0f, 0xa0, 0x7f, 0xff};
  EXPECT_EQ(to_hex(bytes), "000fa07fff");
  EXPECT_EQ(to_hex({}), "");
}

}  // namespace
}  // namespace runledger
