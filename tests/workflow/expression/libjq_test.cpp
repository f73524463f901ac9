// What goes through libjq: that it works, and that hostile programs neither hang, crash nor fill the process.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "tests/workflow/expression/expression_fixture.hpp"
#include "workflow/expression/jq_pool.hpp"

namespace runledger::expression {
namespace {

using Clock = std::chrono::steady_clock;

TEST(Libjq, CarriesWhatTheNativeEvaluatorDoesNot) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {".a | sort_by(-.n) | map(.n)", "[3,2,1]"},
      {"[.a[].n] | max", "3"},
      {".s | test(\"^h.*o$\")", "true"},
      {".s | sub(\"l+\"; \"L\")", "\"heLo\""},
      {"@base64 \"x\\(.s)\"", "\"xaGVsbG8=\""},
      {".a[0].n += 5 | .a[0]", "{\"n\":8}"},
      {".a |= map(.n)", "{\"s\":\"hello\",\"a\":[3,1,2]}"},
      {".a[] |= empty | .a | length < 3", "true"},
      {"to_entries | from_entries | keys", "[\"a\",\"s\"]"},
      {"{x: if .s then 1 end, y: (1.5 | ceil)}", "{\"x\":1,\"y\":2}"},
      {"[limit(2; repeat(1))]", "[1,1]"},
      {"0 | todate", "\"1970-01-01T00:00:00Z\""},
      {"[.a[] | .n] | add / length", "2"},
      {"1, 2 | sqrt | floor", "[1,1]"},
      {".s | ascii_downcase | sqrt?", "null"},
      {".s | explode | implode", "\"hello\""},
      {".s | index(\"l\"), rindex(\"l\"), indices(\"\")", "[2,3,null]"},
      {"[.a[].n] | \"\\(sort)\" # comment", "\"[1,2,3]\""},
  };
  for (const auto& [jq, expected] : cases) {
    EXPECT_EQ(result_of(jq, R"({"s":"hello","a":[{"n":3},{"n":1},{"n":2}]})"), expected) << jq;
  }
}

TEST(Libjq, SeesTheVariablesItUses) {
  const Json context = json(R"({"n":[3,1]})");
  const Json item = json("5");
  const Variable bound[] = {{"item", &item}, {"context", &context}};
  EXPECT_EQ(result_of("($context.n | sort) + [$item, $input, .]", json("9"), bound), "[1,3,5,null,9]");
}

TEST(Libjq, ReportsItsErrors) {
  EXPECT_EQ(result_of("sqrt", "\"x\""), "error: expression 'sqrt': string (\"x\") number required");
  EXPECT_NE(result_of("error", R"({"code":7})").find("code"), std::string::npos);
}

TEST(Libjq, RefusesResultsThatJsonCannotHold) {
  for (const std::string_view jq :
       {"infinite", "nan", "[-infinite]", "[0] | implode", "\"AAA=\" | @base64d"}) {
    EXPECT_TRUE(result_of(jq).starts_with("error: ")) << jq << " → " << result_of(jq);
  }
}

Result<Json> run(std::string_view jq, const Limits& limits, const Json& input = {}) {
  auto compiled = Expression::compile(jq, kNames);
  if (!compiled) return compiled.error();
  return evaluate(*compiled, input, {}, limits);
}

TEST(Libjq, StopsRunawaysInTime) {
  Limits limits;
  limits.timeout = Milliseconds(50);
  for (const std::string_view jq :
       {"[range(1e9)]", "[limit(1e9; repeat(1))]", "def f: f; f", "last(range(1e12))", "until(false; .)",
        "reduce range(1e9) as $i (1; [.])", "[recurse(. + 1)]", "def f: [f, f]; f"}) {
    const auto begin = Clock::now();
    const auto result = run(jq, limits, Json(1));
    ASSERT_FALSE(result.ok()) << jq;
    EXPECT_TRUE(result.error().code == Errc::limit_exceeded || result.error().code == Errc::expression_failed)
        << result.error().message;
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(5)) << jq;
  }
}

TEST(Libjq, EndsAnEmptyMatchThatJqSixteenRepeatsForEver) {
  Limits limits;
  limits.timeout = Milliseconds(50);
  const auto begin = Clock::now();
  const auto result =
      run("\"a\" | gsub(\"\"; \"b\")", limits);  // jq 1.7 has an answer, 1.6 has to be stopped
  EXPECT_TRUE(result.ok() || result.error().code == Errc::limit_exceeded) << result.error().message;
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(5));
}

