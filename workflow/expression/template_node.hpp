#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "workflow/expression/template.hpp"

namespace runledger::expression {

// The tree of a template. Sub-trees without expressions are one Constant.
struct Template::Node {
  struct Constant {
    Json value;
  };
  struct Whole {  // "${ jq }"
    Expression expression;
  };
  struct Text {  // text with "${ jq }" inside
    std::vector<std::variant<std::string, Expression>> parts;
  };
  struct Array {
    std::vector<Node> items;
  };
  struct Object {
    std::vector<std::pair<std::string, Node>> members;
  };

  std::variant<Constant, Whole, Text, Array, Object> kind;
};

struct Template::Root {
  Node node;
  std::vector<VariableUse> uses;
};

}  // namespace runledger::expression
