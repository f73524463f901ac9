// Keywords that look into arrays (JSON Schema core §10.3.1, §11.2, validation §6.4).
#include <boost/json/array.hpp>

#include "workflow/schema/evaluator.hpp"
#include "workflow/schema/unique_items.hpp"
#include "workflow/schema/wording.hpp"

namespace runledger::schema {

bool Evaluator::check(const UniqueItems&, const Subject& subject) {
  if (!subject.value.is_array()) return true;
  const DuplicateSearch search = find_duplicate(subject.value.get_array(), work_left_);
  if (search.gave_up) return spend(work_left_ + 1);
  if (!search.found) return true;
  return fail("uniqueItems", subject, [&] {
    return "the items " + std::to_string(search.found->first) + " and " +
           std::to_string(search.found->second) + " are equal; all must differ";
  });
}

bool Evaluator::check(const Items& keyword, const Subject& subject) {
  if (!subject.value.is_array()) return true;
  const JsonArray& items = subject.value.get_array();
  const Place prefix_place{subject.schema, "prefixItems"};
  const Place rest_place{subject.schema, "items"};
  bool ok = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool in_prefix = i < keyword.prefix.size();
    if (!in_prefix && !keyword.rest) break;
    const Place nth_prefix{&prefix_place, {}, i};
    ok = evaluate_child(in_prefix ? keyword.prefix[i] : *keyword.rest, items[i], subject,
                        {subject.instance, {}, i}, in_prefix ? nth_prefix : rest_place) &&
         ok;
    if (!ok && !goes_on()) return false;
    if (subject.marks != nullptr) subject.marks->mark(i);
  }
  return ok;
}

bool Evaluator::check(const Contains& keyword, const Subject& subject) {
  if (!subject.value.is_array()) return true;
  const JsonArray& items = subject.value.get_array();
  const Place here{subject.schema, "contains"};
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < items.size() && !exhausted_; ++i) {
    const Place place{subject.instance, {}, i};
    if (!accepts(keyword.node, {items[i], &place, &here, subject.scope, nullptr})) continue;
    ++count;
    if (subject.marks != nullptr) subject.marks->mark(i);
    // Without marks to set, the answer may be known before the end.
    if (subject.marks == nullptr && count >= keyword.min && !keyword.max) return true;
  }
  if (count < keyword.min) {
    return fail(count == 0 ? "contains" : "minContains", subject, [&] {
      return "must contain at least " + counted(keyword.min, "matching item", "matching items") +
             ", contains " + std::to_string(count);
    });
  }
  if (keyword.max && count > *keyword.max) {
    return fail("maxContains", subject, [&] {
      return "must contain at most " + counted(*keyword.max, "matching item", "matching items") +
             ", contains " + std::to_string(count);
    });
  }
  return true;
}

bool Evaluator::check(const UnevaluatedItems& keyword, const Subject& subject) {
  if (!subject.value.is_array()) return true;
  const JsonArray& items = subject.value.get_array();
  const Place here{subject.schema, "unevaluatedItems"};
  bool ok = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (subject.marks->marked(i)) continue;
    ok = evaluate_child(keyword.node, items[i], subject, {subject.instance, {}, i}, here) && ok;
    if (!ok && !goes_on()) return false;
    subject.marks->mark(i);
  }
  return ok;
}

}  // namespace runledger::schema
