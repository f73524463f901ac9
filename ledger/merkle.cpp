#include "ledger/merkle.hpp"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>

namespace runledger::ledger {
namespace {

constexpr std::size_t kSizeBytes = 8;
constexpr char kLeafPrefix[] = {0x00};
constexpr char kNodePrefix[] = {0x01};

}  // namespace

Hash hash_leaf(std::string_view entry) {
  return sha256({{kLeafPrefix, 1}, entry});
}

Hash hash_children(const Hash& left, const Hash& right) {
  return sha256({{kNodePrefix, 1}, as_bytes(left), as_bytes(right)});
}

void Frontier::append(const Hash& leaf) {
  if (size_ == kMaxSize) {
    std::fputs("runledger: the Merkle tree is full\n", stderr);
    std::abort();
  }
  // Like adding one to a binary number: each trailing 1 bit is a complete subtree that the carry merges.
  Hash merged = leaf;
  for (std::uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    merged = hash_children(subtrees_.back(), merged);
    subtrees_.pop_back();
  }
  subtrees_.push_back(merged);
  ++size_;
}

Hash Frontier::root() const {
  if (subtrees_.empty()) return sha256("");
  Hash right = subtrees_.back();
  for (std::size_t i = subtrees_.size() - 1; i > 0; --i) right = hash_children(subtrees_[i - 1], right);
  return right;
}

std::string Frontier::serialize() const {
  std::string bytes;
  bytes.reserve(kSizeBytes + subtrees_.size() * sizeof(Hash));
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((size_ >> shift) & 0xFF));
  for (const Hash& hash : subtrees_) bytes += as_bytes(hash);
  return bytes;
}

std::optional<Frontier> Frontier::parse(std::string_view bytes) {
  if (bytes.size() < kSizeBytes) return std::nullopt;
  Frontier frontier;
  for (const char c : bytes.substr(0, kSizeBytes)) {
    frontier.size_ = frontier.size_ << 8 | static_cast<unsigned char>(c);
  }
  bytes.remove_prefix(kSizeBytes);
  const auto subtrees = static_cast<std::size_t>(std::popcount(frontier.size_));
  if (frontier.size_ > kMaxSize || bytes.size() != subtrees * sizeof(Hash)) return std::nullopt;
  frontier.subtrees_.resize(subtrees);
  for (Hash& hash : frontier.subtrees_) {
    std::copy_n(bytes.begin(), hash.size(), hash.begin());
    bytes.remove_prefix(hash.size());
  }
  return frontier;
}

}  // namespace runledger::ledger
