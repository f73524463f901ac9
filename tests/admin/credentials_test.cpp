#include "admin/acts/credentials.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace runledger::admin {
namespace {

// Gives the same byte again and again.
class ConstantRandom : public Random {
 public:
  explicit ConstantRandom(std::uint8_t value) : value_(value) {}
  void fill(std::span<std::uint8_t> bytes) override { std::fill(bytes.begin(), bytes.end(), value_); }

 private:
  std::uint8_t value_;
};

TEST(Credentials, ApiKeyCarriesAll256BitsInBase64Url) {
  ConstantRandom ones(0xFF);
  EXPECT_EQ(make_api_key(ones), "rl_" + std::string(42, '_') + "8");  // 42 * 6 + 4 bits, filled up with zeros
  ConstantRandom zeros(0);
  EXPECT_EQ(make_api_key(zeros), "rl_" + std::string(43, 'A'));
}

TEST(Credentials, WebhookIdCarriesAll128BitsInBase32) {
  ConstantRandom ones(0xFF);
  EXPECT_EQ(make_webhook_id(ones), std::string(25, '7') + "4");
}

TEST(Credentials, PrefixShowsOnlyTheBeginning) {
  EXPECT_EQ(key_prefix("rl_abcdefghijkl"), "rl_abcdef");
}

}  // namespace
}  // namespace runledger::admin
