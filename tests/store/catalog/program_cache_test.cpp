#include "store/catalog/program_cache.hpp"

#include <gtest/gtest.h>

#include "workflow/definition/reader.hpp"

namespace runledger::store::test {
namespace {

std::string source(int number) {
  return "document: {dsl: '1.0.3', namespace: test, name: w" + std::to_string(number) +
         ", version: '1.0.0'}\ndo: [{a: {set: {n: " + std::to_string(number) + "}}}]";
}

std::string hash_of(const std::string& text) {
  return definition::read_definition(text).program->hash;
}

TEST(ProgramCache, ForgetsWhatNobodyUsesOnceItIsFull) {
  ProgramCache cache(2);
  const auto used = cache.compile(hash_of(source(1)), source(1));
  ASSERT_TRUE(used.ok());
  ASSERT_TRUE(cache.compile(hash_of(source(2)), source(2)).ok());
  ASSERT_TRUE(cache.compile(hash_of(source(3)), source(3)).ok());
  EXPECT_EQ(cache.find(hash_of(source(1))), *used) << "somebody holds it";
  EXPECT_EQ(cache.find(hash_of(source(2))), nullptr);
  EXPECT_NE(cache.find(hash_of(source(3))), nullptr);
  ASSERT_TRUE(cache.compile(hash_of(source(2)), source(2)).ok()) << "it can be had again";
}

}  // namespace
}  // namespace runledger::store::test
