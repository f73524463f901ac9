#include "workflow/schema/number.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace runledger::schema {
namespace {

constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t kMaxUnsigned = std::numeric_limits<std::uint64_t>::max();

TEST(CompareNumbers, IsExactAcrossKinds) {
  // In ascending order; each a kind of its own where the neighbours round to the same double.
  const std::vector<Json> ascending = {-1e300,
                                       Json(kMin),
                                       Json(kMin + 1),
                                       -1.5,
                                       -1,
                                       -0.5,
                                       0,
                                       0.5,
                                       1,
                                       1.5,
                                       std::int64_t{9007199254740992},
                                       std::int64_t{9007199254740993},
                                       Json(kMax),
                                       0x1p63,
                                       Json((std::uint64_t{1} << 63) + 1),
                                       Json(kMaxUnsigned),
                                       0x1p64,
                                       1e300};
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(compare_numbers(ascending[i], ascending[j]), i < j   ? -1
                                                             : i > j ? 1
                                                                     : 0)
          << write_json(ascending[i]) << " and " << write_json(ascending[j]);
    }
  }
  EXPECT_EQ(compare_numbers(Json(1), Json(1.0)), 0);
  EXPECT_EQ(compare_numbers(Json(std::uint64_t{1}), Json(1)), 0);
  EXPECT_EQ(compare_numbers(Json(kMin), Json(-0x1p63)), 0);
  EXPECT_EQ(compare_numbers(Json(0), Json(-0.0)), 0);
}

bool multiple(const Json& number, const Json& divisor) {
  return is_multiple(number, decimal_of(divisor));
}

TEST(IsMultiple, WorksInDecimal) {
  EXPECT_TRUE(multiple(0.3, 0.1));
  EXPECT_TRUE(multiple(19.99, 0.01));
  EXPECT_FALSE(multiple(19.995, 0.01));
  EXPECT_TRUE(multiple(4.5, 1.5));
  EXPECT_TRUE(multiple(1e308, 0.5));
  EXPECT_FALSE(multiple(1e308, 0.123456789));
  EXPECT_TRUE(multiple(Json(12391239123), 1e-8));
  EXPECT_TRUE(multiple(0, 7));
  EXPECT_TRUE(multiple(-21, 7));
  EXPECT_FALSE(multiple(-22, 7));
}

TEST(IsMultiple, DoesNotOverflow) {
  EXPECT_TRUE(multiple(Json(kMaxUnsigned), 5));
  EXPECT_FALSE(multiple(Json(kMaxUnsigned), 7));
  EXPECT_TRUE(multiple(Json(kMin), 2));
  EXPECT_TRUE(multiple(1e20, Json(std::uint64_t{10'000'000'000'000'000'000u})));
  // 2^64 - 59 is a prime.
  EXPECT_FALSE(multiple(1e300, Json(std::uint64_t{18'446'744'073'709'551'557u})));
  EXPECT_FALSE(multiple(std::numeric_limits<double>::infinity(), 2));
}

TEST(IsInteger, LooksAtTheValueNotTheKind) {
  EXPECT_TRUE(is_integer(1));
  EXPECT_TRUE(is_integer(1.0));
  EXPECT_TRUE(is_integer(1e300));
  EXPECT_FALSE(is_integer(1.5));
  EXPECT_FALSE(is_integer(std::numeric_limits<double>::infinity()));
}

}  // namespace
}  // namespace runledger::schema
