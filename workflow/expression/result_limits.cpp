#include "workflow/expression/result_limits.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace runledger::expression {
namespace {

struct Measure {
  std::size_t bytes_left;
  bool too_large = false;
  bool too_deep = false;

  void charge(std::size_t bytes) {
    too_large = too_large || bytes > bytes_left;
    bytes_left -= too_large ? 0 : bytes;
  }

  void visit(const Json& value, std::size_t depth) {
    charge(16);
    if (const auto* text = value.if_string()) return charge(text->size());
    if (!value.is_structured()) return;
    too_deep = too_deep || depth == 0;
    if (too_large || too_deep) return;
    if (const auto* array = value.if_array()) {
      for (const auto& item : *array) {
        visit(item, depth - 1);
        if (too_large || too_deep) return;
      }
      return;
    }
    for (const auto& member : value.get_object()) {
      charge(member.key().size());
      visit(member.value(), depth - 1);
      if (too_large || too_deep) return;
    }
  }
};

}  // namespace

std::optional<std::string> beyond_limits(const Json& value, const Limits& limits) {
  Measure measure{limits.max_result_bytes};
  measure.visit(value, JsonLimits{}.max_depth);
  if (measure.too_large) {
    return "its result is larger than " + std::to_string(limits.max_result_bytes) + " bytes";
  }
  if (measure.too_deep) {
    return "its result is nested deeper than " + std::to_string(JsonLimits{}.max_depth) + " levels";
  }
  return std::nullopt;
}

}  // namespace runledger::expression
