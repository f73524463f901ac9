#include "workflow/schema/registry.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/schema/dialect.hpp"
#include "workflow/schema/uri.hpp"

namespace runledger::schema {
namespace {

// Deeper than any document that parse_json lets in; bounds our own recursion.
constexpr std::size_t kMaxDepth = 100;

// Where a keyword's value holds subschemas.
enum class Holds { schema, list, map, map_with_names };
struct Applicator {
  std::string_view keyword;
  Holds holds;
};
constexpr std::array kApplicators = {
    Applicator{"$defs", Holds::map},
    Applicator{"definitions", Holds::map},  // the name before 2019-09, still known to the metaschema
    Applicator{"allOf", Holds::list},
    Applicator{"anyOf", Holds::list},
    Applicator{"oneOf", Holds::list},
    Applicator{"prefixItems", Holds::list},
    Applicator{"not", Holds::schema},
    Applicator{"if", Holds::schema},
    Applicator{"then", Holds::schema},
    Applicator{"else", Holds::schema},
    Applicator{"items", Holds::schema},
    Applicator{"contains", Holds::schema},
    Applicator{"unevaluatedItems", Holds::schema},
    Applicator{"properties", Holds::map},
    Applicator{"patternProperties", Holds::map},
    Applicator{"dependentSchemas", Holds::map},
    Applicator{"dependencies", Holds::map_with_names},  // likewise; lists of names stand among its schemas
    Applicator{"additionalProperties", Holds::schema},
    Applicator{"propertyNames", Holds::schema},
    Applicator{"unevaluatedProperties", Holds::schema},
    Applicator{"contentSchema", Holds::schema},
};

std::string_view text_of(const Json& string) {
  return {string.get_string().data(), string.get_string().size()};
}

const Json* member(const Json& object, std::string_view key) {
  return object.get_object().if_contains({key.data(), key.size()});
}

// Core §8.2.2: [A-Za-z_][-A-Za-z0-9._]*
bool is_anchor_name(std::string_view name) {
  const auto is_start = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (name.empty() || !is_start(name.front())) return false;
  for (const char c : name) {
    if (!is_start(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.') return false;
  }
  return true;
}

std::string without_fragment(std::string_view uri) {
  return std::string(uri.substr(0, uri.find('#')));
}

}  // namespace

Error Registry::error_at(const Json& schema, std::string_view keyword, const std::string& why) const {
  const Location& where = location(schema);
  std::string pointer = keyword.empty() ? where.pointer : pointer_join(where.pointer, keyword);
  if (!where.document.empty()) pointer = where.document + '#' + pointer;
  return {Errc::invalid_input, "schema, at " + (pointer.empty() ? "the root" : pointer) + ": " + why};
}

Result<const Json*> Registry::add_root(const Json& schema) {
  return add_document(schema, without_fragment(options_.base_uri), "");
}

Result<const Json*> Registry::add_document(const Json& document, const std::string& uri,
                                           const std::string& shown) {
  documents_.push_back(document);
  const Json& root = documents_.back();
  const auto resource = static_cast<ResourceIndex>(resources_.size());
  resources_.push_back({});
  resources_.back().uri = uri;
  resources_.back().root = &root;
  register_uri(uri, resource);
  if (auto done = index(root, {resource, shown, ""}, 0); !done) return done.error();
  return &root;
}

Result<Done> Registry::index(const Json& schema, Location location, std::size_t depth) {
  const bool is_new = locations_.emplace(&schema, location).second;
  if (!is_new) return Done{};
  if (schema.is_bool()) return Done{};
  if (!schema.is_object()) return error_at(schema, "", "a schema is an object, true or false");
  if (depth > kMaxDepth) return error_at(schema, "", "nested too deeply");
  if (locations_.size() > options_.max_subschemas) {
    return Error{Errc::limit_exceeded,
                 "the schema has more than " + std::to_string(options_.max_subschemas) + " subschemas"};
  }
  if (auto done = index_identifiers(schema, location); !done) return done;
  locations_[&schema] = location;
  return index_children(schema, location, depth);
}

Result<Done> Registry::index_identifiers(const Json& schema, Location& location) {
  if (const Json* id = member(schema, "$id")) {
    if (!id->is_string()) return error_at(schema, "$id", "must be a URI reference");
    const UriParts parts = split_uri(text_of(*id));
    if (parts.fragment && !parts.fragment->empty()) return error_at(schema, "$id", "must have no fragment");
    const std::string uri = without_fragment(resolve_uri(resources_[location.resource].uri, text_of(*id)));
    const bool starts_document = resources_[location.resource].root == &schema;
    if (!starts_document) {
      const Resource parent = resources_[location.resource];
      location.resource = static_cast<ResourceIndex>(resources_.size());
      resources_.push_back({});
      resources_.back().root = &schema;
      resources_.back().validates = parent.validates;
      resources_.back().asserts_formats = parent.asserts_formats;
    }
    resources_[location.resource].uri = uri;
    const bool registered = register_uri(uri, location.resource);
    if (!registered && by_uri_.at(uri) != location.resource) {
      return error_at(schema, "$id", "'" + uri + "' stands for two schemas");
    }
  }
  if (resources_[location.resource].root == &schema) {
    if (auto done = read_dialect(schema, resources_[location.resource]); !done) return done;
  }
  if (auto done = index_anchor(schema, location, "$anchor", false); !done) return done;
  return index_anchor(schema, location, "$dynamicAnchor", true);
}

Result<Done> Registry::index_anchor(const Json& schema, const Location& location, std::string_view keyword,
                                    bool dynamic) {
  const Json* anchor = member(schema, keyword);
  if (anchor == nullptr) return Done{};
  if (!anchor->is_string() || !is_anchor_name(text_of(*anchor))) {
    return error_at(schema, keyword, "must be a name: a letter, then letters, digits, '-', '_' or '.'");
  }
  Resource& resource = resources_[location.resource];
  const std::string name(text_of(*anchor));
  const bool fresh = resource.anchors.emplace(name, &schema).second;
  if (!fresh && resource.anchors.at(name) != &schema) {
    return error_at(schema, keyword, "the anchor '" + name + "' stands twice in this schema");
  }
  if (dynamic) resource.dynamic_anchors.emplace(name, &schema);
  return Done{};
}

Result<Done> Registry::read_dialect(const Json& schema, Resource& resource) {
  const Json* declared = member(schema, "$schema");
  if (declared == nullptr) return Done{};
  if (!declared->is_string()) return error_at(schema, "$schema", "must be a URI");
  const std::string uri = without_fragment(text_of(*declared));
  if (uri == kMetaschemaUri) return Done{};
  const auto metaschema = options_.resolver ? options_.resolver(uri) : std::nullopt;
  if (!metaschema) {
    return error_at(schema, "$schema",
                    "'" + uri + "' is not supported; only draft 2020-12 is: " + std::string(kMetaschemaUri));
  }
  const auto dialect = dialect_of(*metaschema);
  if (!dialect) return error_at(schema, "$schema", dialect.error().message);
  resource.validates = dialect->validates;
  resource.asserts_formats = dialect->asserts_formats;
  return Done{};
}

Result<Done> Registry::index_children(const Json& schema, const Location& location, std::size_t depth) {
  for (const auto& [keyword, holds] : kApplicators) {
    const Json* value = member(schema, keyword);
    if (value == nullptr) continue;
    Location here = location;
    here.pointer = pointer_join(location.pointer, keyword);
    const auto visit = [&](const Json& child, std::string pointer) {
      return index(child, {location.resource, location.document, std::move(pointer)}, depth + 1);
    };
    if (holds == Holds::schema) {
      if (value->is_array() && keyword == "items") {
        return error_at(schema, keyword, "must be one schema; a schema for each place is \"prefixItems\"");
      }
      if (auto done = visit(*value, here.pointer); !done) return done;
    } else if (holds == Holds::list) {
      if (!value->is_array() || value->get_array().empty()) {
        return error_at(schema, keyword, "must be a list of at least one schema");
      }
      std::size_t i = 0;
      for (const Json& child : value->get_array()) {
        if (auto done = visit(child, pointer_join(here.pointer, i++)); !done) return done;
      }
    } else {
      if (!value->is_object()) return error_at(schema, keyword, "must be an object of schemas");
      for (const auto& child : value->get_object()) {
        if (holds == Holds::map_with_names && child.value().is_array()) continue;
        const std::string_view key{child.key().data(), child.key().size()};
        if (auto done = visit(child.value(), pointer_join(here.pointer, key)); !done) return done;
      }
    }
  }
  return Done{};
}

Result<const Json*> Registry::resolve(const Json& from, std::string_view keyword,
                                      std::string_view reference) {
  const std::string target = resolve_uri(resources_[location(from).resource].uri, reference);
  const Error missing = error_at(from, keyword, "'" + std::string(reference) + "' leads nowhere");
  const auto resource = find_resource(without_fragment(target), missing);
  if (!resource) return resource.error();
  const auto fragment = percent_decode(split_uri(target).fragment.value_or(""));
  if (!fragment) return missing;
  if (fragment->empty()) return resources_[*resource].root;
  if (fragment->front() == '/') return find_by_pointer(*resource, *fragment, missing);
  const auto& anchors = resources_[*resource].anchors;
  const auto found = anchors.find(*fragment);
  if (found == anchors.end()) return missing;
  return found->second;
}

Result<ResourceIndex> Registry::find_resource(const std::string& uri, const Error& missing) {
  if (const auto known = by_uri_.find(uri); known != by_uri_.end()) return known->second;
  std::optional<Json> document;
  if (const auto text = metaschema_text(uri)) {
    auto parsed = parse_json(*text);
    if (!parsed) return parsed.error();
    document = std::move(*parsed);
  } else if (options_.resolver && split_uri(uri).scheme) {
    document = options_.resolver(uri);
  }
  if (!document) return missing;
  if (auto added = add_document(*document, uri, uri); !added) return added.error();
  return by_uri_.at(uri);
}

// A pointer may lead into places that no keyword marks as a schema; such a target becomes one now, with the
// base URI of the nearest subschema around it.
Result<const Json*> Registry::find_by_pointer(ResourceIndex resource, const std::string& pointer,
                                              const Error& missing) {
  const Json* root = resources_[resource].root;
  const Json* target = resolve_pointer(*root, pointer);
  if (target == nullptr) return missing;
  if (locations_.contains(target)) return target;
  Location around = location(*root);
  std::size_t consumed = 0;
  for (auto slash = pointer.find('/', 1); slash != std::string::npos; slash = pointer.find('/', slash + 1)) {
    const Json* step = resolve_pointer(*root, std::string_view(pointer).substr(0, slash));
    const auto known = locations_.find(step);
    if (known == locations_.end()) continue;
    around = known->second;
    consumed = slash;
  }
  around.pointer += pointer.substr(consumed);
  if (auto done = index(*target, around, 0); !done) return done.error();
  return target;
}

}  // namespace runledger::schema
