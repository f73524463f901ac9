#include "workflow/expression/template_compiler.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/expression/template_scan.hpp"

namespace runledger::expression {
namespace {

using Node = Template::Node;

constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

// The one expression of a string that is `${ jq }` as a whole, blanks around it allowed.
const Segment* only_expression(const std::vector<Segment>& segments) {
  const Segment* found = nullptr;
  for (const auto& segment : segments) {
    if (!segment.is_expression) {
      if (!is_blank(segment.text)) return nullptr;
    } else if (found != nullptr) {
      return nullptr;
    } else {
      found = &segment;
    }
  }
  return found;
}

bool is_constant(const Node& node) {
  return std::holds_alternative<Node::Constant>(node.kind);
}

}  // namespace

Node TemplateCompiler::compile(const Json& source) {
  if (source.is_string()) return string(source.get_string());
  if (source.is_array()) return array(source.get_array());
  if (source.is_object()) return object(source.get_object());
  return {Node::Constant{source}};
}

Node TemplateCompiler::string(std::string_view text) {
  if (!has_expression(text)) return {Node::Constant{Json(text)}};
  auto segments = scan_template(text);
  if (!segments) return fail(std::move(segments).error());
  if (const auto* whole = only_expression(*segments)) {
    auto compiled = expression(whole->text);
    return compiled ? Node{Node::Whole{std::move(*compiled)}} : Node{};
  }
  Node::Text result;
  for (const auto& segment : *segments) {
    if (!segment.is_expression) {
      result.parts.emplace_back(std::string(segment.text));
      continue;
    }
    auto compiled = expression(segment.text);
    if (!compiled) return {};
    result.parts.emplace_back(std::move(*compiled));
  }
  return {std::move(result)};
}

Node TemplateCompiler::array(const JsonArray& source) {
  Node::Array result;
  bool constant = true;
  const auto above = pointer_.size();
  for (std::size_t i = 0; i < source.size() && !error; ++i) {
    pointer_ = pointer_join(pointer_, i);
    result.items.push_back(compile(source[i]));
    pointer_.resize(above);
    constant = constant && is_constant(result.items.back());
  }
  if (constant) return {Node::Constant{source}};
  return {std::move(result)};
}

Node TemplateCompiler::object(const JsonObject& source) {
  Node::Object result;
  bool constant = true;
  const auto above = pointer_.size();
  for (const auto& member : source) {
    if (error) break;
    pointer_ = pointer_join(pointer_, member.key());
    result.names.emplace_back(member.key());
    result.values.push_back(compile(member.value()));
    pointer_.resize(above);
    constant = constant && is_constant(result.values.back());
  }
  if (constant) return {Node::Constant{source}};
  return {std::move(result)};
}

std::optional<Expression> TemplateCompiler::expression(std::string_view jq_text) {
  auto compiled = Expression::compile(jq_text, variables_);
  if (!compiled) {
    fail(std::move(compiled).error());
    return std::nullopt;
  }
  note(compiled->uses());
  native = native && compiled->native();
  return std::move(*compiled);
}

Node TemplateCompiler::fail(Error why) {
  if (!pointer_.empty()) why.message = "at '" + pointer_ + "': " + why.message;
  if (!error) error = std::move(why);
  return {};
}

void TemplateCompiler::note(const std::vector<VariableUse>& more) {
  for (const auto& use : more) {
    auto known = std::find_if(uses.begin(), uses.end(), [&](const auto& u) { return u.name == use.name; });
    if (known == uses.end()) {
      uses.push_back(use);
      continue;
    }
    known->whole = known->whole || use.whole;
    for (const auto& field : use.fields) {
      if (std::find(known->fields.begin(), known->fields.end(), field) == known->fields.end()) {
        known->fields.push_back(field);
      }
    }
  }
}

}  // namespace runledger::expression
