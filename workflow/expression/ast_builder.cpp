#include "workflow/expression/ast_builder.hpp"

#include <algorithm>

namespace runledger::expression {

NodeIndex AstBuilder::add(Node node, std::span<const NodeIndex> children) {
  node.first = static_cast<std::uint32_t>(ast_.children.size());
  node.count = static_cast<std::uint32_t>(children.size());
  std::uint16_t highest = 0;
  for (const auto child : children) highest = std::max(highest, ast_.nodes[child].height);
  node.height = static_cast<std::uint16_t>(highest + 1);
  highest_ = std::max(highest_, node.height);
  ast_.children.insert(ast_.children.end(), children.begin(), children.end());
  ast_.nodes.push_back(node);
  return static_cast<NodeIndex>(ast_.nodes.size() - 1);
}

// Operators over operands of several outputs are a product in an order that is libjq's business.
NodeIndex AstBuilder::need_single(NodeIndex made, std::span<const NodeIndex> children) {
  for (const auto child : children) {
    if (!ast_.nodes[child].single) ast_.native = false;
  }
  ast_.nodes[made].single = true;
  return made;
}

NodeIndex AstBuilder::identity() {
  ast_.reads_input = true;
  return add({.kind = NodeKind::identity, .single = true}, {});
}

NodeIndex AstBuilder::literal(Json value) {
  ast_.literals.push_back(std::move(value));
  const auto number = static_cast<std::uint32_t>(ast_.literals.size() - 1);
  return add({.kind = NodeKind::literal, .single = true, .number = number}, {});
}

NodeIndex AstBuilder::variable(std::uint32_t use) {
  return add({.kind = NodeKind::variable, .single = true, .number = use}, {});
}

NodeIndex AstBuilder::local(std::uint32_t slot) {
  return add({.kind = NodeKind::local, .single = true, .number = slot}, {});
}

NodeIndex AstBuilder::step(NodeIndex base, Step step) {
  auto& below = ast_.nodes[base];
  if (below.kind == NodeKind::path && below.first_step + below.number == ast_.steps.size()) {
    ast_.steps.push_back(std::move(step));
    ++below.number;
    return base;
  }
  const auto first = static_cast<std::uint32_t>(ast_.steps.size());
  ast_.steps.push_back(std::move(step));
  Node path{.kind = NodeKind::path, .single = below.single, .number = 1, .first_step = first};
  if (below.kind == NodeKind::identity) return add(path, {});
  return add(path, {&base, 1});
}

NodeIndex AstBuilder::optional_step(NodeIndex indexed) {
  const Node last = node(indexed);  // a copy: adding nodes moves them
  if (last.kind == NodeKind::path) {
    NodeIndex before = last.count != 0 ? ast_.child(last, 0) : identity();
    if (last.number > 1) {
      Node shorter = last;
      --shorter.number;
      before = last.count != 0 ? add(shorter, {&before, 1}) : add(shorter, {});
    }
    const auto step_index = last.first_step + last.number - 1;
    const auto step =
        add({.kind = NodeKind::path, .single = true, .number = 1, .first_step = step_index}, {});
    return binary(NodeKind::pipe, Operator::none, before, unary(NodeKind::attempt, step));
  }
  if (last.kind == NodeKind::iterate) {
    const auto each = unary(NodeKind::iterate, identity());
    return binary(NodeKind::pipe, Operator::none, ast_.child(last, 0), unary(NodeKind::attempt, each));
  }
  const bool plain = last.kind == NodeKind::index && node(ast_.child(last, 0)).kind == NodeKind::identity;
  const auto key = plain ? node(ast_.child(last, 1)).kind : NodeKind::foreign;
  if (key == NodeKind::literal || key == NodeKind::variable || key == NodeKind::local) {
    return unary(NodeKind::attempt, indexed);
  }
  return foreign();
}

NodeIndex AstBuilder::unary(NodeKind kind, NodeIndex operand) {
  const bool single = kind == NodeKind::array;
  const auto made = add({.kind = kind, .single = single}, {&operand, 1});
  return kind == NodeKind::negate ? need_single(made, {&operand, 1}) : made;
}

NodeIndex AstBuilder::binary(NodeKind kind, Operator op, NodeIndex left, NodeIndex right) {
  const NodeIndex children[] = {left, right};
  const bool both_single = node(left).single && node(right).single;
  const auto made = add({.kind = kind, .op = op, .single = both_single}, children);
  const bool flows = kind == NodeKind::pipe || kind == NodeKind::alternative;
  if (kind == NodeKind::index && !node(left).single && node(right).single) return made;
  return flows ? made : need_single(made, children);
}

NodeIndex AstBuilder::slice(NodeIndex base, const NodeIndex* from, const NodeIndex* to) {
  std::vector<NodeIndex> children{base};
  if (from != nullptr) children.push_back(*from);
  if (to != nullptr) children.push_back(*to);
  const std::uint32_t which = (from != nullptr ? 1u : 0u) | (to != nullptr ? 2u : 0u);
  return need_single(add({.kind = NodeKind::slice, .number = which}, children), children);
}

NodeIndex AstBuilder::choose(NodeIndex condition, NodeIndex then, NodeIndex otherwise) {
  const NodeIndex children[] = {condition, then, otherwise};
  if (!node(condition).single) ast_.native = false;
  return add({.kind = NodeKind::choose, .single = node(then).single && node(otherwise).single}, children);
}

NodeIndex AstBuilder::list(NodeKind kind, std::span<const NodeIndex> items) {
  const auto made = add({.kind = kind}, items);
  if (kind == NodeKind::comma) return made;
  return kind == NodeKind::array ? (ast_.nodes[made].single = true, made) : need_single(made, items);
}

NodeIndex AstBuilder::with_slot(NodeKind kind, std::uint32_t slot,
                                std::initializer_list<NodeIndex> children) {
  const std::span<const NodeIndex> all(children.begin(), children.size());
  ast_.slots = std::max(ast_.slots, slot + 1);
  Node made{.kind = kind, .number = slot};
  if (kind == NodeKind::bind) {
    made.single = node(all[0]).single && node(all[1]).single;
  } else {  // reduce: its source may give many, the state is one
    made.single = true;
    // Only a state that is a number: growing an array or text step by step would copy it each time.
    const Json* start = literal_value(all[1]);
    if (start == nullptr || !start->is_number() || !node(all[2]).single) ast_.native = false;
  }
  return add(made, all);
}

NodeIndex AstBuilder::call(Builtin builtin, std::span<const NodeIndex> arguments) {
  ast_.reads_input = true;
  const auto made = add({.kind = NodeKind::call, .builtin = builtin, .single = true}, arguments);
  switch (builtin) {
    case Builtin::none:
      return foreign();
    case Builtin::empty:
    case Builtin::values:
      ast_.nodes[made].single = false;
      return made;
    case Builtin::map:  // its argument may give any number of outputs
      return made;
    case Builtin::select:
      need_single(made, arguments);
      ast_.nodes[made].single = false;
      return made;
    default:
      return need_single(made, arguments);
  }
}

NodeIndex AstBuilder::foreign() {
  ast_.native = false;
  ast_.reads_input = true;
  return add({.kind = NodeKind::foreign}, {});
}

const Json* AstBuilder::literal_value(NodeIndex index) const {
  const auto& found = node(index);
  return found.kind == NodeKind::literal ? &ast_.literals[found.number] : nullptr;
}

}  // namespace runledger::expression
