#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/hash.hpp"

namespace runledger::ledger {

// What the ledger proves about one event. There is no position in it: an event's hash is known before its
// place in the order is, and the Merkle tree proves the place. Views into the caller's memory, all of it
// valid UTF-8. Ids as 36-character UUID text; `recorded_at` as format_time writes it; `meta` is the exact
// JSON text that is stored, taken as an opaque string.
struct LeafHeader {
  std::string_view event_id;
  std::string_view stream;
  std::uint64_t version = 0;  // the event's number in its stream; below 2^53
  std::string_view type;
  std::uint32_t type_version = 0;
  std::optional<std::string_view> run_id;
  std::string_view actor;
  std::optional<std::string_view> causation;
  std::optional<std::string_view> correlation;
  std::string_view recorded_at;
  std::string_view meta;
};

// Stands for an event's data in its leaf: HMAC-SHA256 with the event's own random salt as the key. Once data
// and salt are erased nothing about the data can be guessed from it, and the leaf still proves the rest.
// nullopt unless the salt has 16 to 32 bytes. Thread-safe.
std::optional<Hash> data_commitment(std::span<const std::uint8_t> salt, std::string_view data);

// Appends the canonical text (RFC 8785) of the event's leaf: the header's members under their own names, with
// "v":1 (the version of this layout) and "data_commitment" in hexadecimal. Absent members are left out.
void append_leaf_text(const LeafHeader& header, const Hash& commitment, std::string& out);

// The event's leaf hash: SHA-256(0x00 || text of append_leaf_text) (RFC 6962 §2.1). Allocates nothing once a
// thread's buffer has grown. Thread-safe.
Hash leaf_hash(const LeafHeader& header, const Hash& commitment);

}  // namespace runledger::ledger
