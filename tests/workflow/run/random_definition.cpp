#include "tests/workflow/run/random_definition.hpp"

namespace runledger::run::testing {
namespace {

constexpr char kError[] = "{error: {type: 'https://example.com/oops', status: ";

std::string name_at(std::uint32_t index) {
  return "t" + std::to_string(index);
}

}  // namespace

std::string RandomDefinition::tasks(int depth) {
  const std::uint32_t count = 1 + below(depth == 0 ? 4 : 3);
  std::string out = "[";
  for (std::uint32_t i = 0; i < count; ++i) out += (i == 0 ? "" : ", ") + task(depth, i, count);
  return out + "]";
}

std::string RandomDefinition::task(int depth, std::uint32_t index, std::uint32_t count) {
  std::string members = kind(depth);
  if (one_in(6)) members += ", if: '${ (.n // 0) % 2 == 0 }'";
  if (one_in(6)) members += ", input: {from: '${ {n: ((.n? // 0) + 100)} }'}";
  if (one_in(6)) members += ", output: {as: '${ {n: (.n? // 7), was: $input.n?} }'}";
  if (one_in(6)) members += ", export: {as: '${ {from: $task.name, n: .n?} }'}";
  if (one_in(8)) members += ", timeout: {after: {seconds: " + std::to_string(1 + below(20)) + "}}";
  members += flow(index, count);
  return "{" + name_at(index) + ": {" + members + "}}";
}

std::string RandomDefinition::flow(std::uint32_t index, std::uint32_t count) {
  if (index + 1 < count && one_in(5)) {
    return ", then: " + name_at(index + 1 + below(count - index - 1));
  }
  if (one_in(12)) return ", then: exit";
  if (one_in(20)) return ", then: end";
  return "";
}

std::string RandomDefinition::kind(int depth) {
  if (depth >= 3) return leaf();
  switch (below(6)) {
    case 0:
      return "do: " + tasks(depth + 1);
    case 1:
      return guard(depth);
    case 2:
      return loop(depth);
    case 3:
      return fork(depth);
    default:
      return leaf();
  }
}

std::string RandomDefinition::leaf() {
  switch (below(effects_ == Effects::calls ? 10 : 6)) {
    case 0:
      return "switch: [{odd: {when: '${ (.n? // 0) % 2 == 1 }', then: exit}}, {rest: {then: continue}}]";
    case 1:
      return "wait: {seconds: " + std::to_string(below(9)) + "}";
    case 2:
      return std::string("raise: ") + kError + std::to_string(400 + below(4)) + "}}";
    case 3:
      if (loops_ > 0 && one_in(2)) return "set: {n: '${ (.n? // 0) + $item + $index }'}";
      return "set: {n: '${ $context.n? // 3 }', seen: '${ $context }'}";
    case 6:
      return "call: http, with: {method: get, endpoint: 'https://example.com/${ .n? // 0 }'}";
    case 7:
      return "call: http, with: {method: post, endpoint: 'https://example.com', body: '${ . }'}";
    case 8:
      return "run: {workflow: {namespace: other, name: child, input: '${ . }'}}";
    case 9:
      return "run: {await: false, workflow: {namespace: other, name: child, version: '1.0.0'}}";
    case 4:
      // Wrong once the context has a number.
      return "emit: {event: {with: {source: /random, type: moved, time: '${ $context.n? }', data: '${ . "
             "}'}}}";
    default:
      return "set: {n: '${ (.n? // 0) + " + std::to_string(1 + below(3)) + " }'}";
  }
}

std::string RandomDefinition::loop(int depth) {
  std::string out = one_in(2) ? "for: {in: [4, 6, 9]}" : "for: {in: '${ [range(.n? // 2)][:3] }'}";
  ++loops_;
  if (one_in(3)) out += ", while: '${ $index + $item < " + std::to_string(1 + below(9)) + " }'";
  out += ", do: " + tasks(depth + 1);
  --loops_;
  return out;
}

std::string RandomDefinition::fork(int depth) {
  const std::uint32_t count = 1 + below(3);
  std::string out = std::string("fork: {compete: ") + (one_in(2) ? "true" : "false") + ", branches: [";
  // No branch has a sibling to go to.
  for (std::uint32_t i = 0; i < count; ++i) out += (i == 0 ? "" : ", ") + task(depth + 1, i, i + 1);
  return out + "]}";
}

std::string RandomDefinition::guard(int depth) {
  std::string clause;
  const auto add = [&](const std::string& member) { clause += (clause.empty() ? "" : ", ") + member; };
  if (one_in(3)) add("errors: {with: {status: " + std::to_string(400 + below(4)) + "}}");
  if (one_in(4)) add("when: '${ $error.status < 403 }'");
  if (one_in(2))
    add("retry: {delay: {seconds: " + std::to_string(below(3)) +
        "}, limit: {attempt: {count: " + std::to_string(below(3)) + "}}}");
  if (one_in(2)) add("do: " + tasks(depth + 1));
  return "try: " + tasks(depth + 1) + ", catch: {" + clause + "}";
}

}  // namespace runledger::run::testing
