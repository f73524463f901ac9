#include "workflow/definition/program.hpp"

#include <gtest/gtest.h>

#include "tests/workflow/definition/reading.hpp"

namespace runledger::definition {
namespace {

const Node& node(const Program& program, std::string_view pointer) {
  const auto* found = program.find(pointer);
  if (found == nullptr) {
    ADD_FAILURE() << "no node " << pointer;
    std::abort();
  }
  return *found;
}

template <class Kind>
const Kind& kind_of(const Program& program, std::string_view pointer) {
  return std::get<Kind>(node(program, pointer).kind);
}

std::string constant(const Template& value) {
  return value.is_constant() ? write_json(*value.constant()) : "not constant";
}

std::string rendered(const Template& value, std::string_view input) {
  const auto result = value.render(parse_json(input).value());
  return result ? write_json(*result) : result.error().message;
}

TEST(Program, NamesEveryTaskByItsPointer) {
  const auto program =
      accepted(with_tasks("  - first: {set: {x: 1}}\n  - 'a/b': {do: [{inner: {set: {x: 1}}}]}\n"));
  EXPECT_EQ(program->nodes[program->root].pointer, "/do");
  EXPECT_EQ(node(*program, "/do/0/first").name, "first");
  EXPECT_EQ(node(*program, "/do/0/first").position.line, 3u);
  EXPECT_EQ(node(*program, "/do/0/first").position.column, 5u);
  const auto& inner = node(*program, "/do/1/a~1b/do/0/inner");
  EXPECT_EQ(program->nodes[*inner.parent].name, "a/b");
  EXPECT_EQ(program->nodes[*program->nodes[*inner.parent].parent].pointer, "/do");
  EXPECT_EQ(write_json(inner.definition), R"({"set":{"x":1}})");
  EXPECT_EQ(program->find("/do/7"), nullptr);
}

TEST(Program, CarriesTheDocument) {
  const auto program = accepted(R"(
document:
  dsl: '1.0.3'
  namespace: shop
  name: orders
  version: '2.1.0-rc.1+build.5'
  title: Orders
  summary: Does it
  tags: {team: sales}
  metadata: {webhook: {respond: {mode: completed, timeout: {seconds: 5}}}, owner: me}
evaluate: {language: jq, mode: strict}
timeout: {after: PT1H}
do:
  - a: {set: {x: 1}}
)");
  EXPECT_EQ(program->name.value, "shop/orders");
  EXPECT_EQ(program->version, "2.1.0-rc.1+build.5");
  EXPECT_EQ(program->title, "Orders");
  EXPECT_EQ(program->summary, "Does it");
  EXPECT_EQ(program->webhook.respond, WebhookOptions::Respond::completed);
  EXPECT_EQ(program->webhook.respond_timeout, Milliseconds{5000});
  EXPECT_EQ(program->timeout->fixed, Milliseconds{3'600'000});
}

TEST(Program, CompilesFlow) {
  const auto program = accepted(with_tasks(R"(
  - pick:
      if: .wanted
      switch:
        - one: {when: '.n == 1', then: last}
        - other: {then: exit}
  - skipped: {set: {x: 1}, then: end}
  - last: {set: {x: 1}, then: continue}
)"));
  const auto& pick = node(*program, "/do/0/pick");
  EXPECT_TRUE(pick.if_.has_value());
  const auto& cases = std::get<SwitchTask>(pick.kind).cases;
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].then.kind, Then::Kind::task);
  EXPECT_EQ(program->nodes[cases[0].then.target].name, "last");
  EXPECT_FALSE(cases[1].when.has_value());
  EXPECT_EQ(cases[1].then.kind, Then::Kind::exit);
  EXPECT_EQ(node(*program, "/do/1/skipped").then.kind, Then::Kind::end);
  EXPECT_EQ(node(*program, "/do/2/last").then.kind, Then::Kind::next);
}

TEST(Program, CompilesDataFlow) {
  const auto program = accepted(header() + R"(
input: {schema: {document: {type: object, required: [a]}}, from: .a}
output: {as: {answer: '${ .x }'}}
do:
  - a:
      input: {from: '${ .b }  '}
      output: {as: '. + {c: 1} # with a comment'}
      export: {as: '$context', schema: {format: json, document: true}}
      set: '${ . }'
)");
  EXPECT_NE(program->data.input_schema, nullptr);
  EXPECT_EQ(rendered(*program->data.input_from, R"({"a": 5})"), "5");
  EXPECT_EQ(rendered(*program->data.output_as, R"({"x": 5})"), R"({"answer":5})");
  const auto& data = node(*program, "/do/0/a").data;
  EXPECT_EQ(rendered(*data.output_as, R"({"b": 0})"), R"({"b":0,"c":1})");
  EXPECT_NE(data.export_schema, nullptr);
  EXPECT_TRUE(data.export_as.has_value());
}

TEST(Program, CompilesDurations) {
  const auto program = accepted(with_tasks(R"(
  - a: {wait: {days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5}}
  - b: {wait: PT0.5S}
  - c: {wait: '${ .delay }'}
  - d: {wait: {seconds: '${ .n }'}, timeout: short}
use: {timeouts: {short: {after: {seconds: 9}}}}
)"));
  EXPECT_EQ(kind_of<WaitTask>(*program, "/do/0/a").duration.fixed, Milliseconds{93'784'005});
  EXPECT_EQ(kind_of<WaitTask>(*program, "/do/1/b").duration.fixed, Milliseconds{500});
  EXPECT_EQ(rendered(*kind_of<WaitTask>(*program, "/do/2/c").duration.computed, R"({"delay": "PT1S"})"),
            R"("PT1S")");
  EXPECT_EQ(rendered(*kind_of<WaitTask>(*program, "/do/3/d").duration.computed, R"({"n": 3})"),
            R"({"seconds":3})");
  EXPECT_EQ(node(*program, "/do/3/d").timeout->fixed, Milliseconds{9000});
}

TEST(Program, CompilesTryWithRetry) {
  const auto program = accepted(with_tasks(R"(
  - guarded:
      try: [{work: {set: {x: 1}}}]
      catch:
        errors: {with: {type: 'https://x', status: 503}}
        as: failure
        when: $failure.status > 500
        retry: patient
        do: [{sorry: {set: {x: '${ $failure.detail }'}}}]
        then: later
  - next: {set: {x: 1}}
  - later: {set: {x: 1}}
use:
  retries:
    patient:
      when: $failure.status == 503
      delay: PT1S
      backoff: {exponential: {multiplier: 1.5, maxDelay: PT1M}}
      jitter: {from: PT0S, to: {milliseconds: 100}}
      limit: {attempt: {count: 4, duration: PT10S}, duration: PT1H}
)"));
  const auto& task = kind_of<TryTask>(*program, "/do/0/guarded");
  EXPECT_EQ(program->nodes[task.tasks.at(0)].pointer, "/do/0/guarded/try/0/work");
  EXPECT_EQ(program->nodes[task.catch_tasks.at(0)].pointer, "/do/0/guarded/catch/do/0/sorry");
  EXPECT_EQ(program->nodes[task.catch_then->target].name, "later");
  EXPECT_EQ(task.errors_with.status, 503);
  EXPECT_EQ(task.errors_with.type, "https://x");
  EXPECT_EQ(task.error_variable, "failure");
  ASSERT_TRUE(task.retry.has_value());
  EXPECT_EQ(task.retry->backoff, RetryPolicy::Backoff::exponential);
  EXPECT_EQ(task.retry->multiplier, 1.5);
  EXPECT_EQ(task.retry->max_delay->fixed, Milliseconds{60'000});
  EXPECT_EQ(task.retry->jitter->second.fixed, Milliseconds{100});
  EXPECT_EQ(task.retry->limit_attempts, 4u);
  EXPECT_EQ(task.retry->attempt_duration->fixed, Milliseconds{10'000});
  EXPECT_EQ(task.retry->limit_duration->fixed, Milliseconds{3'600'000});
}

TEST(Program, CompilesLoops) {
  const auto program = accepted(with_tasks(
      "  - a: {for: {each: pet, in: .pets, at: nr}, while: $pet != null, do: [{b: {set: {x: $pet}}}]}\n"
      "  - c: {for: {in: [{id: 1}, '${ .two }']}, do: [{d: {set: {x: 1}}}]}\n"));
  const auto& named = kind_of<ForTask>(*program, "/do/0/a");
  EXPECT_EQ(named.item_variable, "pet");
  EXPECT_EQ(named.index_variable, "nr");
  EXPECT_EQ(rendered(named.items, R"({"pets":[7]})"), "[7]");
  EXPECT_TRUE(named.while_.has_value());
  ASSERT_EQ(named.tasks.size(), 1u);
  EXPECT_EQ(program->nodes[named.tasks[0]].pointer, "/do/0/a/do/0/b");
  EXPECT_EQ(program->nodes[named.tasks[0]].parent, program->by_pointer.at("/do/0/a"));
  const auto& listed = kind_of<ForTask>(*program, "/do/1/c");
  EXPECT_EQ(listed.item_variable, "item");
  EXPECT_EQ(listed.index_variable, "index");
  EXPECT_EQ(rendered(listed.items, R"({"two":2})"), R"([{"id":1},2])");
  EXPECT_FALSE(listed.while_.has_value());
}

TEST(Program, CompilesForks) {
  const auto program = accepted(with_tasks(
      "  - a: {fork: {branches: [{b: {set: {x: 1}, then: exit}}, {c: {do: [{d: {set: {x: 1}}}]}}]}}\n"
      "  - e: {fork: {compete: true, branches: [{b: {set: {x: 1}}}]}}\n"));
  const auto& all = kind_of<ForkTask>(*program, "/do/0/a");
  EXPECT_FALSE(all.compete);
  ASSERT_EQ(all.branches.size(), 2u);
  EXPECT_EQ(program->nodes[all.branches[1]].pointer, "/do/0/a/fork/branches/1/c");
  EXPECT_EQ(program->nodes[all.branches[1]].parent, program->by_pointer.at("/do/0/a"));
  EXPECT_EQ(node(*program, "/do/0/a/fork/branches/0/b").then.kind, Then::Kind::exit);
  EXPECT_TRUE(kind_of<ForkTask>(*program, "/do/1/e").compete);
}

TEST(Program, BoundsTheBranchesOfAFork) {
  std::string branches;
  for (int i = 0; i <= 100; ++i) branches += "{b" + std::to_string(i) + ": {set: {x: 1}}}, ";
  EXPECT_NE(report(with_tasks("  - a: {fork: {branches: [" + branches + "]}}\n"))
                .find("a `fork` has at most 100 branches; this one has 101"),
            std::string::npos);
}

TEST(Program, CompilesErrors) {
  const auto program = accepted(with_tasks(R"(
  - a: {raise: {error: gone}}
use: {errors: {gone: {type: 'https://x/gone', status: 410, detail: 'No ${ .id }'}}}
)"));
  const auto& error = kind_of<RaiseTask>(*program, "/do/0/a").error;
  EXPECT_EQ(constant(error.type), R"("https://x/gone")");
  EXPECT_EQ(constant(error.status), "410");
  EXPECT_EQ(constant(error.title), "null");
  EXPECT_EQ(rendered(error.detail, R"({"id": 7})"), R"("No 7")");
}

TEST(Program, ShapesHttpArguments) {
  const auto program = accepted(with_tasks(R"(
  - plain: {call: http, with: {method: post, endpoint: 'https://x/pets/{id}', body: {a: '${ .b }'}, query: {q: 1}}}
  - connected: {call: http, with: {method: GET, endpoint: /pets, connection: shop, output: response, redirect: true}}
  - secured:
      call: http
      with:
        method: get
        headers: {X-Key: 'k ${ $secrets.key }'}
        endpoint: {uri: 'https://x', authentication: {use: shop}}
  - basic: {call: http, with: {method: get, endpoint: {uri: 'https://x', authentication: {basic: {username: u, password: '${ $secrets["pair-of"] }'}}}}}
use:
  secrets: [key, pair-of]
  authentications: {shop: {bearer: {token: '${ $secrets.key }'}}}
)"));
  EXPECT_EQ(
      rendered(kind_of<CallTask>(*program, "/do/0/plain").arguments, R"({"id": 7, "b": 1})"),
      R"({"method":"POST","uriTemplate":{"template":"https://x/pets/{id}","values":{"id":7}},"query":{"q":1},"body":{"a":1},"output":"content","redirect":false})");
  EXPECT_EQ(constant(kind_of<CallTask>(*program, "/do/1/connected").arguments),
            R"({"method":"GET","connection":"shop","uri":"/pets","output":"response","redirect":true})");
  const Json secrets = parse_json(R"({"key": "K", "pair-of": "p"})").value();
  const expression::Variable variable{"secrets", &secrets};
  const auto with_secrets = [&](std::string_view pointer) {
    return write_json(kind_of<CallTask>(*program, pointer).arguments.render(nullptr, {&variable, 1}).value());
  };
  EXPECT_EQ(
      with_secrets("/do/2/secured"),
      R"({"method":"GET","uri":"https://x","authentication":{"bearer":{"token":"K"}},"headers":{"X-Key":"k K"},"output":"content","redirect":false})");
  EXPECT_EQ(
      with_secrets("/do/3/basic"),
      R"({"method":"GET","uri":"https://x","authentication":{"basic":{"username":"u","password":"p"}},"output":"content","redirect":false})");
  ASSERT_EQ(program->connections.size(), 1u);
  EXPECT_EQ(program->connections[0], (ConnectionUse{ConnectionName{"shop"}, "http"}));
  EXPECT_EQ(program->secrets.size(), 2u);
}

TEST(Program, KnowsWhichCallsMayBeRepeated) {
  const auto program = accepted(with_tasks(R"(
  - get: {call: http, with: {method: get, endpoint: 'https://x'}}
  - delete: {call: http, with: {method: DELETE, endpoint: 'https://x'}}
  - post: {call: http, with: {method: post, endpoint: 'https://x'}}
  - postAgain: {call: http, with: {method: post, endpoint: 'https://x'}, metadata: {onOutcomeUnknown: retry}}
  - getOnce: {call: http, with: {method: get, endpoint: 'https://x'}, metadata: {onOutcomeUnknown: fail}}
  - computed: {call: http, with: {method: '${ .m }', endpoint: 'https://x'}}
  - sql: {call: 'postgres:1.0.0@default', with: {connection: db, statement: SELECT 1}}
  - log: {call: 'log:1.0.0@default', with: {message: x}}
)"));
  const auto repeats = [&](std::string_view pointer) {
    return kind_of<CallTask>(*program, pointer).repeat_when_unknown;
  };
  EXPECT_TRUE(repeats("/do/0/get"));
  EXPECT_TRUE(repeats("/do/1/delete"));
  EXPECT_FALSE(repeats("/do/2/post"));
  EXPECT_TRUE(repeats("/do/3/postAgain"));
  EXPECT_FALSE(repeats("/do/4/getOnce"));
  EXPECT_FALSE(repeats("/do/5/computed"));
  EXPECT_FALSE(repeats("/do/6/sql"));
  EXPECT_TRUE(repeats("/do/7/log"));
}

TEST(Program, CopiesAFunctionForEachCall) {
  const auto program = accepted(with_tasks(R"(
  - one: {call: greet, with: {name: '${ .who }'}}
  - two: {call: greet, with: {name: you}}
use:
  functions:
    greet: {do: [{first: {set: {x: 1}, then: second}}, {second: {call: shout}}]}
    shout: {set: {loud: true}}
)"));
  const auto& call = kind_of<FunctionTask>(*program, "/do/0/one");
  EXPECT_EQ(rendered(call.arguments, R"({"who": "me"})"), R"({"name":"me"})");
  const auto& body = program->nodes[call.body];
  EXPECT_EQ(body.pointer, "/do/0/one/call/greet");
  EXPECT_EQ(body.name, "greet");
  EXPECT_EQ(program->nodes[*body.parent].name, "one");
  EXPECT_TRUE(std::holds_alternative<SetTask>(node(*program, "/do/1/two/call/greet/do/0/first").kind));
  EXPECT_TRUE(
      std::holds_alternative<SetTask>(node(*program, "/do/1/two/call/greet/do/1/second/call/shout").kind));
  EXPECT_EQ(program->nodes.size(), program->by_pointer.size());
}

TEST(Program, BoundsWhatFunctionsExpandTo) {
  std::string text = with_tasks("  - start: {call: f0}\n") + "use:\n  functions:\n";
  for (int i = 0; i < 20; ++i) {
    const auto next = "call: f" + std::to_string(i + 1);
    text += "    f" + std::to_string(i) + ": {do: [{a: {" + next + "}}, {b: {" + next + "}}]}\n";
  }
  text += "    f20: {set: {x: 1}}\n";
  const auto outcome = read_definition(text);
  EXPECT_EQ(outcome.program, nullptr);
  EXPECT_NE(report(outcome).find("more than 10000 tasks"), std::string::npos)
      << report(outcome).substr(0, 500);

  std::string large = with_tasks("");
  for (int i = 0; i < 100; ++i) large += "  - t" + std::to_string(i) + ": {call: f}\n";
  large += "use: {functions: {f: {set: {x: " + std::string(200'000, 'x') + "}}}}\n";
  EXPECT_NE(report(large).find("written out for each call"), std::string::npos);
}

}  // namespace
}  // namespace runledger::definition
