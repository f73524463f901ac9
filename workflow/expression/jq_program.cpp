#include "workflow/expression/jq_program.hpp"

extern "C" {
#include <jq.h>
}
#include <boost/json/array.hpp>
#include <utility>

#include "workflow/expression/jq_guards.hpp"
#include "workflow/expression/jq_memory.hpp"
#include "workflow/expression/jq_text.hpp"
#include "workflow/expression/jv_handle.hpp"

namespace runledger::expression {
namespace {

constexpr std::size_t kLongestMessage = 300;

std::string string_of(const Jv& value) {
  if (value.kind() != JV_KIND_STRING) {
    char buffer[120];
    return jv_dump_string_trunc(value.copy(), buffer, sizeof buffer);
  }
  return {jv_string_value(value.get()), static_cast<std::size_t>(jv_string_length_bytes(value.copy()))};
}

// Keeps what libjq says while it compiles; the first line is the one that matters.
void keep_message(void* into, jv message) {
  auto& text = *static_cast<std::string*>(into);
  const Jv formatted(jq_format_error(message));
  if (text.empty()) text = string_of(formatted);
}

std::string first_line(std::string text) {
  text = text.substr(0, text.find('\n'));
  constexpr std::string_view kPrefix = "jq: error: ";
  if (text.starts_with(kPrefix)) text.erase(0, kPrefix.size());
  return shortened(text, kLongestMessage);
}

}  // namespace

std::string program_text(std::string_view text, const Ast& ast) {
  std::string program(kGuards);
  if (!ast.uses.empty()) {
    program += ". as [$__in";
    for (const auto& use : ast.uses) program += ",$" + use.name;
    program += "] | $__in | ";
  }
  program += "(";
  std::size_t at = 0;
  for (const auto& edit : ast.edits) {
    program += text.substr(at, edit.offset - at);
    program += edit.inserted;
    at = edit.offset + edit.removed;
  }
  program += text.substr(at);
  program += "\n)";  // on a new line, since the expression may end with a comment
  return program;
}

Result<std::unique_ptr<JqProgram>> JqProgram::compile(const std::string& program) {
  jq_state* state = jq_init();
  if (state == nullptr) return Error{Errc::internal, "libjq cannot start"};
  std::unique_ptr<JqProgram> made(new JqProgram(state));
  std::string message;
  jq_set_error_cb(state, keep_message, &message);
  // Without these an `import` aborts the process; the parser refuses it, this is the second lock.
  jq_set_attr(state, jv_string("JQ_LIBRARY_PATH"), jv_array());
  jq_set_attr(state, jv_string("JQ_ORIGIN"), jv_string("/nonexistent"));
  jq_set_attr(state, jv_string("PROGRAM_ORIGIN"), jv_string("/nonexistent"));
  const JqMemoryLimit memory(*made);
  const bool compiled = jq_compile(state, program.c_str()) != 0;
  jq_set_error_cb(state, nullptr, nullptr);
  if (!compiled) return Error{Errc::expression_failed, "jq cannot compile it: " + first_line(message)};
  return made;
}

JqProgram::~JqProgram() {
  jq_teardown(&state_);
}

Result<Json> JqProgram::run(const Json& input, std::span<const Json* const> variables, const Limits& limits,
                            const std::function<void()>& started) {
  jv argument = to_jv(input).release();
  if (!variables.empty()) {
    argument = jv_array_append(jv_array(), argument);
    for (const auto* value : variables) {
      argument = jv_array_append(argument, value != nullptr ? to_jv(*value).release() : jv_null());
    }
  }
  jq_start(state_, argument, 0);
  started();
  const JqMemoryLimit memory(*this);
  return collect(limits);
}

Result<Json> JqProgram::collect(const Limits& limits) {
  JsonArray outputs;
  std::size_t bytes_left = limits.max_result_bytes;
  while (true) {
    const Jv next(jq_next(state_));
    if (halted()) return Error{Errc::limit_exceeded, reason_.load()};
    if (!next.valid()) {
      const Jv message(jv_invalid_get_msg(next.copy()));
      if (message.kind() == JV_KIND_NULL) break;
      return Error{Errc::expression_failed, shortened(string_of(message), kLongestMessage)};
    }
    if (outputs.size() >= limits.max_outputs) {
      return Error{Errc::limit_exceeded,
                   "it has more than " + std::to_string(limits.max_outputs) + " outputs"};
    }
    auto output = from_jv(next, bytes_left);
    if (!output) return std::move(output).error();
    outputs.push_back(std::move(*output));
  }
  if (outputs.empty()) return Json();
  if (outputs.size() == 1) return Json(std::move(outputs.front()));
  return Json(std::move(outputs));
}

void JqProgram::halt(const char* reason) {
  if (halted_.exchange(true)) return;  // jq_halt aborts when called twice
  reason_.store(reason);
  jq_halt(state_, jv_invalid(), jv_invalid());
}

}  // namespace runledger::expression
