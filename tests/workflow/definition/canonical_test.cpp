#include "workflow/definition/canonical.hpp"

#include <gtest/gtest.h>

#include "tests/workflow/definition/reading.hpp"

namespace runledger::definition {
namespace {

std::string canonical(std::string_view text) {
  return canonical_json(parse_json(text).value());
}

TEST(Canonical, SortsMembersAndDropsBlanks) {
  EXPECT_EQ(canonical(R"({ "b": [2, {"z": null, "y": true}], "a": "x" })"),
            R"({"a":"x","b":[2,{"y":true,"z":null}]})");
}

TEST(Canonical, WritesEqualNumbersAlike) {
  EXPECT_EQ(canonical("[1, 1.0, 1e0, 0.5, -0.0, 9007199254740993, 18446744073709551615, 1e300]"),
            "[1,1,1,0.5,0,9007199254740993,18446744073709551615,1e+300]");
}

TEST(Canonical, GivesOneHashToOneDefinition) {
  const auto yaml = accepted(with_tasks("  - a: {set: {x: 1, y: '2'}}\n"));
  const auto json = accepted(
      R"({"do": [{"a": {"set": {"y": "2", "x": 1.0}}}],
          "document": {"version": "1.0.0", "name": "sample", "namespace": "test", "dsl": "1.0.3"}})");
  EXPECT_EQ(yaml->canonical, json->canonical);
  EXPECT_EQ(yaml->hash, json->hash);
  EXPECT_EQ(yaml->hash.size(), 64u);
  EXPECT_NE(yaml->hash, accepted(with_tasks("  - a: {set: {x: 1, y: '3'}}\n"))->hash);
}

}  // namespace
}  // namespace runledger::definition
