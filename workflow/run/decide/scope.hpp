#pragma once

#include <string_view>

#include "workflow/run/decide/descriptors.hpp"
#include "workflow/run/decide/turn.hpp"

namespace runledger::run {

// What the expressions at one point of a run can see. Borrows all it points to; made on the spot and thrown
// away before the next event. Values are built only when an expression reads them.
class Scope {
 public:
  // Of the workflow's own expressions, before or after its tasks.
  Scope(const definition::Program& program, const RunStarted& started);
  // Of a task. `$input` is there once the task has been entered.
  static Scope of_task(const Turn& turn, const Task& task);

  Scope& context(const Json& value) { return context_ = &value, *this; }
  Scope& input(const Json& value) { return input_ = &value, *this; }
  Scope& output(const Json& value) { return output_ = &value, *this; }
  Scope& raw_output(const Json& value) { return task_.raw_output = &value, *this; }
  // Binds a variable that no frame around the task holds yet.
  Scope& bind(std::string_view name, const Json& value);
  // Binds `catch.as` to an error that is not in the state yet.
  Scope& error(std::string_view name, const RunError& value);

  // Errors: expression_failed, limit_exceeded, with the expression's text.
  Result<SharedJson> render(const definition::Template& source, const Json& dot) const;
  Result<bool> holds(const definition::Expression& condition, const Json& dot) const;
  // The result is not negative and at most 100 years. Errors: as render; expression_failed when the result is
  // no duration.
  Result<Milliseconds> duration(const definition::Duration& source, const Json& dot) const;

 private:
  class Binding;
  struct Bound {
    std::string_view name;
    const Json* value;
  };

  const definition::Program* program_;
  const RunStarted* started_;
  const Json* context_ = nullptr;
  const Json* input_ = nullptr;
  const Json* output_ = nullptr;
  TaskView task_;
  const Turn* turn_ = nullptr;
  std::optional<std::size_t> parent_;  // the frame around the task
  std::vector<Bound> bound_;
  std::string_view error_name_;
  const RunError* error_ = nullptr;
};

}  // namespace runledger::run
