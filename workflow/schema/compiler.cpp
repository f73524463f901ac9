#include "workflow/schema/compiler.hpp"

#include <boost/json/object.hpp>

#include "workflow/schema/references.hpp"

namespace runledger::schema {

Result<SchemaPtr> compile(const Json& schema, const CompileOptions& options) {
  return Compiler(options).run(schema);
}

Result<SchemaPtr> Compiler::run(const Json& schema) {
  const auto root = registry_.add_root(schema);
  if (!root) return root.error();
  out_.root = node_of(**root);
  do {
    if (auto done = compile_queue(); !done) return done.error();
  } while (link_dynamic_anchors());
  if (const auto endless = find_endless_reference(out_)) {
    return registry_.error_at(
        *sources_[*endless], "",
        "this schema refers back to itself without going down into the document, so checking "
        "it would never end");
  }
  out_.documents = registry_.take_documents();
  return SchemaPtr(std::make_shared<const Schema>(std::move(out_)));
}

NodeIndex Compiler::node_of(const Json& schema) {
  const auto [known, is_new] = nodes_.emplace(&schema, static_cast<NodeIndex>(out_.nodes.size()));
  if (is_new) {
    out_.nodes.emplace_back();
    sources_.push_back(&schema);
    queue_.push_back(known->second);
  }
  return known->second;
}

Result<Done> Compiler::compile_queue() {
  while (!queue_.empty()) {
    const NodeIndex index = queue_.front();
    queue_.pop_front();
    if (auto done = compile_node(*sources_[index], index); !done) return done;
  }
  return Done{};
}

Result<Done> Compiler::compile_node(const Json& schema, NodeIndex index) {
  Node node;
  node.resource = registry_.location(schema).resource;
  if (schema.is_bool()) {
    node.kind = schema.get_bool() ? Node::Kind::anything : Node::Kind::nothing;
    out_.nodes[index] = std::move(node);
    return Done{};
  }
  const auto read_all = [&](const std::vector<Entry>& entries) -> Result<Done> {
    for (const Entry& entry : entries) {
      const Json* value = schema.get_object().if_contains({entry.keyword.data(), entry.keyword.size()});
      if (value == nullptr) continue;
      if (auto done = (this->*entry.read)(schema, *value, node); !done) return done;
    }
    return Done{};
  };
  if (registry_.resource(node.resource).validates) {
    if (auto done = read_all(assertions()); !done) return done;
  }
  if (auto done = read_all(applicators()); !done) return done;
  if (node.keywords.empty()) node.kind = Node::Kind::anything;
  out_.nodes[index] = std::move(node);
  return Done{};
}

bool Compiler::link_dynamic_anchors() {
  for (auto& reference : dynamic_references_) {
    const auto& resources = registry_.resources();
    for (; reference.resources_seen < resources.size(); ++reference.resources_seen) {
      const auto& anchors = resources[reference.resources_seen].dynamic_anchors;
      const auto found = anchors.find(reference.anchor);
      if (found == anchors.end()) continue;
      const NodeIndex target = node_of(*found->second);
      for (Keyword& keyword : out_.nodes[reference.owner].keywords) {
        auto* link = std::get_if<DynamicRef>(&keyword);
        if (link == nullptr) continue;
        link->anchors.emplace_back(static_cast<ResourceIndex>(reference.resources_seen), target);
      }
    }
  }
  return !queue_.empty();
}

}  // namespace runledger::schema
