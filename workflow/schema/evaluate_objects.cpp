// Keywords that look into objects (JSON Schema core §10.2.2.4, §10.3.2, §11.3, validation §6.5).
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>

#include "workflow/schema/evaluator.hpp"
#include "workflow/schema/wording.hpp"

namespace runledger::schema {
namespace {

bool has(const JsonObject& object, std::string_view name) {
  return object.contains({name.data(), name.size()});
}

const boost::json::key_value_pair& nth(const JsonObject& object, std::size_t i) {
  return *(object.begin() + static_cast<std::ptrdiff_t>(i));
}

std::string_view key_of(const boost::json::key_value_pair& member) {
  return {member.key().data(), member.key().size()};
}

}  // namespace

bool Evaluator::require(const std::vector<std::string_view>& names, std::string_view keyword,
                        const Subject& subject) {
  const JsonObject& object = subject.value.get_object();
  if (!spend(names.size())) return false;
  bool ok = true;
  for (const std::string_view name : names) {
    if (has(object, name)) continue;
    ok = fail(keyword, subject, [&] { return "the required field '" + shortened(name) + "' is missing"; });
    if (!goes_on()) return false;
  }
  return ok;
}

bool Evaluator::check(const Required& keyword, const Subject& subject) {
  return !subject.value.is_object() || require(keyword.names, "required", subject);
}

bool Evaluator::check(const DependentRequired& keyword, const Subject& subject) {
  if (!subject.value.is_object()) return true;
  bool ok = true;
  for (const auto& [name, names] : keyword.names) {
    if (!spend(1)) return false;
    if (!has(subject.value.get_object(), name)) continue;
    const Place here{subject.schema, "dependentRequired"};
    ok = require(names, name, {subject.value, subject.instance, &here, subject.scope, nullptr}) && ok;
    if (!ok && !goes_on()) return false;
  }
  return ok;
}

bool Evaluator::check(const Properties& keyword, const Subject& subject) {
  if (!subject.value.is_object()) return true;
  bool ok = true;
  for (std::size_t i = 0; i < subject.value.get_object().size(); ++i) {
    ok = check_property(keyword, i, subject) && ok;
    if (!ok && !goes_on()) return false;
  }
  return ok;
}

bool Evaluator::check_property(const Properties& keyword, std::size_t i, const Subject& subject) {
  const auto& member = nth(subject.value.get_object(), i);
  const std::string_view name = key_of(member);
  const Place instance{subject.instance, name};
  bool ok = true;
  bool known = false;
  if (!spend(1)) return false;
  if (const NodeIndex* named = keyword.named.find(name)) {
    known = true;
    const Place group{subject.schema, "properties"};
    ok = evaluate_child(*named, member.value(), subject, instance, {&group, name});
  }
  for (const auto& pattern : keyword.patterns) {
    if (!spend(1 + text_cost(name.size()))) return false;
    if (!pattern.pattern->found_in(name)) continue;
    known = true;
    const Place group{subject.schema, "patternProperties"};
    ok = evaluate_child(pattern.node, member.value(), subject, instance, {&group, pattern.text}) && ok;
  }
  if (!known && keyword.additional) {
    ok = evaluate_child(*keyword.additional, member.value(), subject, instance,
                        {subject.schema, "additionalProperties"});
  }
  if (subject.marks != nullptr && (known || keyword.additional)) subject.marks->mark(i);
  return ok;
}

bool Evaluator::check(const PropertyNames& keyword, const Subject& subject) {
  if (!subject.value.is_object()) return true;
  bool ok = true;
  const Place here{subject.schema, "propertyNames"};
  for (const auto& member : subject.value.get_object()) {
    unsigned char buffer[512];  // names of ordinary length take no memory from the heap
    boost::json::monotonic_resource memory(buffer, sizeof buffer);
    const Json name(member.key(), &memory);
    ok = evaluate_child(keyword.node, name, subject, {subject.instance, key_of(member)}, here) && ok;
    if (!ok && !goes_on()) return false;
  }
  return ok;
}

bool Evaluator::check(const DependentSchemas& keyword, const Subject& subject) {
  if (!subject.value.is_object()) return true;
  bool ok = true;
  const Place group{subject.schema, "dependentSchemas"};
  for (const auto& [name, node] : keyword.nodes) {
    if (!spend(1)) return false;
    if (!has(subject.value.get_object(), name)) continue;
    const Place here{&group, name};
    ok = evaluate(node, {subject.value, subject.instance, &here, subject.scope, subject.marks}) && ok;
    if (!ok && !goes_on()) return false;
  }
  return ok;
}

bool Evaluator::check(const UnevaluatedProperties& keyword, const Subject& subject) {
  if (!subject.value.is_object()) return true;
  const JsonObject& object = subject.value.get_object();
  const Place here{subject.schema, "unevaluatedProperties"};
  bool ok = true;
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (subject.marks->marked(i)) continue;
    const auto& member = nth(object, i);
    ok =
        evaluate_child(keyword.node, member.value(), subject, {subject.instance, key_of(member)}, here) && ok;
    if (!ok && !goes_on()) return false;
    subject.marks->mark(i);
  }
  return ok;
}

}  // namespace runledger::schema
