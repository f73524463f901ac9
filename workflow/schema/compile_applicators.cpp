// The readers of the core's references and of the applicator and unevaluated vocabularies (JSON Schema core
// §8, §10, §11). The registry has already checked that what must be a schema is one.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/schema/compiler.hpp"
#include "workflow/schema/uri.hpp"

namespace runledger::schema {
namespace {

std::string_view view(boost::json::string_view text) {
  return {text.data(), text.size()};
}

const Json* member(const Json& object, std::string_view key) {
  return object.get_object().if_contains({key.data(), key.size()});
}

template <class Kind>
bool has(const Node& node) {
  return std::any_of(node.keywords.begin(), node.keywords.end(),
                     [](const Keyword& keyword) { return std::holds_alternative<Kind>(keyword); });
}

}  // namespace

std::optional<NodeIndex> Compiler::optional_node(const Json& schema, std::string_view keyword) {
  const Json* value = member(schema, keyword);
  if (value == nullptr) return std::nullopt;
  return node_of(*value);
}

std::vector<NodeIndex> Compiler::nodes_of(const JsonArray& schemas) {
  std::vector<NodeIndex> nodes;
  for (const Json& schema : schemas) nodes.push_back(node_of(schema));
  return nodes;
}

Result<Done> Compiler::read_ref(const Json& schema, const Json& value, Node& node) {
  if (!value.is_string()) return registry_.error_at(schema, "$ref", "must be a URI reference");
  const auto target = registry_.resolve(schema, "$ref", view(value.get_string()));
  if (!target) return target.error();
  node.keywords.emplace_back(Ref{node_of(**target)});
  return Done{};
}

Result<Done> Compiler::read_dynamic_ref(const Json& schema, const Json& value, Node& node) {
  if (!value.is_string()) return registry_.error_at(schema, "$dynamicRef", "must be a URI reference");
  const std::string_view reference = view(value.get_string());
  const auto target = registry_.resolve(schema, "$dynamicRef", reference);
  if (!target) return target.error();
  node.keywords.emplace_back(DynamicRef{node_of(**target), {}});
  // Only when it leads to a $dynamicAnchor at first sight is it dynamic at all (core §8.2.3.2).
  const std::string anchor(split_uri(reference).fragment.value_or(""));
  const auto& anchors = registry_.resource(registry_.location(**target).resource).dynamic_anchors;
  const auto found = anchors.find(anchor);
  if (found != anchors.end() && found->second == *target) {
    dynamic_references_.push_back({nodes_.at(&schema), anchor});
  }
  return Done{};
}

template <class List>
Result<Done> Compiler::read_list(const Json&, const Json& value, Node& node) {
  node.keywords.emplace_back(List{nodes_of(value.get_array())});
  return Done{};
}

Result<Done> Compiler::read_not(const Json&, const Json& value, Node& node) {
  node.keywords.emplace_back(Not{node_of(value)});
  return Done{};
}

Result<Done> Compiler::read_if(const Json& schema, const Json& value, Node& node) {
  node.keywords.emplace_back(
      IfThenElse{node_of(value), optional_node(schema, "then"), optional_node(schema, "else")});
  return Done{};
}

Result<Done> Compiler::read_items(const Json& schema, const Json&, Node& node) {
  if (has<Items>(node)) return Done{};
  const Json* prefix = member(schema, "prefixItems");
  node.keywords.emplace_back(
      Items{prefix != nullptr ? nodes_of(prefix->get_array()) : std::vector<NodeIndex>{},
            optional_node(schema, "items")});
  return Done{};
}

Result<Done> Compiler::read_contains(const Json& schema, const Json& value, Node& node) {
  Contains contains{node_of(value), 1, std::nullopt};
  if (registry_.resource(node.resource).validates) {
    if (const Json* min = member(schema, "minContains")) {
      const auto count = read_count(schema, "minContains", *min);
      if (!count) return count.error();
      contains.min = *count;
    }
    if (const Json* max = member(schema, "maxContains")) {
      const auto count = read_count(schema, "maxContains", *max);
      if (!count) return count.error();
      contains.max = *count;
    }
  }
  node.keywords.emplace_back(contains);
  return Done{};
}

Result<Done> Compiler::read_properties(const Json& schema, const Json&, Node& node) {
  if (has<Properties>(node)) return Done{};
  Properties properties;
  if (const Json* named = member(schema, "properties")) {
    std::vector<NameTable::Entry> entries;
    for (const auto& property : named->get_object()) {
      entries.emplace_back(view(property.key()), node_of(property.value()));
    }
    properties.named = NameTable(std::move(entries));
  }
  if (const Json* patterns = member(schema, "patternProperties")) {
    for (const auto& property : patterns->get_object()) {
      const auto pattern = add_pattern(schema, "patternProperties", view(property.key()));
      if (!pattern) return pattern.error();
      properties.patterns.push_back({*pattern, view(property.key()), node_of(property.value())});
    }
  }
  properties.additional = optional_node(schema, "additionalProperties");
  node.keywords.emplace_back(std::move(properties));
  return Done{};
}

Result<Done> Compiler::read_property_names(const Json&, const Json& value, Node& node) {
  node.keywords.emplace_back(PropertyNames{node_of(value)});
  return Done{};
}

Result<Done> Compiler::read_dependent_schemas(const Json&, const Json& value, Node& node) {
  DependentSchemas dependent;
  for (const auto& member : value.get_object()) {
    dependent.nodes.emplace_back(view(member.key()), node_of(member.value()));
  }
  node.keywords.emplace_back(std::move(dependent));
  return Done{};
}

// The keyword that 2019-09 split in two; the metaschema still knows it, and to ignore it would be to accept
// what the schema's author meant to refuse.
Result<Done> Compiler::read_dependencies(const Json& schema, const Json& value, Node& node) {
  DependentRequired required;
  DependentSchemas schemas;
  for (const auto& dependency : value.get_object()) {
    if (!dependency.value().is_array()) {
      schemas.nodes.emplace_back(view(dependency.key()), node_of(dependency.value()));
      continue;
    }
    auto names = read_names(schema, "dependencies", dependency.value());
    if (!names) return names.error();
    required.names.emplace_back(view(dependency.key()), std::move(*names));
  }
  node.keywords.emplace_back(std::move(required));
  node.keywords.emplace_back(std::move(schemas));
  return Done{};
}

template <class Unevaluated>
Result<Done> Compiler::read_unevaluated(const Json&, const Json& value, Node& node) {
  node.has_unevaluated = true;
  node.keywords.emplace_back(Unevaluated{node_of(value)});
  return Done{};
}

const std::vector<Compiler::Entry>& Compiler::applicators() {
  static const std::vector<Entry> entries = {
      {"format", &Compiler::read_format},
      {"properties", &Compiler::read_properties},
      {"patternProperties", &Compiler::read_properties},
      {"additionalProperties", &Compiler::read_properties},
      {"propertyNames", &Compiler::read_property_names},
      {"prefixItems", &Compiler::read_items},
      {"items", &Compiler::read_items},
      {"contains", &Compiler::read_contains},
      {"$ref", &Compiler::read_ref},
      {"$dynamicRef", &Compiler::read_dynamic_ref},
      {"allOf", &Compiler::read_list<AllOf>},
      {"anyOf", &Compiler::read_list<AnyOf>},
      {"oneOf", &Compiler::read_list<OneOf>},
      {"not", &Compiler::read_not},
      {"if", &Compiler::read_if},
      {"dependentSchemas", &Compiler::read_dependent_schemas},
      {"dependencies", &Compiler::read_dependencies},
      {"unevaluatedItems", &Compiler::read_unevaluated<UnevaluatedItems>},
      {"unevaluatedProperties", &Compiler::read_unevaluated<UnevaluatedProperties>},
  };
  return entries;
}

}  // namespace runledger::schema
