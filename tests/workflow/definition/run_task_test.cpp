#include <gtest/gtest.h>

#include "tests/workflow/definition/reading.hpp"

// `run` in a definition.
namespace runledger::definition {
namespace {

ReadOutcome read_run(const std::string& run) {
  return read_definition(with_tasks("  - t: {run: " + run + "}\n"));
}

std::string complaint(const std::string& run) {
  const auto outcome = read_run(run);
  EXPECT_EQ(outcome.program, nullptr) << run;
  return outcome.diagnostics.empty() ? std::string() : outcome.diagnostics.front().message;
}

TEST(RunTask, TakesTheLatestVersionUnlessOneIsNamed) {
  const auto latest = read_run("{workflow: {namespace: shop, name: pack}}").program;
  ASSERT_NE(latest, nullptr);
  ASSERT_EQ(latest->workflows.size(), 1u);
  EXPECT_EQ(latest->workflows[0], (WorkflowReference{WorkflowName{"shop/pack"}, "latest"}));
  const auto& task = std::get<RunTask>(latest->find("/do/0/t")->kind);
  EXPECT_TRUE(task.awaited);
  EXPECT_EQ(task.gives, RunTask::Gives::output);

  const auto exact =
      read_run("{await: false, return: none, workflow: {namespace: shop, name: pack, version: '2.0.1'}}")
          .program;
  ASSERT_NE(exact, nullptr);
  EXPECT_EQ(exact->workflows[0].version, "2.0.1");
  EXPECT_FALSE(std::get<RunTask>(exact->find("/do/0/t")->kind).awaited);
}

TEST(RunTask, InAFunctionCountsForEachCallAndNotWhenNobodyCallsIt) {
  const std::string functions =
      "use: {functions: {pack: {run: {workflow: {namespace: shop, name: pack}}}, "
      "send: {run: {workflow: {namespace: shop, name: send}}}}}\n";
  const auto program =
      read_definition(functions + with_tasks("  - t: {call: pack}\n  - u: {call: pack}\n")).program;
  ASSERT_NE(program, nullptr);
  ASSERT_EQ(program->workflows.size(), 1u);
  EXPECT_EQ(program->workflows[0].workflow.value, "shop/pack");
}

TEST(RunTask, SaysWhatIsWrong) {
  EXPECT_NE(complaint("{workflow: {namespace: shop}}").find("needs `name`"), std::string::npos);
  EXPECT_NE(complaint("{workflow: {namespace: shop, name: 'a b'}}").find("letters, digits and dashes"),
            std::string::npos);
  EXPECT_NE(complaint("{workflow: {namespace: shop, name: '${ .name }'}}").find("letters, digits and dashes"),
            std::string::npos);
  EXPECT_NE(complaint("{workflow: {namespace: shop, name: pack, version: newest}}").find("or `latest`"),
            std::string::npos);
  EXPECT_NE(complaint("{return: code, workflow: {namespace: shop, name: pack}}").find("speaks of a process"),
            std::string::npos);
  EXPECT_NE(complaint("{await: yes please, workflow: {namespace: shop, name: pack}}").find("`await` must be"),
            std::string::npos);
  EXPECT_NE(complaint("{}").find("needs `workflow`"), std::string::npos);
  EXPECT_NE(complaint("{workflow: {namespace: shop, name: pack, inputs: {}}}").find("input"),
            std::string::npos);
  EXPECT_NE(complaint("{container: {image: x}, return: all}").find("`container` is not supported yet"),
            std::string::npos);
  EXPECT_NE(complaint("{workflow: {namespace: shop, name: pack, input: {token: '${ $secrets.t }'}}}")
                .find("$secrets"),
            std::string::npos);
}

}  // namespace
}  // namespace runledger::definition
