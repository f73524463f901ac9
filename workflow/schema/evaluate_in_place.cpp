// Keywords that apply other schemas to the same value (JSON Schema core §8.2.3, §10.2).
#include <algorithm>

#include "workflow/schema/evaluator.hpp"
#include "workflow/schema/wording.hpp"

namespace runledger::schema {

bool Evaluator::evaluate_under(std::string_view keyword, NodeIndex index, const Subject& subject) {
  const Place here{subject.schema, keyword};
  return evaluate(index, {subject.value, subject.instance, &here, subject.scope, subject.marks});
}

bool Evaluator::check(const AllOf& keyword, const Subject& subject) {
  const Place group{subject.schema, "allOf"};
  bool ok = true;
  for (std::size_t i = 0; i < keyword.nodes.size(); ++i) {
    const Place here{&group, {}, i};
    ok = evaluate(keyword.nodes[i], {subject.value, subject.instance, &here, subject.scope, subject.marks}) &&
         ok;
    if (!ok && !goes_on()) return false;
  }
  return ok;
}

bool Evaluator::check(const AnyOf& keyword, const Subject& subject) {
  bool found = false;
  for (const NodeIndex node : keyword.nodes) {
    found = accepts(node, subject) || found;
    // With marks wanted, every alternative that accepts adds its own.
    if ((found && subject.marks == nullptr) || exhausted_) break;
  }
  if (found) return true;
  return fail("anyOf", subject, [&] {
    return "must match at least one of " + counted(keyword.nodes.size(), "alternative", "alternatives") +
           nearest_failure(keyword.nodes, subject);
  });
}

bool Evaluator::check(const OneOf& keyword, const Subject& subject) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t first = kNone;
  for (std::size_t i = 0; i < keyword.nodes.size() && !exhausted_; ++i) {
    if (!accepts(keyword.nodes[i], subject)) continue;
    if (first != kNone) {
      return fail("oneOf", subject, [&] {
        return "must match exactly one of " + counted(keyword.nodes.size(), "alternative", "alternatives") +
               ", matches those at " + std::to_string(first) + " and " + std::to_string(i);
      });
    }
    first = i;
  }
  if (first != kNone) return true;
  return fail("oneOf", subject, [&] {
    return "must match exactly one of " + counted(keyword.nodes.size(), "alternative", "alternatives") +
           nearest_failure(keyword.nodes, subject);
  });
}

bool Evaluator::check(const Not& keyword, const Subject& subject) {
  const Subject unmarked{subject.value, subject.instance, subject.schema, subject.scope, nullptr};
  if (!accepts(keyword.node, unmarked)) return true;
  return fail("not", subject, [] { return std::string("must not match the schema under \"not\""); });
}

bool Evaluator::check(const IfThenElse& keyword, const Subject& subject) {
  if (accepts(keyword.condition, subject)) {
    return !keyword.then || evaluate_under("then", *keyword.then, subject);
  }
  return !keyword.otherwise || evaluate_under("else", *keyword.otherwise, subject);
}

bool Evaluator::check(const Ref& keyword, const Subject& subject) {
  return evaluate_under("$ref", keyword.node, subject);
}

bool Evaluator::check(const DynamicRef& keyword, const Subject& subject) {
  NodeIndex target = keyword.node;
  for (const Scope* scope = subject.scope; scope != nullptr && !keyword.anchors.empty();
       scope = scope->parent) {
    if (!spend(1)) return false;
    const auto found = std::find_if(keyword.anchors.begin(), keyword.anchors.end(),
                                    [&](const auto& anchor) { return anchor.first == scope->resource; });
    if (found != keyword.anchors.end()) target = found->second;  // the last found is the outermost
  }
  return evaluate_under("$dynamicRef", target, subject);
}

std::string Evaluator::nearest_failure(const std::vector<NodeIndex>& nodes, const Subject& subject) {
  if (explaining_) return {};
  explaining_ = true;
  std::vector<Violation>* const report = report_;
  const std::size_t room = std::exchange(room_, 1);
  // The alternative that got furthest into the document is probably the one that was meant.
  Violation nearest;
  std::size_t most_steps = 0;
  for (const NodeIndex node : nodes) {
    std::vector<Violation> found;
    report_ = &found;
    evaluate(node, {subject.value, subject.instance, subject.schema, subject.scope, nullptr});
    if (found.empty() || exhausted_) continue;
    const std::string& pointer = found.front().instance_pointer;
    const auto steps = static_cast<std::size_t>(std::count(pointer.begin(), pointer.end(), '/')) + 1;
    // A wrong type at the very top says only that another alternative was meant.
    const bool says_little = found.front().keyword == "type" && pointer == pointer_to(subject.instance);
    const std::size_t score = 2 * steps + (says_little ? 0 : 1);
    if (score <= most_steps) continue;
    most_steps = score;
    nearest = std::move(found.front());
  }
  report_ = report;
  room_ = room;
  explaining_ = false;
  if (most_steps == 0) return {};
  return "; the nearest fails at '" + nearest.instance_pointer + "': " + nearest.message;
}

}  // namespace runledger::schema
