#include "workflow/schema/evaluator.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace runledger::schema {
namespace {

// How deep subschemas may nest while validating. A document is at most 64 deep, so this leaves 16 steps of
// $ref, allOf and the like for each level, within half a megabyte of stack.
constexpr std::size_t kMaxDepth = 1'000;

std::size_t count_parts(const Json& value) {
  if (value.is_object()) return value.get_object().size();
  return value.is_array() ? value.get_array().size() : 0;
}

}  // namespace

std::vector<Violation> validate(const Schema& schema, const Json& instance, const ValidateOptions& options) {
  // Nearly every document is valid, and the answer "valid" needs no report.
  if (is_valid(schema, instance, options)) return {};
  std::vector<Violation> violations;
  ValidateOptions reporting = options;
  reporting.max_violations = std::max<std::size_t>(options.max_violations, 1);
  Evaluator(schema, reporting, &violations).run(instance);
  return violations;
}

bool is_valid(const Schema& schema, const Json& instance, const ValidateOptions& options) {
  return Evaluator(schema, options, nullptr).run(instance);
}

std::string pointer_to(const Place* place) {
  if (place == nullptr) return {};
  const std::string before = pointer_to(place->parent);
  return place->key.data() != nullptr ? pointer_join(before, place->key) : pointer_join(before, place->index);
}

bool Evaluator::run(const Json& document) {
  const bool valid = evaluate(schema_.root, {document, nullptr, nullptr, nullptr, nullptr});
  if (!exhausted_) return valid;
  if (report_ != nullptr) {
    report_->push_back(
        {"", "", "", "checking this document takes too much work; make it smaller or simpler"});
  }
  return false;
}

bool Evaluator::evaluate(NodeIndex index, const Subject& subject) {
  const Node& node = schema_.nodes[index];
  if (!spend(1)) return false;
  if (node.kind == Node::Kind::anything) return true;
  if (node.kind == Node::Kind::nothing) return refuse_anything(subject);
  if (depth_ == kMaxDepth) {
    exhausted_ = true;
    return false;
  }
  ++depth_;
  const Scope entered{subject.scope, node.resource};
  const bool same_scope = subject.scope != nullptr && subject.scope->resource == node.resource;
  const Scope* scope = same_scope ? subject.scope : &entered;
  bool ok = false;
  if (node.has_unevaluated) {
    Marks marks(count_parts(subject.value));
    ok = evaluate_keywords(node, {subject.value, subject.instance, subject.schema, scope, &marks});
    if (ok && subject.marks != nullptr) subject.marks->add(marks);
  } else {
    ok = evaluate_keywords(node, {subject.value, subject.instance, subject.schema, scope, subject.marks});
  }
  --depth_;
  return ok;
}

bool Evaluator::evaluate_keywords(const Node& node, const Subject& subject) {
  bool ok = true;
  for (const Keyword& keyword : node.keywords) {
    if (!spend(1)) return false;
    ok = std::visit([&](const auto& known) { return check(known, subject); }, keyword) && ok;
    if (!ok && !goes_on()) return false;
  }
  return ok;
}

bool Evaluator::accepts(NodeIndex index, const Subject& subject) {
  std::vector<Violation>* const report = std::exchange(report_, nullptr);
  bool ok = false;
  if (subject.marks == nullptr) {
    ok = evaluate(index, subject);
  } else {
    Marks marks(count_parts(subject.value));
    ok = evaluate(index, {subject.value, subject.instance, subject.schema, subject.scope, &marks});
    if (ok) subject.marks->add(marks);
  }
  report_ = report;
  return ok;
}

bool Evaluator::evaluate_child(NodeIndex index, const Json& value, const Subject& subject,
                               const Place& instance, const Place& schema) {
  return evaluate(index, {value, &instance, &schema, subject.scope, nullptr});
}

void Evaluator::add_violation(std::string_view keyword, const Subject& subject, std::string message) {
  std::string schema_pointer = pointer_to(subject.schema);
  if (!keyword.empty()) schema_pointer = pointer_join(schema_pointer, keyword);
  report_->push_back(
      {pointer_to(subject.instance), std::move(schema_pointer), std::string(keyword), std::move(message)});
}

// The schema `false`. The keyword that applied it is what went wrong, and the end of its place already.
bool Evaluator::refuse_anything(const Subject& subject) {
  if (!goes_on()) return false;
  const std::string_view keyword = subject.schema != nullptr ? subject.schema->key : std::string_view();
  std::string message = "no value is allowed here";
  if (keyword == "additionalProperties" || keyword == "unevaluatedProperties") {
    message = "this field is not allowed";
  } else if (keyword == "items" || keyword == "unevaluatedItems") {
    message = "no further item is allowed";
  }
  report_->push_back(
      {pointer_to(subject.instance), pointer_to(subject.schema), std::string(keyword), std::move(message)});
  return false;
}

}  // namespace runledger::schema
