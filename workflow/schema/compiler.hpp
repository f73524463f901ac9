#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/schema/compiled.hpp"
#include "workflow/schema/registry.hpp"

namespace runledger::schema {

// Turns JSON into nodes. One subschema at a time comes off a queue, so a chain of references as long as it
// likes takes no stack. For one compile() and one thread.
class Compiler {
 public:
  explicit Compiler(const CompileOptions& options) : options_(options), registry_(options) {}
  Result<SchemaPtr> run(const Json& schema);

  // One keyword's reader: appends to node.keywords what `value`, a member of `schema`, means.
  using Reader = Result<Done> (Compiler::*)(const Json& schema, const Json& value, Node& node);
  struct Entry {
    std::string_view keyword;
    Reader read;
  };

 private:
  // The node of a subschema that the registry knows; queued to be compiled when it is new.
  NodeIndex node_of(const Json& schema);
  Result<Done> compile_queue();
  Result<Done> compile_node(const Json& schema, NodeIndex index);
  // Gives each $dynamicRef the anchors of resources that became known since. True when that found new work.
  bool link_dynamic_anchors();

  // compile_assertions.cpp
  Result<Done> read_type(const Json& schema, const Json& value, Node& node);
  Result<Done> read_enum(const Json& schema, const Json& value, Node& node);
  Result<Done> read_const(const Json& schema, const Json& value, Node& node);
  template <NumberBound::Relation relation>
  Result<Done> read_number_bound(const Json& schema, const Json& value, Node& node);
  Result<Done> read_multiple_of(const Json& schema, const Json& value, Node& node);
  template <CountBound::Of of, bool is_maximum>
  Result<Done> read_count_bound(const Json& schema, const Json& value, Node& node);
  Result<Done> read_pattern(const Json& schema, const Json& value, Node& node);
  Result<Done> read_format(const Json& schema, const Json& value, Node& node);
  Result<Done> read_unique_items(const Json& schema, const Json& value, Node& node);
  Result<Done> read_required(const Json& schema, const Json& value, Node& node);
  Result<Done> read_dependent_required(const Json& schema, const Json& value, Node& node);
  Result<std::vector<std::string_view>> read_names(const Json& schema, std::string_view keyword,
                                                   const Json& value);
  Result<std::uint64_t> read_count(const Json& schema, std::string_view keyword, const Json& value);
  Result<const Pattern*> add_pattern(const Json& schema, std::string_view keyword, std::string_view text);

  // compile_applicators.cpp
  Result<Done> read_ref(const Json& schema, const Json& value, Node& node);
  Result<Done> read_dynamic_ref(const Json& schema, const Json& value, Node& node);
  template <class List>
  Result<Done> read_list(const Json& schema, const Json& value, Node& node);
  Result<Done> read_not(const Json& schema, const Json& value, Node& node);
  Result<Done> read_if(const Json& schema, const Json& value, Node& node);
  Result<Done> read_items(const Json& schema, const Json& value, Node& node);
  Result<Done> read_contains(const Json& schema, const Json& value, Node& node);
  Result<Done> read_properties(const Json& schema, const Json& value, Node& node);
  Result<Done> read_property_names(const Json& schema, const Json& value, Node& node);
  Result<Done> read_dependent_schemas(const Json& schema, const Json& value, Node& node);
  Result<Done> read_dependencies(const Json& schema, const Json& value, Node& node);
  template <class Unevaluated>
  Result<Done> read_unevaluated(const Json& schema, const Json& value, Node& node);
  std::optional<NodeIndex> optional_node(const Json& schema, std::string_view keyword);
  std::vector<NodeIndex> nodes_of(const JsonArray& schemas);

  static const std::vector<Entry>&
  assertions();  // of the vocabulary that a metaschema may leave out, and format
  static const std::vector<Entry>& applicators();

  const CompileOptions& options_;
  Registry registry_;
  Schema out_;
  std::unordered_map<const Json*, NodeIndex> nodes_;
  std::vector<const Json*> sources_;  // of each node
  std::deque<NodeIndex> queue_;
  std::unordered_map<std::string_view, const Pattern*> patterns_;
  struct DynamicReference {
    NodeIndex owner;
    std::string anchor;
    std::size_t resources_seen = 0;
  };
  std::vector<DynamicReference> dynamic_references_;
};

}  // namespace runledger::schema
