#pragma once

#include <string>

#include "workflow/expression/ast.hpp"
#include "workflow/expression/expression.hpp"

namespace runledger::expression {

// What an Expression shares between its copies.
struct Expression::Compiled {
  std::string text;
  Ast ast;
  std::string program;  // for libjq; also a native expression may need it for a rare case
};

}  // namespace runledger::expression
