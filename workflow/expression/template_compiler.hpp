#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/expression/template_node.hpp"

namespace runledger::expression {

// Turns JSON into a template's tree; collects which variables are read.
class TemplateCompiler {
 public:
  explicit TemplateCompiler(std::span<const std::string_view> variables) : variables_(variables) {}

  // After an error the node means nothing.
  Template::Node compile(const Json& source);

  std::vector<VariableUse> uses;
  bool native = true;  // so far
  std::optional<Error> error;

 private:
  Template::Node string(std::string_view text);
  Template::Node array(const JsonArray& source);
  Template::Node object(const JsonObject& source);
  std::optional<Expression> expression(std::string_view jq_text);
  Template::Node fail(Error why);
  void note(const std::vector<VariableUse>& more);

  std::span<const std::string_view> variables_;
  std::string pointer_;  // of the value being compiled
};

}  // namespace runledger::expression
