#include "ledger/leaf.hpp"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <random>
#include <vector>

#include "ledger/canonical_json.hpp"
#include "ledger/merkle.hpp"

namespace runledger::ledger {
namespace {

LeafHeader full_header() {
  LeafHeader header;
  header.event_id = "0190163d-8694-739b-aea5-966c26f8ad91";
  header.stream = "run/0190163d-8694-739b-aea5-966c26f8ad92";
  header.version = 7;
  header.type = "TaskStarted";
  header.type_version = 1;
  header.run_id = "0190163d-8694-739b-aea5-966c26f8ad92";
  header.actor = "webhook:key_1";
  header.causation = "0190163d-8694-739b-aea5-966c26f8ad93";
  header.correlation = "order \"17\"\n";
  header.recorded_at = "2026-11-23T14:50:01.000000Z";
  header.meta = R"({"ip":"10.0.0.1"})";
  return header;
}

boost::json::string text(std::string_view view) {
  return boost::json::string(boost::json::string_view(view.data(), view.size()));
}

// The leaf as a document, for the generic canonicalizer.
std::string reference_text(const LeafHeader& header, const Hash& commitment) {
  boost::json::object leaf;
  leaf["v"] = 1;
  leaf["event_id"] = text(header.event_id);
  leaf["stream"] = text(header.stream);
  leaf["version"] = header.version;
  leaf["type"] = text(header.type);
  leaf["type_version"] = header.type_version;
  if (header.run_id) leaf["run_id"] = text(*header.run_id);
  leaf["actor"] = text(header.actor);
  if (header.causation) leaf["causation"] = text(*header.causation);
  if (header.correlation) leaf["correlation"] = text(*header.correlation);
  leaf["recorded_at"] = text(header.recorded_at);
  leaf["meta"] = text(header.meta);
  leaf["data_commitment"] = hex(commitment);
  return canonical_json(leaf).value();
}

std::string leaf_text(const LeafHeader& header, const Hash& commitment) {
  std::string out;
  append_leaf_text(header, commitment, out);
  return out;
}

TEST(Leaf, TextIsWhatTheCanonicalizerWrites) {
  const Hash commitment = sha256("data");
  LeafHeader header = full_header();
  EXPECT_EQ(leaf_text(header, commitment), reference_text(header, commitment));
  header.run_id.reset();
  EXPECT_EQ(leaf_text(header, commitment), reference_text(header, commitment));
  header.causation.reset();
  header.correlation.reset();
  EXPECT_EQ(leaf_text(header, commitment), reference_text(header, commitment));
}

TEST(Leaf, TextIsCanonicalForAnyStrings) {
  constexpr std::uint64_t kSeed = 7;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  const std::vector<std::string> pieces = {"",     "a",    "\"",     "\\",         "\n",
                                           "\x01", "\x7f", "\u00e9", "\U0001F602", "/"};
  const auto any_text = [&] {
    std::string made;
    for (int i = 0; i < 6; ++i) made += pieces[random() % pieces.size()];
    return made;
  };
  for (int round = 0; round < 500; ++round) {
    const std::string stream = any_text(), actor = any_text(), meta = any_text(), run = any_text();
    LeafHeader header = full_header();
    header.stream = stream;
    header.actor = actor;
    header.meta = meta;
    if (random() % 2 != 0) header.run_id = run;
    header.version = random() % (std::uint64_t{1} << 53);
    const Hash commitment = sha256(stream);
    ASSERT_EQ(leaf_text(header, commitment), reference_text(header, commitment));
  }
}

TEST(Leaf, HashIsThatOfARfc6962Leaf) {
  const Hash commitment = sha256("data");
  const Hash hash = leaf_hash(full_header(), commitment);
  EXPECT_EQ(hash, sha256({std::string_view("\0", 1), reference_text(full_header(), commitment)}));
  EXPECT_EQ(leaf_hash(full_header(), commitment), hash) << "the buffer of the call before must not show";
}

// Leaves written today must be provable for ever: this text and hash may never change. The two digests were
// computed with another program (Python's hashlib and json).
TEST(Leaf, LayoutIsFrozen) {
  const std::vector<std::uint8_t> salt(16, 0x5a);
  const auto commitment = data_commitment(salt, R"({"amount":12})");
  ASSERT_TRUE(commitment);
  EXPECT_EQ(
      leaf_text(full_header(), *commitment),
      R"({"actor":"webhook:key_1","causation":"0190163d-8694-739b-aea5-966c26f8ad93",)"
      R"("correlation":"order \"17\"\n",)"
      R"("data_commitment":"4abae58af1a9f3b988b4b619d012e8142fe8a6ff3d7dda8430903f7645db8d73",)"
      R"("event_id":"0190163d-8694-739b-aea5-966c26f8ad91","meta":"{\"ip\":\"10.0.0.1\"}",)"
      R"("recorded_at":"2026-11-23T14:50:01.000000Z","run_id":"0190163d-8694-739b-aea5-966c26f8ad92",)"
      R"("stream":"run/0190163d-8694-739b-aea5-966c26f8ad92","type":"TaskStarted","type_version":1,"v":1,)"
      R"("version":7})");
  EXPECT_EQ(hex(leaf_hash(full_header(), *commitment)),
            "7056d3941aabb2b38eea07707a2f9312c1d72a92f687c9c309c40519b606a3b2");
}

TEST(Leaf, EveryFieldCounts) {
  const Hash commitment = sha256("data");
  const Hash original = leaf_hash(full_header(), commitment);
  const auto changed = [&](auto change) {
    LeafHeader header = full_header();
    change(header);
    return leaf_hash(header, commitment) != original;
  };
  EXPECT_TRUE(changed([](LeafHeader& h) { h.event_id = "x"; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.stream = "x"; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.version = 8; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.type = "x"; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.type_version = 2; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.run_id.reset(); }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.run_id = ""; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.actor = "x"; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.causation.reset(); }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.correlation.reset(); }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.recorded_at = "x"; }));
  EXPECT_TRUE(changed([](LeafHeader& h) { h.meta = "{}"; }));
  EXPECT_NE(leaf_hash(full_header(), sha256("other data")), original);
}

TEST(DataCommitment, IsTheHmacUnderTheSalt) {
  const std::vector<std::uint8_t> salt(16, 1);
  EXPECT_EQ(data_commitment(salt, "{}"), hmac_sha256(salt, "{}"));
  EXPECT_NE(data_commitment(std::vector<std::uint8_t>(16, 2), "{}"), data_commitment(salt, "{}"));
}

TEST(DataCommitment, RefusesSaltsOfAnotherLength) {
  EXPECT_FALSE(data_commitment(std::vector<std::uint8_t>(15), "{}"));
  EXPECT_TRUE(data_commitment(std::vector<std::uint8_t>(32), "{}"));
  EXPECT_FALSE(data_commitment(std::vector<std::uint8_t>(33), "{}"));
  EXPECT_FALSE(data_commitment({}, "{}"));
}

}  // namespace
}  // namespace runledger::ledger
