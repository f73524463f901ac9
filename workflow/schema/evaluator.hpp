#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/schema/compiled.hpp"
#include "workflow/schema/marks.hpp"
#include "workflow/schema/schema.hpp"

namespace runledger::schema {

// One step of a JSON pointer, linked to the one before: kept on the stack, and written out only for a
// violation.
struct Place {
  const Place* parent = nullptr;
  std::string_view key;  // without data: the step is `index`
  std::size_t index = 0;
};
std::string pointer_to(const Place* place);

// The resources that evaluation has come through, innermost first: the dynamic scope of core §7.1.
struct Scope {
  const Scope* parent;
  ResourceIndex resource;
};

// A value under evaluation and how we came to it.
struct Subject {
  const Json& value;
  const Place* instance;
  const Place* schema;
  const Scope* scope;
  Marks* marks;  // of `value`; null when nobody asks what was evaluated
};

// Walks a compiled schema along one document. For one run and one thread.
class Evaluator {
 public:
  // With a `report`, goes on after a violation to collect up to options.max_violations; without, stops at the
  // first.
  Evaluator(const Schema& schema, const ValidateOptions& options, std::vector<Violation>* report)
      : schema_(schema),
        options_(options),
        report_(report),
        room_(options.max_violations),
        work_left_(options.max_work) {}
  bool run(const Json& document);

 private:
  bool evaluate(NodeIndex index, const Subject& subject);
  bool evaluate_keywords(const Node& node, const Subject& subject);
  // Whether a node accepts the subject, without reporting why not; its marks count only if it does.
  bool accepts(NodeIndex index, const Subject& subject);
  // Evaluates a member or item of the subject.
  bool evaluate_child(NodeIndex index, const Json& value, const Subject& subject, const Place& instance,
                      const Place& schema);

  // evaluate_values.cpp
  bool check(const TypeIs& keyword, const Subject& subject);
  bool check(const EnumIs& keyword, const Subject& subject);
  bool check(const ConstIs& keyword, const Subject& subject);
  bool check(const NumberBound& keyword, const Subject& subject);
  bool check(const MultipleOf& keyword, const Subject& subject);
  bool check(const CountBound& keyword, const Subject& subject);
  bool check(const Matches& keyword, const Subject& subject);
  bool check(const HasFormat& keyword, const Subject& subject);
  // evaluate_arrays.cpp
  bool check(const UniqueItems& keyword, const Subject& subject);
  bool check(const Items& keyword, const Subject& subject);
  bool check(const Contains& keyword, const Subject& subject);
  bool check(const UnevaluatedItems& keyword, const Subject& subject);
  // evaluate_objects.cpp
  bool check(const Required& keyword, const Subject& subject);
  bool check(const DependentRequired& keyword, const Subject& subject);
  bool check(const Properties& keyword, const Subject& subject);
  bool check(const PropertyNames& keyword, const Subject& subject);
  bool check(const DependentSchemas& keyword, const Subject& subject);
  bool check(const UnevaluatedProperties& keyword, const Subject& subject);
  bool check_property(const Properties& keyword, std::size_t i, const Subject& subject);
  bool require(const std::vector<std::string_view>& names, std::string_view keyword, const Subject& subject);
  // evaluate_in_place.cpp
  bool check(const AllOf& keyword, const Subject& subject);
  bool check(const AnyOf& keyword, const Subject& subject);
  bool check(const OneOf& keyword, const Subject& subject);
  bool check(const Not& keyword, const Subject& subject);
  bool check(const IfThenElse& keyword, const Subject& subject);
  bool check(const Ref& keyword, const Subject& subject);
  bool check(const DynamicRef& keyword, const Subject& subject);
  bool evaluate_under(std::string_view keyword, NodeIndex index, const Subject& subject);
  // "; the nearest fails at /address/zip: must be ..." for alternatives that all failed, or nothing.
  std::string nearest_failure(const std::vector<NodeIndex>& nodes, const Subject& subject);

  // Takes `units` of the work allowed; false, for good, when none is left.
  bool spend(std::size_t units) {
    if (units <= work_left_) {
      work_left_ -= units;
      return true;
    }
    work_left_ = 0;
    exhausted_ = true;
    return false;
  }
  static std::size_t text_cost(std::size_t bytes) { return bytes / 64; }

  // Whether to look for more violations after one.
  bool goes_on() const { return report_ != nullptr && report_->size() < room_ && !exhausted_; }
  // Notes a violation when one is wanted. Always false. `message` is only called then.
  template <class Message>
  bool fail(std::string_view keyword, const Subject& subject, const Message& message) {
    if (goes_on()) add_violation(keyword, subject, message());
    return false;
  }
  void add_violation(std::string_view keyword, const Subject& subject, std::string message);
  bool refuse_anything(const Subject& subject);

  const Schema& schema_;
  const ValidateOptions& options_;
  std::vector<Violation>* report_;
  std::size_t room_;
  std::size_t work_left_;
  std::size_t depth_ = 0;
  bool exhausted_ = false;
  bool explaining_ = false;  // inside nearest_failure, which does not nest
};

}  // namespace runledger::schema
