#include "ledger/leaf.hpp"

#include <charconv>

#include "ledger/canonical_json.hpp"
#include "ledger/merkle.hpp"

namespace runledger::ledger {
namespace {

constexpr std::size_t kMinSaltBytes = 16;
constexpr std::size_t kMaxSaltBytes = 32;

// `opening` is all that stands before the value: a comma or brace, the quoted name and the colon.
void append_member(std::string_view opening, std::string_view value, std::string& out) {
  out += opening;
  append_canonical_string(value, out);
}

void append_member(std::string_view opening, const std::optional<std::string_view>& value, std::string& out) {
  if (value) append_member(opening, *value, out);
}

// Up to 2^53, the canonical form of an integer is its plain decimal digits.
void append_member(std::string_view opening, std::uint64_t value, std::string& out) {
  char digits[20];
  out += opening;
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

}  // namespace

std::optional<Hash> data_commitment(std::span<const std::uint8_t> salt, std::string_view data) {
  if (salt.size() < kMinSaltBytes || salt.size() > kMaxSaltBytes) return std::nullopt;
  return hmac_sha256(salt, data);
}

// Each event passes here, so the text is written straight in canonical key order; a test holds it against
// canonical_json().
void append_leaf_text(const LeafHeader& header, const Hash& commitment, std::string& out) {
  append_member(R"({"actor":)", header.actor, out);
  append_member(R"(,"causation":)", header.causation, out);
  append_member(R"(,"correlation":)", header.correlation, out);
  out += R"(,"data_commitment":")";
  append_hex(commitment, out);
  append_member(R"(","event_id":)", header.event_id, out);
  append_member(R"(,"meta":)", header.meta, out);
  append_member(R"(,"recorded_at":)", header.recorded_at, out);
  append_member(R"(,"run_id":)", header.run_id, out);
  append_member(R"(,"stream":)", header.stream, out);
  append_member(R"(,"type":)", header.type, out);
  append_member(R"(,"type_version":)", header.type_version, out);
  append_member(R"(,"v":1,"version":)", header.version, out);
  out.push_back('}');
}

Hash leaf_hash(const LeafHeader& header, const Hash& commitment) {
  thread_local std::string text;
  text.clear();
  append_leaf_text(header, commitment, text);
  return hash_leaf(text);
}

}  // namespace runledger::ledger
