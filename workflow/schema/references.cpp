#include "workflow/schema/references.hpp"

namespace runledger::schema {
namespace {

void add_targets(const std::vector<NodeIndex>& nodes, std::vector<NodeIndex>& out) {
  out.insert(out.end(), nodes.begin(), nodes.end());
}

// The nodes that a keyword applies to the very value it was given.
struct InPlaceTargets {
  std::vector<NodeIndex>& out;

  void operator()(const AllOf& list) const { add_targets(list.nodes, out); }
  void operator()(const AnyOf& list) const { add_targets(list.nodes, out); }
  void operator()(const OneOf& list) const { add_targets(list.nodes, out); }
  void operator()(const Not& negation) const { out.push_back(negation.node); }
  void operator()(const IfThenElse& choice) const {
    out.push_back(choice.condition);
    if (choice.then) out.push_back(*choice.then);
    if (choice.otherwise) out.push_back(*choice.otherwise);
  }
  void operator()(const Ref& reference) const { out.push_back(reference.node); }
  void operator()(const DependentSchemas& dependent) const {
    for (const auto& [name, node] : dependent.nodes) out.push_back(node);
  }
  template <class Other>
  void operator()(const Other&) const {}
};

std::vector<NodeIndex> in_place_targets(const Node& node) {
  std::vector<NodeIndex> targets;
  for (const Keyword& keyword : node.keywords) std::visit(InPlaceTargets{targets}, keyword);
  return targets;
}

struct Visit {
  NodeIndex node;
  std::vector<NodeIndex> targets;
  std::size_t next = 0;
};

}  // namespace

std::optional<NodeIndex> find_endless_reference(const Schema& schema) {
  enum class Colour : std::uint8_t { unseen, open, closed };
  std::vector<Colour> colours(schema.nodes.size(), Colour::unseen);
  std::vector<Visit> path;
  for (NodeIndex start = 0; start < schema.nodes.size(); ++start) {
    if (colours[start] != Colour::unseen) continue;
    colours[start] = Colour::open;
    path.push_back({start, in_place_targets(schema.nodes[start])});
    while (!path.empty()) {
      Visit& here = path.back();
      if (here.next == here.targets.size()) {
        colours[here.node] = Colour::closed;
        path.pop_back();
        continue;
      }
      const NodeIndex target = here.targets[here.next++];
      if (colours[target] == Colour::open) return target;
      if (colours[target] == Colour::closed) continue;
      colours[target] = Colour::open;
      path.push_back({target, in_place_targets(schema.nodes[target])});
    }
  }
  return std::nullopt;
}

}  // namespace runledger::schema
