#include "ledger/hash.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace runledger::ledger {
namespace {

std::vector<std::uint8_t> bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}

TEST(Sha256, MatchesThePublishedVectors) {  // FIPS 180-4 examples
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, PartsCountAsOneText) {
  EXPECT_EQ(sha256({"a", "", "bc"}), sha256("abc"));
}

TEST(Sha256, CountsNulBytes) {
  EXPECT_NE(sha256(std::string_view("a\0b", 3)), sha256("a"));
}

TEST(HmacSha256, MatchesRfc4231) {
  const std::vector<std::uint8_t> key1(20, 0x0b);
  EXPECT_EQ(hex(hmac_sha256(key1, "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256(bytes_of("Jefe"), "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const std::vector<std::uint8_t> long_key(131, 0xaa);
  EXPECT_EQ(hex(hmac_sha256(long_key, "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, DoesNotRememberTheKeyBefore) {
  const auto first = hmac_sha256(bytes_of("one"), "text");
  EXPECT_NE(hmac_sha256(bytes_of("two"), "text"), first);
  EXPECT_EQ(hmac_sha256(bytes_of("one"), "text"), first);
}

TEST(HmacSha256, RefusesAnEmptyKey) {
  EXPECT_DEATH(hmac_sha256({}, "text"), "key is empty");
}

TEST(Hashing, GivesTheSameOnEveryThread) {
  const Hash expected = hmac_sha256(bytes_of("key"), as_bytes(sha256("text")));
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 1000; ++round) {
        wrong[i] += hmac_sha256(bytes_of("key"), as_bytes(sha256("text"))) != expected;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace runledger::ledger
