#include "workflow/expression/template.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/expression/jq_text.hpp"
#include "workflow/expression/result_limits.hpp"
#include "workflow/expression/template_compiler.hpp"
#include "workflow/expression/template_node.hpp"
#include "workflow/expression/template_scan.hpp"

namespace runledger::expression {
namespace {

using Node = Template::Node;

// Fills in one template's values.
class Renderer {
 public:
  Renderer(const Json& input, Variables variables, const Limits& limits)
      : input_(input), variables_(variables), limits_(limits), bytes_left_(limits.max_result_bytes) {}

  Json render(const Node& node) {
    return std::visit([this](const auto& kind) { return fill(kind); }, node.kind);
  }

  std::optional<Error> error;

 private:
  Json fill(const Node::Constant& constant) { return charge(constant.value) ? constant.value : Json(); }

  Json fill(const Node::Whole& whole) {
    auto value = evaluate(whole.expression, input_, variables_, limits_);
    if (!value) return fail(std::move(value).error());
    return charge(*value) ? std::move(*value) : Json();
  }

  Json fill(const Node::Text& text) {
    std::string result;
    for (const auto& part : text.parts) {
      if (const auto* plain = std::get_if<std::string>(&part)) {
        result += *plain;
        continue;
      }
      auto value = evaluate(std::get<Expression>(part), input_, variables_, limits_);
      if (!value) return fail(std::move(value).error());
      if (!charge(*value)) return {};
      put_text(*value, result);
    }
    return Json(std::move(result));
  }

  Json fill(const Node::Array& array) {
    JsonArray items;
    items.reserve(array.items.size());
    const auto above = pointer_.size();
    for (std::size_t i = 0; i < array.items.size() && !error; ++i) {
      pointer_.push_back(i, {});
      items.push_back(render(array.items[i]));
      pointer_.resize(above);
    }
    return Json(std::move(items));
  }

  Json fill(const Node::Object& object) {
    JsonObject members;
    members.reserve(object.names.size());
    const auto above = pointer_.size();
    for (std::size_t i = 0; i < object.names.size() && !error; ++i) {
      pointer_.push_back(0, object.names[i]);
      members.insert_or_assign(object.names[i], render(object.values[i]));
      pointer_.resize(above);
    }
    return Json(std::move(members));
  }

  Json fail(Error why) {
    const auto place = pointer_.text();
    if (!place.empty()) why.message = "at '" + place + "': " + why.message;
    if (!error) error = std::move(why);
    return nullptr;
  }

  bool charge(const Json& value) {
    const auto bytes = weight(value, bytes_left_);
    if (bytes <= bytes_left_) return bytes_left_ -= bytes, true;
    fail({Errc::limit_exceeded,
          "the result is larger than " + std::to_string(limits_.max_result_bytes) + " bytes"});
    return false;
  }

  // Where we are; made into a JSON pointer only when something fails.
  class Place {
   public:
    std::size_t size() const { return tokens_.size(); }
    void push_back(std::size_t index, std::string_view key) { tokens_.push_back({index, key}); }
    void resize(std::size_t size) { tokens_.resize(size); }
    std::string text() const {
      std::string pointer;
      for (const auto& [index, key] : tokens_) {
        pointer = key.data() != nullptr ? pointer_join(pointer, key) : pointer_join(pointer, index);
      }
      return pointer;
    }

   private:
    std::vector<std::pair<std::size_t, std::string_view>> tokens_;
  };

  const Json& input_;
  Variables variables_;
  const Limits& limits_;
  std::size_t bytes_left_;
  Place pointer_;
};

}  // namespace

Result<Template> Template::compile(const Json& source, std::span<const std::string_view> variables) {
  TemplateCompiler compiler(variables);
  auto node = compiler.compile(source);
  if (compiler.error) return *compiler.error;
  return Template(
      std::make_shared<const Root>(Root{std::move(node), std::move(compiler.uses), compiler.native}));
}

Result<Expression> Template::compile_condition(std::string_view text,
                                               std::span<const std::string_view> variables) {
  if (!has_expression(text)) return Expression::compile(text, variables);
  auto whole = compile(Json(text), variables);
  if (!whole) return std::move(whole).error();
  if (const auto* expression = whole->whole_expression()) return *expression;
  return Error{Errc::expression_failed,
               "expression '" + shortened(text, 100) +
                   "': a condition is one '${ ... }' as a whole, with no text around it"};
}

bool Template::is_constant() const {
  return constant() != nullptr;
}

const Json* Template::constant() const {
  const auto* found = std::get_if<Node::Constant>(&root_->node.kind);
  return found != nullptr ? &found->value : nullptr;
}

const Expression* Template::whole_expression() const {
  const auto* found = std::get_if<Node::Whole>(&root_->node.kind);
  return found != nullptr ? &found->expression : nullptr;
}

bool Template::native() const {
  return root_->native;
}

const std::vector<VariableUse>& Template::uses() const {
  return root_->uses;
}

Result<Json> Template::render(const Json& input, Variables variables, const Limits& limits) const {
  Renderer renderer(input, variables, limits);
  Json result = renderer.render(root_->node);
  if (renderer.error) return *renderer.error;
  if (result.is_structured()) {
    if (const auto problem = beyond_limits(result, limits)) return Error{Errc::limit_exceeded, *problem};
  }
  return result;
}

bool has_expression(std::string_view text) {
  return text.find("${") != std::string_view::npos;
}

}  // namespace runledger::expression
