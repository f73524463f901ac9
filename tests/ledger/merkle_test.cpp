#include "ledger/merkle.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>

namespace runledger::ledger {
namespace {

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::vector<Hash> leaves(std::size_t count) {
  std::vector<Hash> made;
  for (std::size_t i = 0; i < count; ++i) made.push_back(hash_leaf("entry " + std::to_string(i)));
  return made;
}

// RFC 6962 §2.1, word for word.
Hash naive_root(std::span<const Hash> tree) {
  if (tree.empty()) return sha256("");
  if (tree.size() == 1) return tree.front();
  std::size_t split = 1;
  while (split * 2 < tree.size()) split *= 2;
  return hash_children(naive_root(tree.first(split)), naive_root(tree.subspan(split)));
}

Frontier frontier_of(std::span<const Hash> tree) {
  Frontier frontier;
  for (const Hash& leaf : tree) frontier.append(leaf);
  return frontier;
}

// The test vectors of the Certificate Transparency reference implementation.
TEST(Frontier, HasTheRootsOfCertificateTransparency) {
  constexpr std::array<std::string_view, 8> kEntries = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  constexpr std::array<std::string_view, 8> kRoots = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier;
  EXPECT_EQ(hex(frontier.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < kEntries.size(); ++i) {
    frontier.append(hash_leaf(from_hex(kEntries[i])));
    EXPECT_EQ(hex(frontier.root()), kRoots[i]) << "after leaf " << i;
  }
}

TEST(Frontier, AgreesWithTheWholeTree) {
  const auto tree = leaves(300);
  Frontier frontier;
  for (std::size_t size = 0; size <= tree.size(); ++size) {
    ASSERT_EQ(frontier.size(), size);
    ASSERT_EQ(frontier.root(), naive_root(std::span(tree).first(size))) << "size " << size;
    if (size < tree.size()) frontier.append(tree[size]);
  }
}

TEST(Frontier, GoesOnWhereItWasSerialized) {
  const auto tree = leaves(130);
  for (std::size_t cut = 0; cut <= tree.size(); ++cut) {
    const Frontier before = frontier_of(std::span(tree).first(cut));
    auto after = Frontier::parse(before.serialize());
    ASSERT_TRUE(after) << "size " << cut;
    ASSERT_EQ(*after, before);
    for (std::size_t i = cut; i < tree.size(); ++i) after->append(tree[i]);
    ASSERT_EQ(after->root(), naive_root(tree)) << "cut at " << cut;
  }
}

TEST(Frontier, SerializesItsSizeAndOneHashForEachBit) {
  const std::string bytes = frontier_of(leaves(5)).serialize();
  EXPECT_EQ(bytes.substr(0, 8), std::string("\0\0\0\0\0\0\0\5", 8));
  EXPECT_EQ(bytes.size(), 8u + 2 * 32);
  EXPECT_EQ(Frontier().serialize(), std::string(8, '\0'));
}

TEST(Frontier, RefusesBytesThatDoNotFitTheirSize) {
  const std::string good = frontier_of(leaves(6)).serialize();
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(Frontier::parse(std::string_view(good).substr(0, length))) << length;
  }
  EXPECT_FALSE(Frontier::parse(good + '\0'));
  EXPECT_FALSE(Frontier::parse(good + std::string(32, 'x')));
  std::string other_size = good;
  other_size[7] = 7;
  EXPECT_FALSE(Frontier::parse(other_size));
  EXPECT_FALSE(Frontier::parse(std::string("\x80", 1) + std::string(7 + 32, '\0')));  // 2^63 leaves
}

TEST(Frontier, StopsAtTheLastPosition) {
  auto full = Frontier::parse("\x7f" + std::string(7, '\xff') + std::string(63 * 32, 'h'));
  ASSERT_TRUE(full);
  EXPECT_EQ(full->size(), Frontier::kMaxSize);
  EXPECT_DEATH(full->append(hash_leaf("one too many")), "full");
}

}  // namespace
}  // namespace runledger::ledger
