#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/expression/ast.hpp"
#include "workflow/expression/variables.hpp"

struct jq_state;

namespace runledger::expression {

// The whole text that libjq compiles for an expression: the guards (jq_guards.hpp), the binding of its
// variables and the expression itself. Its input is [., value of each of ast.uses in order], or `.` alone
// when it uses none.
std::string program_text(std::string_view text, const Ast& ast);

// One program compiled by libjq, bound to the thread that made it.
class JqProgram {
 public:
  static Result<std::unique_ptr<JqProgram>> compile(const std::string& program);
  ~JqProgram();
  JqProgram(const JqProgram&) = delete;
  JqProgram& operator=(const JqProgram&) = delete;

  // Runs over the outputs as evaluate() promises. `started` is called once the arguments have been converted
  // and are needed no more. Errors: expression_failed with jq's message; limit_exceeded, also after halt().
  Result<Json> run(const Json& input, std::span<const Json* const> variables, const Limits& limits,
                   const std::function<void()>& started);

  // Stops a run at its next instruction; from any thread, while run() runs. A program once halted is thrown
  // away.
  void halt(const char* reason);
  bool halted() const { return halted_.load(); }

 private:
  explicit JqProgram(jq_state* state) : state_(state) {}
  Result<Json> collect(const Limits& limits);

  jq_state* state_;
  std::atomic<bool> halted_{false};
  std::atomic<const char*> reason_{nullptr};
};

}  // namespace runledger::expression
