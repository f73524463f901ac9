#pragma once

#include <memory>
#include <string>
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
  struct Object {  // values[i] belongs to names[i]
    std::vector<std::string> names;
    std::vector<Node> values;
  };

  std::variant<Constant, Whole, Text, Array, Object> kind;
};

struct Template::Root {
  Node node;
  std::vector<VariableUse> uses;
  bool native = true;
};

}  // namespace runledger::expression
