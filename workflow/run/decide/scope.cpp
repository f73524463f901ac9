#include "workflow/run/decide/scope.hpp"

#include <deque>

#include "workflow/run/decide/documents.hpp"
#include "workflow/run/decide/duration_value.hpp"

namespace runledger::run {

using expression::Variable;

// The variables of one evaluation; owns those that had to be built.
class Scope::Binding {
 public:
  Binding(const Scope& scope, const std::vector<VariableUse>& uses) {
    if (uses.empty()) return;
    variables_.reserve(uses.size());
    for (const VariableUse& use : uses) variables_.push_back({use.name, find(scope, use)});
  }
  expression::Variables variables() const { return variables_; }

 private:
  const Json* find(const Scope& scope, const VariableUse& use) {
    // A variable that a definition names may have any name but these.
    if (use.name == "input") return scope.input_;
    if (use.name == "context") return scope.context_;
    if (use.name == "output") return scope.output_;
    if (use.name == "authorization") return nullptr;
    if (use.name == "runtime") return built(describe_runtime());
    if (use.name == "workflow") return built(describe_workflow(*scope.program_, *scope.started_, use));
    if (use.name == "secrets") return built(describe_secrets(*scope.program_, *scope.started_, use));
    if (use.name == "task") {
      return scope.task_.node == nullptr ? nullptr : built(describe_task(scope.task_, use));
    }
    return find_named(scope, use.name);
  }
  // The variables that a definition names; the innermost hides those around it.
  const Json* find_named(const Scope& scope, std::string_view name) {
    if (scope.error_ != nullptr && name == scope.error_name_) return built(to_json(*scope.error_));
    for (const Bound& bound : scope.bound_) {
      if (name == bound.name) return bound.value;
    }
    for (auto at = scope.parent_; at; at = scope.turn_->parent(*at)) {
      const Frame& frame = scope.turn_->frames()[*at];
      const bool names_any = frame.phase == Phase::catching || frame.items;
      const definition::Node* node = names_any ? scope.program_->find(frame.ref.task) : nullptr;
      if (node == nullptr) continue;
      if (const Json* found = find_in(*node, frame, name)) return found;
    }
    return nullptr;
  }
  const Json* find_in(const definition::Node& node, const Frame& frame, std::string_view name) {
    if (const auto* guard = std::get_if<definition::TryTask>(&node.kind)) {
      return name == guard->error_variable ? built(to_json(*frame.error)) : nullptr;
    }
    const auto* loop = std::get_if<definition::ForTask>(&node.kind);
    if (loop == nullptr || frame.rounds == 0) return nullptr;
    if (name == loop->item_variable) return &frame.items->get_array()[frame.rounds - 1];
    return name == loop->index_variable ? built(Json(frame.rounds - 1)) : nullptr;
  }
  const Json* built(Json value) { return &built_.emplace_back(std::move(value)); }

  std::vector<Variable> variables_;
  std::deque<Json> built_;  // its elements never move
};

Scope::Scope(const definition::Program& program, const RunStarted& started)
    : program_(&program), started_(&started) {}

Scope Scope::of_task(const Turn& turn, const Task& task) {
  Scope scope(turn.program(), turn.state().started);
  scope.task_ = {task.node, task.raw_input.get(), nullptr, task.started_at};
  scope.turn_ = &turn;
  scope.parent_ = task.parent;
  scope.input_ = task.input.get();
  return scope.context(*turn.state().context);
}

Scope& Scope::error(std::string_view name, const RunError& value) {
  error_name_ = name;
  error_ = &value;
  return *this;
}

Scope& Scope::bind(std::string_view name, const Json& value) {
  bound_.push_back({name, &value});
  return *this;
}

Result<SharedJson> Scope::render(const definition::Template& source, const Json& dot) const {
  if (source.is_constant()) {
    // Shared with the program instead of copied; the copy of the template keeps it alive.
    const auto holder = std::make_shared<const definition::Template>(source);
    return SharedJson(holder, holder->constant());
  }
  const Binding binding(*this, source.uses());
  auto rendered = source.render(dot, binding.variables());
  if (!rendered) return std::move(rendered).error();
  return keep_computed(*std::move(rendered));
}

Result<bool> Scope::holds(const definition::Expression& condition, const Json& dot) const {
  const Binding binding(*this, condition.uses());
  return expression::holds(condition, dot, binding.variables());
}

Result<Milliseconds> Scope::duration(const definition::Duration& source, const Json& dot) const {
  if (!source.computed) return source.fixed;
  auto rendered = render(*source.computed, dot);
  if (!rendered) return std::move(rendered).error();
  return duration_of(**rendered);
}

}  // namespace runledger::run