TEST(Libjq, SurvivesWhatCrashesJqSixteen) {
  Limits limits;
  limits.timeout = Milliseconds(100);
  for (const std::string_view jq :
       {"\"a\" * 1e9", "1e9 * (\"a\", \"b\")", ".[1000000000] = 1", "setpath([1e9]; 1)", ".[536870912] |= 1",
        "[-9223372036854775808 % (-1, -1)] | sort | error", "[\"a\"] | implode", "[-1] | implode",
        "[nan % -1]", "reduce range(60) as $i (\"aaaaaaaa\"; . + .)", "reduce range(60) as $i ([1]; . + .)",
        "[range(100000) | \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" * 3000] | "
        "add"}) {
    const auto begin = Clock::now();
    EXPECT_FALSE(run(jq, limits).ok()) << jq;
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(5)) << jq;
  }
}

TEST(Libjq, EndsDeeplyNestedValuesWithoutOverflowingTheStack) {
  Limits limits;
  limits.timeout = Milliseconds(20000);
  const auto result = run("reduce range(300000) as $i (1; [.]) | flatten(1) | length", limits);
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_EQ(*result, Json(1));
  EXPECT_EQ(run("reduce range(300000) as $i (1; [.])", limits).error().code, Errc::limit_exceeded);
}

TEST(Libjq, BoundsSizeAndNumberOfOutputs) {
  Limits limits;
  limits.max_result_bytes = 1000;
  limits.max_outputs = 10;
  EXPECT_EQ(run("range(11)", limits).error().code, Errc::limit_exceeded);
  EXPECT_TRUE(run("range(10)", limits).ok());
  EXPECT_EQ(run("[range(100)]", limits).error().code, Errc::limit_exceeded);
}

// Also shows that libjq allocates through our functions: without them only the clock would end it.
TEST(Libjq, StopsAProgramThatTakesTooMuchMemory) {
  Limits limits;
  limits.timeout = Milliseconds(60000);
  const auto result = run("[range(1e9)]", limits);
  ASSERT_FALSE(result.ok());
  EXPECT_NE(result.error().message.find("too much memory"), std::string::npos) << result.error().message;
}

TEST(Libjq, AnswersAgainAfterThreadsWereGivenUp) {
  Limits limits;
  limits.timeout = Milliseconds(50);
  // One C function of libjq that builds gigabytes: it cannot be stopped, only left.
  const std::size_t before = jq_pool::threads_lost();
  const auto result = run("reduce range(40) as $i (1; [., .]) | tojson | length", limits);
  EXPECT_EQ(result.error().code, Errc::limit_exceeded);
  EXPECT_EQ(result_of("[3, 1] | sort"), "[1,3]");
  // However often it comes again: it costs no further thread, and nobody else notices.
  for (int i = 0; i < 20; ++i) {
    const auto again = run("reduce range(40) as $i (1; [., .]) | tojson | length", limits);
    ASSERT_EQ(again.error().code, Errc::limit_exceeded) << again.error().message;
  }
  EXPECT_EQ(jq_pool::threads_lost(), before + 1);
  // Nor those who wait for a thread when it becomes known: many at a time, on a few threads.
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i) {
    callers.emplace_back(
        [&] { EXPECT_FALSE(run("reduce range(41) as $i (1; [., .]) | tojson | length", limits).ok()); });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_LE(jq_pool::threads_lost(), before + 5) << "those that evaluated it at the same time, at most";
  EXPECT_EQ(result_of("[3, 1] | sort"), "[1,3]");
}

TEST(Libjq, IsSharedByManyThreads) {
  const auto compiled = Expression::compile("map(. * $item) | sort | add", kNames);
  ASSERT_TRUE(compiled.ok());
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 1; t <= 4; ++t) {
    threads.emplace_back([&, t] {
      const Json factor(t);
      const Variable bound[] = {{"item", &factor}};
      for (int i = 0; i < 100; ++i) {
        const Limits patient{.timeout = Milliseconds(20000)};
        const auto result = evaluate(*compiled, Json{1, 2, i}, bound, patient);
        if (!result || *result != Json((3 + i) * t)) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace runledger::expression
