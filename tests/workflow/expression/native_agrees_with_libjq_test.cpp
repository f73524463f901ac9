// Random expressions over random documents: the native evaluator and libjq must give the same.
#include <boost/json/array.hpp>
#include <cstdlib>
#include <random>
#include <vector>

#include "tests/workflow/expression/expression_fixture.hpp"
#include "tests/workflow/expression/expression_generator.hpp"
#include "workflow/expression/parser.hpp"

namespace runledger::expression {
namespace {

constexpr int kBatches = 6;
constexpr int kExpressions = 30;  // in one program, since libjq takes 16 ms and more to compile any
constexpr int kDocuments = 25;

std::uint32_t seed() {
  if (const char* given = std::getenv("RUNLEDGER_TEST_SEED"))
    return static_cast<std::uint32_t>(std::atol(given));
  return std::random_device{}();
}

// All outputs as an array, or "failed".
Json native_outputs(const Expression& expression, const Json& document, Variables variables) {
  auto result = evaluate(expression, document, variables);
  return result ? *result : Json("failed");
}

std::string program_of(const std::vector<Expression>& expressions) {
  std::string program = "[";
  for (const auto& expression : expressions) {
    if (program.size() > 1) program += ", ";
    program += "(try " + expression.text() + " catch \"failed\")";
  }
  return program + "]";
}

TEST(NativeEvaluator, AgreesWithLibjqOnRandomExpressions) {
  const auto chosen = seed();
  SCOPED_TRACE("RUNLEDGER_TEST_SEED=" + std::to_string(chosen));
  ExpressionGenerator generator(chosen);
  const Limits patient{.timeout = Milliseconds(20000)};
  int succeeded = 0;
  for (int batch = 0; batch < kBatches; ++batch) {
    std::vector<Expression> expressions;
    while (expressions.size() < kExpressions) {
      const auto text = "[" + generator.expression() + "]";
      const auto parsed = parse(text, kNames);
      ASSERT_TRUE(parsed.ok()) << text << ": " << parsed.error().message;
      if (!parsed->native) continue;
      auto compiled = Expression::compile(text, kNames);
      ASSERT_TRUE(compiled.ok()) << compiled.error().message;
      expressions.push_back(std::move(*compiled));
    }
    const auto all = Expression::compile(program_of(expressions), kNames);
    ASSERT_TRUE(all.ok()) << all.error().message;
    ASSERT_FALSE(all->native());
    for (int d = 0; d < kDocuments; ++d) {
      const Json document = json(generator.document());
      const Json item = json(generator.document(1));
      const Variable bound[] = {{"item", &item}};
      const auto theirs = evaluate(*all, document, bound, patient);
      ASSERT_TRUE(theirs.ok()) << theirs.error().message;
      for (std::size_t i = 0; i < expressions.size(); ++i) {
        const auto ours = native_outputs(expressions[i], document, bound);
        succeeded += ours.is_array() ? 1 : 0;
        ASSERT_TRUE(json_equal(ours, theirs->at(i)))
            << expressions[i].text() << "\n  on " << write_json(document) << "\n  $item " << write_json(item)
            << "\n  native " << write_json(ours) << "\n  libjq  " << write_json(theirs->at(i));
      }
    }
  }
  EXPECT_GT(succeeded, kBatches * kExpressions * kDocuments / 5)
      << "most random expressions fail: a weak test";
}

}  // namespace
}  // namespace runledger::expression
