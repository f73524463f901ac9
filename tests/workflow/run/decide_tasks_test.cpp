#include <gtest/gtest.h>

#include "tests/workflow/run/run_driver.hpp"
#include "workflow/run/actions.hpp"

namespace runledger::run {
namespace {

using testing::RunDriver;

struct Pure {
  const char* name;
  const char* body;
  const char* input;
  const char* output;  // or the run's status when it is not "completed"
};

void PrintTo(const Pure& pure, std::ostream* out) {
  *out << pure.name;
}

class PureRun : public ::testing::TestWithParam<Pure> {};

TEST_P(PureRun, EndsWithTheOutput) {
  RunDriver run(GetParam().body);
  run.start(GetParam().input);
  EXPECT_EQ(run.output(), GetParam().output);
}

std::string name_of_case(const ::testing::TestParamInfo<Pure>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Set, PureRun,
    ::testing::Values(Pure{"Constant", "do: [{a: {set: {x: 1}}}]", "{}", R"({"x":1})"},
                      Pure{"FromInput", "do: [{a: {set: {x: '${ .y }'}}}]", R"({"y":[2]})", R"({"x":[2]})"},
                      Pure{"WholeExpression", "do: [{a: {set: '${ .y }'}}]", R"({"y":[2]})", "[2]"},
                      Pure{"PassesItsOutputOn",
                           "do: [{a: {set: {n: '${ .n + 1 }'}}}, {b: {set: {n: '${ .n * 10 }'}}}]",
                           R"({"n":1})", R"({"n":20})"},
                      Pure{"ErrorFaults", "do: [{a: {set: {x: '${ .y.z }'}}}]", R"({"y":1})", "faulted"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Flow, PureRun,
    ::testing::Values(
        Pure{"ThenNamesASibling",
             "do: [{a: {set: {s: a}, then: c}}, {b: {set: {s: '${ .s + \"b\" }'}, then: end}}, "
             "{c: {set: {s: '${ .s + \"c\" }'}, then: b}}]",
             "{}", R"({"s":"acb"})"},
        Pure{"ExitLeavesTheBlock",
             "do: [{a: {do: [{x: {set: {s: x}, then: exit}}, {y: {set: {s: y}}}]}}, {b: {set: {s: '${ .s + "
             "\"b\" }'}}}]",
             "{}", R"({"s":"xb"})"},
        Pure{"EndLeavesTheRun",
             "do: [{a: {do: [{x: {set: {s: x}, then: end}}, {y: {set: {s: y}}}]}}, {b: {set: {s: b}}}]", "{}",
             R"({"s":"x"})"},
        Pure{"ExitOfTheRootEndsTheRun", "do: [{a: {set: {s: a}, then: exit}}, {b: {set: {s: b}}}]", "{}",
             R"({"s":"a"})"},
        Pure{"IfFalsePassesTheInputOn", "do: [{a: {if: .no, set: {s: a}}}, {b: {set: {s: '${ [.] }'}}}]",
             R"({"no":false})", R"({"s":[{"no":false}]})"},
        Pure{"SkippedTaskIgnoresItsThen", "do: [{a: {if: .no, set: {s: a}, then: end}}, {b: {set: {s: b}}}]",
             R"({"no":false})", R"({"s":"b"})"},
        Pure{"SkippedLastTaskEndsTheBlock", "do: [{a: {set: {s: a}}}, {b: {if: .no, set: {s: b}}}]", "{}",
             R"({"s":"a"})"},
        Pure{"LoopsWithThen",
             "do: [{a: {set: {n: '${ .n + 1 }'}}}, {b: {switch: [{more: {when: .n < 5, then: a}}, {done: "
             "{then: end}}]}}]",
             R"({"n":0})", R"({"n":5})"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Switch, PureRun,
    ::testing::Values(
        Pure{"FirstCaseThatHolds",
             "do: [{s: {switch: [{one: {when: .n > 0, then: a}}, {two: {when: .n > 0, then: b}}, {d: {then: "
             "end}}]}}, "
             "{a: {set: {x: a}, then: end}}, {b: {set: {x: b}}}]",
             R"({"n":1})", R"({"x":"a"})"},
        Pure{"DefaultCase",
             "do: [{s: {switch: [{d: {then: b}}, {one: {when: .n > 0, then: a}}]}}, {a: {set: {x: a}, then: "
             "end}}, "
             "{b: {set: {x: b}}}]",
             R"({"n":0})", R"({"x":"b"})"},
        Pure{"NoCaseGoesOn", "do: [{s: {switch: [{one: {when: .n > 0, then: end}}]}}, {a: {set: {x: a}}}]",
             R"({"n":0})", R"({"x":"a"})"},
        Pure{"GivesItsInputOn", "do: [{s: {switch: [{one: {then: exit}}]}}]", R"({"n":7})", R"({"n":7})"}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    DataFlow, PureRun,
    ::testing::Values(
        Pure{"InputFromThenSetThenOutputAs",
             "do: [{a: {input: {from: .order}, set: {twice: '${ .n * 2 }'}, output: {as: .twice}}}]",
             R"({"order":{"n":4}})", "8"},
        Pure{"ExportSeesTheTransformedOutput",
             "do: [{a: {set: {n: 1}, output: {as: '${ {m: .n} }'}, export: {as: '${ {seen: ., out: $output} "
             "}'}}}, "
             "{b: {set: '${ $context }'}}]",
             "{}", R"({"seen":{"m":1},"out":{"m":1}})"},
        Pure{"OutputAsSeesInputAndTask",
             "do: [{a: {input: {from: .x}, set: {n: 1}, output: {as: '${ [$input, $task.input, $task.output, "
             "$task.name] }'}}}]",
             R"({"x":5})", R"([5,{"x":5},{"n":1},"a"])"},
        Pure{"ContextIsGlobal",
             "do: [{a: {do: [{x: {set: {n: 1}, export: {as: '${ {deep: .n} }'}}}]}}, {b: {set: '${ "
             "$context.deep }'}}]",
             "{}", "1"},
        Pure{"InputSchemaRefuses",
             "do: [{a: {input: {schema: {document: {type: object, required: [id]}}}, set: {x: 1}}}]", "{}",
             "faulted"},
        Pure{"InputSchemaSeesTheRawInput",
             "do: [{a: {input: {schema: {document: {required: [id]}}, from: .id}, set: '${ . }'}}]",
             R"({"id":3})", "3"},
        Pure{"OutputSchemaSeesTheTransformedOutput",
             "do: [{a: {set: {n: 1}, output: {as: .n, schema: {document: {type: integer}}}}}]", "{}", "1"},
        Pure{"ExportSchemaRefuses",
             "do: [{a: {set: {n: 1}, export: {as: .n, schema: {document: {type: string}}}}}]", "{}",
             "faulted"},
        Pure{"WorkflowInputAndOutput",
             "input: {from: .body}\noutput: {as: '${ {result: .} }'}\ndo: [{a: {set: '${ .n }'}}]",
             R"({"body":{"n":1}})", R"({"result":1})"},
        Pure{"WorkflowInputIsRaw", "input: {from: .body}\ndo: [{a: {set: '${ $workflow.input }'}}]",
             R"({"body":{"n":1}})", R"({"body":{"n":1}})"},
        Pure{"WorkflowOutputSchemaRefuses",
             "output: {schema: {document: {type: string}}}\ndo: [{a: {set: {n: 1}}}]", "{}", "faulted"},
        Pure{"DescribesTheRun",
             "do: [{a: {set: '${ [$workflow.id, $workflow.startedAt.epoch.seconds, $runtime.name, "
             "$task.reference] }'}}]",
             "{}", R"(["0190163d-8694-739b-aea5-966c26f8ad91",1795435200,"runledger","/do/0/a"])"}),
    name_of_case);

TEST(DecideRun, FaultsWhenTheInputIsRefused) {
  RunDriver run("input: {schema: {document: {type: object, required: [id]}}}\ndo: [{a: {set: {x: 1}}}]");
  run.start("{}");
  EXPECT_EQ(run.news(), "RunStarted; RunFaulted");
  EXPECT_EQ(run.state().error->type, error_type::kValidation);
  EXPECT_EQ(run.state().error->instance, "/input");
  EXPECT_EQ(run.refused(RetryRun{"admin:ada", "again"}).code, Errc::conflict);
}

TEST(DecideRun, TakesAbsentInputAsAnEmptyObject) {
  RunDriver run("do: [{a: {set: '${ . }'}}]");
  run.apply(StartRun{});
  EXPECT_EQ(run.output(), "{}");
}

TEST(DecideRun, RefusesASecondStartAndAnotherProgram) {
  RunDriver run("do: [{a: {wait: {seconds: 1}}}]");
  run.start();
  EXPECT_EQ(run.refused(StartRun{}).code, Errc::conflict);
  const auto other = testing::program_of("do: [{b: {set: {x: 1}}}]");
  auto decision = decide(*other, run.state(), Wake{}, run.circumstances());
  ASSERT_FALSE(decision.ok());
  EXPECT_EQ(decision.error().code, Errc::conflict);
}

TEST(DecideRun, StopsAnEndlessLoop) {
  RunDriver run("do: [{a: {set: {x: 1}, then: a}}]");
  run.limit({.events = 3'000}).start();
  EXPECT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_NE(run.state().error->detail.find("3000"), std::string::npos) << run.state().error->detail;
  EXPECT_LE(run.history().size(), 3'001u);
}

TEST(DecideRun, RefusesAnOutputNestedTooDeep) {
  RunDriver run("do: [{a: {set: {x: '${ . }'}, then: a}}]");
  run.start();
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_NE(run.state().error->detail.find("nested deeper"), std::string::npos) << run.state().error->detail;
}

TEST(DecideWait, EndsWhenItsTimeHasCome) {
  RunDriver run("do: [{w: {wait: {seconds: 10}}}, {a: {set: '${ .n }'}}]");
  run.start(R"({"n":1})");
  EXPECT_EQ(run.state().status, RunStatus::waiting);
  EXPECT_EQ(run.state().wake_at(), testing::at(10));
  run.advance_clock(5).apply(Wake{});
  EXPECT_EQ(run.state().status, RunStatus::waiting);
  run.wake();
  EXPECT_EQ(run.output(), "1");
}

TEST(DecideRaise, FaultsWithTheErrorAndItsPlace) {
  RunDriver run(
      "do: [{r: {raise: {error: {type: 'https://example.com/late', status: 409, title: Late, detail: '${ "
      ".why }'}}}}]");
  run.start(R"({"why":"traffic"})");
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_EQ(run.state().error->type, "https://example.com/late");
  EXPECT_EQ(run.state().error->status, 409);
  EXPECT_EQ(run.state().error->detail, "traffic");
  EXPECT_EQ(run.state().error->instance, "/do/0/r");
  EXPECT_EQ(run.news(), "RunStarted; TaskFaulted /do/0/r; RunFaulted /do/0/r");
}

TEST(DecideAtOnce, TellsOfATaskWithoutEffectsInOneEvent) {
  RunDriver run(
      "do: [{a: {input: {from: .order}, set: {n: '${ .n + 1 }'}}}, "
      "{s: {switch: [{more: {when: .n > 1, then: continue}}]}}, {b: {do: [{c: {set: '${ .n }'}}]}}]");
  run.start(R"({"order":{"n":1}})");
  EXPECT_EQ(run.news(),
            "RunStarted; TaskCompleted /do/0/a; TaskCompleted /do/1/s; TaskStarted /do/2/b; "
            "TaskCompleted /do/2/b/do/0/c; TaskCompleted /do/2/b; RunCompleted");
  EXPECT_EQ(run.output(), "2");
  const auto& first = std::get<TaskCompleted>(run.history()[1]);
  ASSERT_TRUE(first.input) << "input.from made it: it is in no other event";
  EXPECT_EQ(write_json(*first.input), R"({"n":1})");
  EXPECT_FALSE(std::get<TaskCompleted>(run.history()[2]).input) << "the output of the task before";
}

TEST(DecideAtOnce, FaultsInOneEventAndStartsAgainOnARetry) {
  RunDriver run("do: [{a: {set: {n: 1}}}, {b: {set: '${ .n.x }'}}]");
  run.start();
  EXPECT_EQ(run.news(), "RunStarted; TaskCompleted /do/0/a; TaskFaulted /do/1/b; RunFaulted /do/1/b");
  run.retry();
  EXPECT_EQ(run.news(), "RunRetried; TaskFaulted /do/1/b; RunFaulted /do/1/b");
}

TEST(DecideAtOnce, FailsWhenItsOutputOrTimeLimitCannotBeTold) {
  for (const char* more : {"output: {as: .x.y.z}", "export: {as: .x.y.z}", "timeout: {after: '${ .x }'}"}) {
    RunDriver run("do: [{t: {try: [{a: {set: {x: 5}, " + std::string(more) +
                  "}}], catch: {do: [{h: {set: '${ $error.instance }'}}]}}}]");
    run.start(R"({"x":true})");
    EXPECT_EQ(run.output(), R"("/do/0/t/try/0/a")") << more;
  }
}

constexpr char kCall[] = R"(
do:
  - get:
      call: http
      with: {method: post, endpoint: 'https://example.com/${ .id }'}
  - done: {set: {got: '${ . }'}}
)";

TEST(DecideCall, StartsTheActionAndTakesItsResult) {
  RunDriver run(kCall);
  run.start(R"({"id":7})");
  EXPECT_EQ(run.news(), "RunStarted; TaskStarted /do/0/get; ActionStarted /do/0/get attempt 1");
  EXPECT_EQ(run.action().kind, "http");
  EXPECT_EQ(run.action().timeout.count(), 0);
  run.succeed(R"({"ok":true})");
  EXPECT_EQ(run.output(), R"({"got":{"ok":true}})");
}

TEST(DecideCall, NamesTheEffectForItsReceiver) {
  RunDriver run(kCall);
  run.start(R"({"id":7})");
  const auto actions = actions_after(run.state(), run.history().back());
  ASSERT_EQ(actions.size(), 1u);
  EXPECT_EQ(std::get<PerformAction>(actions[0]).idempotency_key,
            "0190163d-8694-739b-aea5-966c26f8ad91/do/0/get/0");
}

TEST(DecideCall, LeavesOutActionsThatAreOver) {
  RunDriver run(kCall);
  run.start(R"({"id":7})").succeed("{}");
  for (const RunEvent& event : run.history()) {
    for (const Action& action : actions_after(run.state(), event)) {
      EXPECT_TRUE(std::holds_alternative<ReportEnd>(action));
    }
  }
}

TEST(DecideCall, RefusesOutcomesThatNobodyAwaits) {
  RunDriver run(kCall);
  run.start(R"({"id":7})");
  const TaskRef ref = run.frame().ref;
  EXPECT_EQ(run.refused(FinishAction{ref, 2, Succeeded{}}).code, Errc::conflict);
  EXPECT_EQ(run.refused(FinishAction{{"/do/0/other", 0}, 1, Succeeded{}}).code, Errc::conflict);
  const Command answer = run.outcome(Succeeded{testing::shared("{}")});
  run.apply(answer);
  EXPECT_EQ(run.refused(answer).code, Errc::conflict);
}

TEST(DecideCall, FaultsWithTheActionsError) {
  RunDriver run(kCall);
  run.start(R"({"id":7})").fail(503);
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_EQ(run.state().error->status, 503);
  EXPECT_EQ(run.state().error->instance, "/do/0/get");
}

TEST(DecideCall, RefusesAResultThatCannotBeKept) {
  RunDriver run(kCall);
  run.start(R"({"id":7})");
  Json bytes = boost::json::string("\xFF\xFE");
  run.apply(run.outcome(Succeeded{share(std::move(bytes))}));
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_NE(run.state().error->detail.find("not UTF-8"), std::string::npos);
}

TEST(DecideCall, MakesForeignErrorTextsFit) {
  RunDriver run(kCall);
  run.start(R"({"id":7})");
  RunError error;
  error.type = error_type::kCommunication;
  error.detail = std::string("a\0b\xFF", 4) + std::string(100'000, 'x');
  run.apply(run.outcome(Failed{error}));
  ASSERT_EQ(run.state().status, RunStatus::faulted);
  EXPECT_LE(run.state().error->detail.size(), 4096u);
  EXPECT_EQ(run.state().error->detail.substr(0, 8),
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD");
}

TEST(DecideCall, CountsRoundsOfALoopAsIterations) {
  RunDriver run(R"(
do:
  - get: {call: http, with: {method: post, endpoint: 'https://example.com'}}
  - again: {switch: [{more: {when: .more, then: get}}]}
)");
  run.start().succeed(R"({"more":true})");
  EXPECT_EQ(run.action().ref, (TaskRef{"/do/0/get", 1}));
  EXPECT_EQ(run.action().attempt, 1u);
  run.succeed(R"({"more":false})");
  EXPECT_EQ(run.state().status, RunStatus::completed);
}

TEST(DecideCall, KeepsSecretsOutOfTheArguments) {
  RunDriver run(R"(
use: {secrets: [token]}
do:
  - get:
      call: http
      with: {method: post, endpoint: 'https://example.com', headers: {Authorization: 'Bearer ${ $secrets.token }'}}
)");
  run.start();
  const std::string arguments = write_json(*run.action().arguments);
  EXPECT_NE(arguments.find("Bearer {{runledger-secret:" + run.state().started.secret_nonce + ":token}}"),
            std::string::npos)
      << arguments;
}

TEST(DecideCall, WritesTheExpandedEndpointIntoItsIntent) {
  const std::string body =
      "do: [{get: {call: http, with: {method: get, endpoint: 'https://x/pets/{id}{?q}'}}}]";
  RunDriver run(body);
  run.start(R"({"id":7,"q":"a b"})");
  EXPECT_EQ(run.action().arguments->at("uri"), Json("https://x/pets/7?q=a%20b"));
  EXPECT_FALSE(run.action().arguments->get_object().contains("uriTemplate"));
  RunDriver without(body);
  without.start("{}");
  ASSERT_TRUE(without.state().error.has_value());
  EXPECT_NE(without.state().error->detail.find("needs id"), std::string::npos);
}

TEST(DecideFunction, GivesTheArgumentsToItsBody) {
  RunDriver run(R"(
use:
  functions:
    greet:
      input: {schema: {document: {required: [name]}}}
      set: {text: '${ "Hello " + .name }'}
do:
  - a: {call: greet, with: {name: '${ .who }'}}
  - b: {call: greet, with: {name: '${ .text }'}}
)");
  run.start(R"({"who":"Ada"})");
  EXPECT_EQ(run.output(), R"({"text":"Hello Hello Ada"})");
}

TEST(DecideFunction, FaultsWhenItsArgumentsAreNotAsItsSchemaSays) {
  RunDriver run(R"(
use:
  functions:
    greet:
      input: {schema: {document: {required: [name], properties: {name: {type: string}}}}}
      set: {text: '${ "Hello " + .name }'}
do:
  - a: {call: greet, with: {name: '${ .who }'}}
)");
  run.start(R"({"who":7})");
  ASSERT_TRUE(run.state().error.has_value());
  EXPECT_EQ(run.state().error->type, error_type::kValidation);
}

}  // namespace
}  // namespace runledger::run
