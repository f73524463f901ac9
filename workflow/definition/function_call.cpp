#include "workflow/definition/function_call.hpp"

#include <algorithm>
#include <utility>

#include "workflow/definition/call_arguments.hpp"
#include "workflow/definition/compile_expression.hpp"

namespace runledger::definition {
namespace {

// Inside a function only the language's own variables exist, and nodes are named after the call.
class FunctionScope {
 public:
  FunctionScope(Compilation& c, std::string_view name, std::string source_root, std::string node_root)
      : c_(c),
        variables_(std::exchange(c.variables, {std::begin(expression::kStandardVariables),
                                               std::end(expression::kStandardVariables)})),
        source_root_(std::exchange(c.source_root, std::move(source_root))),
        node_root_(std::exchange(c.node_root, std::move(node_root))) {
    c.open_functions.push_back(name);
  }
  ~FunctionScope() {
    c_.open_functions.pop_back();
    c_.variables = std::move(variables_);
    c_.source_root = std::move(source_root_);
    c_.node_root = std::move(node_root_);
  }
  FunctionScope(const FunctionScope&) = delete;
  FunctionScope& operator=(const FunctionScope&) = delete;

 private:
  Compilation& c_;
  std::vector<std::string_view> variables_;
  std::string source_root_, node_root_;
};

bool may_expand(Compilation& c, const Place& call, const Place& function) {
  if (std::find(c.open_functions.begin(), c.open_functions.end(), call.text()) != c.open_functions.end()) {
    c.diagnostics.error(call.pointer,
                        "the function " + in_quotes(call.text()) + " calls itself, which is not allowed");
    return false;
  }
  // Every call carries a copy of the function, so a few lines could ask for gigabytes.
  c.function_bytes += write_json(*function.value).size();
  if (c.function_bytes <= kMostFunctionBytes) return true;
  c.diagnostics.error(call.pointer, "the functions, written out for each call of them, have more than " +
                                        std::to_string(kMostFunctionBytes) + " bytes");
  return false;
}

}  // namespace

TaskKind compile_function_call(Compilation& c, const Place& call, Members& task, const TaskSite& site) {
  FunctionTask result{constant_template(JsonObject{}), 0};
  const auto with = task.object("with");
  if (with) result.arguments = compile_template(c, *with);
  const auto& function = *c.use.functions.use(call.text(), call.pointer, c.diagnostics);
  if (with) check_function_arguments(c, *with, function);
  if (!may_expand(c, call, function)) return result;
  const auto body = reserve_node(c);
  if (!body) return result;
  c.program.nodes[*body].parent = site.self;
  result.body = *body;
  const FunctionScope scope(c, call.text(), function.pointer,
                            pointer_join(c.node_pointer(call.pointer), call.text()));
  const Siblings alone{{}, {}};
  compile_task(c, function, call.text(), {*body, alone});
  return result;
}

void check_function(Compilation& c, std::string_view name, const Place& function) {
  const auto kept = c.program.nodes.size();
  const auto connections = c.program.connections.size();
  const auto workflows = c.program.workflows.size();
  const auto body = reserve_node(c);
  if (!body) return;
  {
    const FunctionScope scope(c, name, function.pointer, function.pointer);
    const Siblings alone{{}, {}};
    compile_task(c, function, name, {*body, alone});
  }
  c.program.nodes.resize(kept);
  c.program.connections.resize(connections);
  c.program.workflows.resize(workflows);
  std::erase_if(c.program.by_pointer, [&](const auto& entry) { return entry.second >= kept; });
}

}  // namespace runledger::definition
