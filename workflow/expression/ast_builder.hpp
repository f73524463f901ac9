#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "workflow/expression/ast.hpp"

namespace runledger::expression {

// Makes nodes and keeps what is derived from their children in step: whether a node gives one output, how
// high its tree is, whether libjq is needed.
class AstBuilder {
 public:
  NodeIndex identity();
  NodeIndex literal(Json value);
  NodeIndex variable(std::uint32_t use);
  NodeIndex local(std::uint32_t slot);
  // `base.key`, `base[index]`: longer constant paths become one node.
  NodeIndex step(NodeIndex base, Step step);
  // `indexed?` where the `?` stands right behind an index: only the last step may fail quietly, so that
  // `.a.b?` still fails when `.a` does.
  NodeIndex optional_step(NodeIndex indexed);
  NodeIndex unary(NodeKind kind, NodeIndex operand);
  NodeIndex binary(NodeKind kind, Operator op, NodeIndex left, NodeIndex right);
  NodeIndex slice(NodeIndex base, const NodeIndex* from, const NodeIndex* to);
  NodeIndex choose(NodeIndex condition, NodeIndex then, NodeIndex otherwise);
  NodeIndex list(NodeKind kind, std::span<const NodeIndex> items);
  NodeIndex with_slot(NodeKind kind, std::uint32_t slot, std::initializer_list<NodeIndex> children);
  NodeIndex call(Builtin builtin, std::span<const NodeIndex> arguments);
  // Something that libjq must carry.
  NodeIndex foreign();

  const Node& node(NodeIndex index) const { return ast_.nodes[index]; }
  // The string that a literal node holds, or nullptr.
  const Json* literal_value(NodeIndex index) const;
  std::uint16_t height() const { return highest_; }
  Ast& ast() { return ast_; }

 private:
  NodeIndex add(Node node, std::span<const NodeIndex> children);
  NodeIndex need_single(NodeIndex made, std::span<const NodeIndex> children);

  Ast ast_;
  std::uint16_t highest_ = 1;
};

}  // namespace runledger::expression
