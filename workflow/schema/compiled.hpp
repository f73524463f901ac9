#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/schema/format.hpp"
#include "workflow/schema/name_table.hpp"
#include "workflow/schema/number.hpp"
#include "workflow/schema/pattern.hpp"
#include "workflow/schema/schema.hpp"

// A schema as the evaluator walks it: nodes (subschemas) that name one another by index, each with its
// keywords in the order in which they are evaluated: the cheap ones first, `unevaluated*` last. Texts and
// JSON values are views into Schema::documents.
namespace runledger::schema {

using NodeIndex = std::uint32_t;
using ResourceIndex = std::uint32_t;

// A set of instance types, one bit each. An integer is also a number.
using TypeMask = std::uint8_t;
inline constexpr TypeMask kNull = 1, kBoolean = 2, kObject = 4, kArray = 8, kNumber = 16, kString = 32,
                          kInteger = 64;

// The types of a value: one bit, or two for an integer.
inline TypeMask types_of(const Json& value) {
  // In the order of boost::json::kind: null, bool, int64, uint64, double, string, array, object.
  constexpr TypeMask kByKind[] = {kNull,  kBoolean, kNumber | kInteger, kNumber | kInteger, kNumber, kString,
                                  kArray, kObject};
  const TypeMask mask = kByKind[static_cast<std::size_t>(value.kind())];
  return mask == kNumber && is_integer(value) ? kNumber | kInteger : mask;
}

struct TypeIs {
  TypeMask accepted;
};
struct EnumIs {
  const JsonArray* values;
  std::size_t cost;  // of comparing with all of them, in work units
};
struct ConstIs {
  const Json* value;
  std::size_t cost;
};
struct NumberBound {
  enum class Relation { minimum, exclusive_minimum, maximum, exclusive_maximum } relation;
  const Json* bound;
};
constexpr std::string_view keyword_of(NumberBound::Relation relation) {
  constexpr std::string_view kNames[] = {"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"};
  return kNames[static_cast<std::size_t>(relation)];
}
struct MultipleOf {
  Decimal divisor;
  const Json* shown;
};
// maxLength and its five sisters.
struct CountBound {
  enum class Of { length, items, properties } of;
  bool is_maximum;
  std::uint64_t bound;
};
constexpr std::string_view keyword_of(CountBound::Of of, bool is_maximum) {
  constexpr std::string_view kMinima[] = {"minLength", "minItems", "minProperties"};
  constexpr std::string_view kMaxima[] = {"maxLength", "maxItems", "maxProperties"};
  return (is_maximum ? kMaxima : kMinima)[static_cast<std::size_t>(of)];
}
struct Matches {
  const Pattern* pattern;
  std::string_view text;
};
struct HasFormat {
  const Format* format;
  bool always;  // the metaschema requires the format-assertion vocabulary
};
struct UniqueItems {};
struct Required {
  std::vector<std::string_view> names;
};
struct DependentRequired {
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> names;
};

struct Items {
  std::vector<NodeIndex> prefix;
  std::optional<NodeIndex> rest;
};
struct Contains {
  NodeIndex node;
  std::uint64_t min;
  std::optional<std::uint64_t> max;
};
// properties, patternProperties and additionalProperties, because the last depends on the other two.
struct Properties {
  struct ByPattern {
    const Pattern* pattern;
    std::string_view text;
    NodeIndex node;
  };
  NameTable named;
  std::vector<ByPattern> patterns;
  std::optional<NodeIndex> additional;
};
struct PropertyNames {
  NodeIndex node;
};
struct DependentSchemas {
  std::vector<std::pair<std::string_view, NodeIndex>> nodes;
};

struct AllOf {
  std::vector<NodeIndex> nodes;
};
struct AnyOf {
  std::vector<NodeIndex> nodes;
};
struct OneOf {
  std::vector<NodeIndex> nodes;
};
struct Not {
  NodeIndex node;
};
struct IfThenElse {
  NodeIndex condition;
  std::optional<NodeIndex> then, otherwise;
};
struct Ref {
  NodeIndex node;
};
// Goes to the outermost resource of the dynamic scope that has the anchor; to `node` when none has.
struct DynamicRef {
  NodeIndex node;
  std::vector<std::pair<ResourceIndex, NodeIndex>> anchors;
};
struct UnevaluatedItems {
  NodeIndex node;
};
struct UnevaluatedProperties {
  NodeIndex node;
};

using Keyword = std::variant<TypeIs, EnumIs, ConstIs, NumberBound, MultipleOf, CountBound, Matches, HasFormat,
                             UniqueItems, Required, DependentRequired, Items, Contains, Properties,
                             PropertyNames, DependentSchemas, AllOf, AnyOf, OneOf, Not, IfThenElse, Ref,
                             DynamicRef, UnevaluatedItems, UnevaluatedProperties>;

struct Node {
  enum class Kind : std::uint8_t { keywords, anything, nothing } kind = Kind::keywords;
  bool has_unevaluated = false;  // must know which members or items its own keywords looked at
  ResourceIndex resource = 0;
  std::vector<Keyword> keywords;
};

// Movable only while it is built; const once shared.
class Schema {
 public:
  std::deque<Json> documents;
  std::vector<std::unique_ptr<const Pattern>> patterns;
  std::vector<Node> nodes;
  NodeIndex root = 0;
};

}  // namespace runledger::schema
