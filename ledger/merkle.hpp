#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/hash.hpp"

namespace runledger::ledger {

// The two kinds of node of the Merkle tree of RFC 6962 §2.1. The first byte differs, so that no leaf can be
// passed off as an inner node.
Hash hash_leaf(std::string_view entry);                   // SHA-256(0x00 || entry)
Hash hash_children(const Hash& left, const Hash& right);  // SHA-256(0x01 || left || right)

// The right edge of an append-only Merkle tree: all that is needed to go on appending and to know the root.
// It holds one hash for each complete subtree, which is one for each 1 bit of size(), so at most 63.
// Append costs two hashings on average, root() one for each subtree but one. A plain value, not synchronised.
class Frontier {
 public:
  // The largest number of leaves: positions are PostgreSQL bigint.
  static constexpr std::uint64_t kMaxSize = (std::uint64_t{1} << 63) - 1;

  // Adds the next leaf, given as its hash (hash_leaf or leaf_hash). Aborts past kMaxSize.
  void append(const Hash& leaf);

  // Number of leaves so far.
  std::uint64_t size() const { return size_; }

  // The Merkle tree hash of all leaves so far; SHA-256 of nothing when there is none (RFC 6962 §2.1).
  Hash root() const;

  // size() as 8 bytes, big-endian, then the subtrees' hashes, the largest (oldest) subtree first.
  std::string serialize() const;
  // Reads exactly what serialize() writes: nullopt when the length does not fit the size or the size is too
  // large. It cannot tell whether the hashes are right; comparing root() with a known root can.
  static std::optional<Frontier> parse(std::string_view bytes);

  friend bool operator==(const Frontier&, const Frontier&) = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> subtrees_;
};

}  // namespace runledger::ledger
