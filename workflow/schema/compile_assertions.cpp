// The readers of the validation vocabulary (JSON Schema validation §6) and of `format` (§7).
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

#include "workflow/schema/compiler.hpp"

namespace runledger::schema {
namespace {

struct TypeName {
  std::string_view name;
  TypeMask mask;
};
constexpr std::array kTypes = {
    TypeName{"null", kNull},       TypeName{"boolean", kBoolean}, TypeName{"object", kObject},
    TypeName{"array", kArray},     TypeName{"number", kNumber},   TypeName{"string", kString},
    TypeName{"integer", kInteger},
};

std::string_view text_of(const Json& string) {
  return {string.get_string().data(), string.get_string().size()};
}

TypeMask type_named(const Json& value) {
  for (const auto& type : kTypes) {
    if (value.is_string() && text_of(value) == type.name) return type.mask;
  }
  return 0;
}

// What comparing with `value` costs at most, in work units.
std::size_t comparison_cost(const Json& value) {
  std::size_t cost = 1;
  if (value.is_string()) cost += value.get_string().size() / 64;
  if (value.is_array()) {
    for (const Json& item : value.get_array()) cost += comparison_cost(item);
  }
  if (value.is_object()) {
    for (const auto& member : value.get_object()) cost += comparison_cost(member.value());
  }
  return cost;
}

}  // namespace

Result<Done> Compiler::read_type(const Json& schema, const Json& value, Node& node) {
  const Json list = value.is_array() ? value : Json(JsonArray{value});
  TypeMask accepted = 0;
  for (const Json& name : list.get_array()) {
    const TypeMask type = type_named(name);
    if (type == 0) {
      return registry_.error_at(
          schema, "type",
          write_json(name).substr(0, 60) +
              " is not a type; the types are null, boolean, object, array, number, integer "
              "and string");
    }
    accepted = static_cast<TypeMask>(accepted | type);
  }
  if (accepted == 0) return registry_.error_at(schema, "type", "must name at least one type");
  node.keywords.emplace_back(TypeIs{accepted});
  return Done{};
}

Result<Done> Compiler::read_enum(const Json& schema, const Json& value, Node& node) {
  if (!value.is_array()) return registry_.error_at(schema, "enum", "must be a list of values");
  node.keywords.emplace_back(EnumIs{&value.get_array(), comparison_cost(value)});
  return Done{};
}

Result<Done> Compiler::read_const(const Json&, const Json& value, Node& node) {
  node.keywords.emplace_back(ConstIs{&value, comparison_cost(value)});
  return Done{};
}

template <NumberBound::Relation relation>
Result<Done> Compiler::read_number_bound(const Json& schema, const Json& value, Node& node) {
  if (!value.is_number()) return registry_.error_at(schema, keyword_of(relation), "must be a number");
  node.keywords.emplace_back(NumberBound{relation, &value});
  return Done{};
}

Result<Done> Compiler::read_multiple_of(const Json& schema, const Json& value, Node& node) {
  if (!value.is_number() || compare_numbers(value, Json(0)) <= 0) {
    return registry_.error_at(schema, "multipleOf", "must be a number above 0");
  }
  node.keywords.emplace_back(MultipleOf{decimal_of(value), &value});
  return Done{};
}

Result<std::uint64_t> Compiler::read_count(const Json& schema, std::string_view keyword, const Json& value) {
  if (!value.is_number() || !is_integer(value) || compare_numbers(value, Json(0)) < 0) {
    return registry_.error_at(schema, keyword, "must be an integer of at least 0");
  }
  if (value.is_int64()) return static_cast<std::uint64_t>(value.get_int64());
  if (value.is_uint64()) return value.get_uint64();
  return value.get_double() < 0x1p63 ? static_cast<std::uint64_t>(value.get_double()) : UINT64_MAX;
}

template <CountBound::Of of, bool is_maximum>
Result<Done> Compiler::read_count_bound(const Json& schema, const Json& value, Node& node) {
  const auto bound = read_count(schema, keyword_of(of, is_maximum), value);
  if (!bound) return bound.error();
  node.keywords.emplace_back(CountBound{of, is_maximum, *bound});
  return Done{};
}

Result<const Pattern*> Compiler::add_pattern(const Json& schema, std::string_view keyword,
                                             std::string_view text) {
  if (const auto known = patterns_.find(text); known != patterns_.end()) return known->second;
  if (patterns_.size() >= options_.max_patterns) {
    return Error{Errc::limit_exceeded,
                 "the schema has more than " + std::to_string(options_.max_patterns) + " patterns"};
  }
  auto compiled = Pattern::compile(text);
  if (!compiled) return registry_.error_at(schema, keyword, compiled.error().message);
  out_.patterns.push_back(std::move(*compiled));
  return patterns_.emplace(text, out_.patterns.back().get()).first->second;
}

Result<Done> Compiler::read_pattern(const Json& schema, const Json& value, Node& node) {
  if (!value.is_string()) return registry_.error_at(schema, "pattern", "must be a string");
  const auto pattern = add_pattern(schema, "pattern", text_of(value));
  if (!pattern) return pattern.error();
  node.keywords.emplace_back(Matches{*pattern, text_of(value)});
  return Done{};
}

Result<Done> Compiler::read_format(const Json& schema, const Json& value, Node& node) {
  if (!value.is_string()) return registry_.error_at(schema, "format", "must be a string");
  const Format* format = find_format(text_of(value));
  if (format == nullptr) return Done{};
  node.keywords.emplace_back(HasFormat{format, registry_.resource(node.resource).asserts_formats});
  return Done{};
}

Result<Done> Compiler::read_unique_items(const Json& schema, const Json& value, Node& node) {
  if (!value.is_bool()) return registry_.error_at(schema, "uniqueItems", "must be true or false");
  if (value.get_bool()) node.keywords.emplace_back(UniqueItems{});
  return Done{};
}

Result<std::vector<std::string_view>> Compiler::read_names(const Json& schema, std::string_view keyword,
                                                           const Json& value) {
  const Error wrong = registry_.error_at(schema, keyword, "must be a list of field names");
  if (!value.is_array()) return wrong;
  std::vector<std::string_view> names;
  for (const Json& name : value.get_array()) {
    if (!name.is_string()) return wrong;
    names.push_back(text_of(name));
  }
  return names;
}

Result<Done> Compiler::read_required(const Json& schema, const Json& value, Node& node) {
  auto names = read_names(schema, "required", value);
  if (!names) return names.error();
  if (!names->empty()) node.keywords.emplace_back(Required{std::move(*names)});
  return Done{};
}

Result<Done> Compiler::read_dependent_required(const Json& schema, const Json& value, Node& node) {
  if (!value.is_object()) {
    return registry_.error_at(schema, "dependentRequired", "must be an object of lists of field names");
  }
  DependentRequired dependent;
  for (const auto& member : value.get_object()) {
    auto names = read_names(schema, "dependentRequired", member.value());
    if (!names) return names.error();
    dependent.names.emplace_back(std::string_view{member.key().data(), member.key().size()},
                                 std::move(*names));
  }
  node.keywords.emplace_back(std::move(dependent));
  return Done{};
}

const std::vector<Compiler::Entry>& Compiler::assertions() {
  using Relation = NumberBound::Relation;
  using Of = CountBound::Of;
  static const std::vector<Entry> entries = {
      {"type", &Compiler::read_type},
      {"enum", &Compiler::read_enum},
      {"const", &Compiler::read_const},
      {"minimum", &Compiler::read_number_bound<Relation::minimum>},
      {"exclusiveMinimum", &Compiler::read_number_bound<Relation::exclusive_minimum>},
      {"maximum", &Compiler::read_number_bound<Relation::maximum>},
      {"exclusiveMaximum", &Compiler::read_number_bound<Relation::exclusive_maximum>},
      {"multipleOf", &Compiler::read_multiple_of},
      {"minLength", &Compiler::read_count_bound<Of::length, false>},
      {"maxLength", &Compiler::read_count_bound<Of::length, true>},
      {"pattern", &Compiler::read_pattern},
      {"minItems", &Compiler::read_count_bound<Of::items, false>},
      {"maxItems", &Compiler::read_count_bound<Of::items, true>},
      {"uniqueItems", &Compiler::read_unique_items},
      {"minProperties", &Compiler::read_count_bound<Of::properties, false>},
      {"maxProperties", &Compiler::read_count_bound<Of::properties, true>},
      {"required", &Compiler::read_required},
      {"dependentRequired", &Compiler::read_dependent_required},
  };
  return entries;
}

}  // namespace runledger::schema
