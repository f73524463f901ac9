#include "actions/services/standard_webhooks.hpp"

#include <gtest/gtest.h>

#include "actions/services/hmac.hpp"

namespace runledger::actions {
namespace {

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

// RFC 4231 §4.2, §4.3, §4.7 (a key longer than a block).
TEST(Hmac, GivesTheVectorsOfTheStandard) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// The example of the Standard Webhooks libraries.
TEST(StandardWebhooks, SignsAsItsExample) {
  const auto key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(webhook_signature(*key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(StandardWebhooks, RefusesSecretsThatAreNone) {
  for (const auto* secret :
       {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_no base64!"}) {
    const auto key = signing_key(secret);
    EXPECT_FALSE(key.ok()) << secret;
  }
}

TEST(StandardWebhooks, MakesIdsWithoutDotsThatStayDistinct) {
  EXPECT_EQ(webhook_id("run/do/0/a.b ü/1"), "run/do/0/a%2Eb%20%C3%BC/1");
}

}  // namespace
}  // namespace runledger::actions
