#include "workflow/definition/task_kinds.hpp"

#include <algorithm>
#include <iterator>

#include "workflow/definition/did_you_mean.hpp"

namespace runledger::definition {
namespace {

constexpr TaskKindEntry kKinds[] = {
    {"call", compile_call},     {"do", compile_do},       {"emit", compile_emit}, {"for", compile_for},
    {"fork", compile_fork},     {"raise", compile_raise}, {"run", compile_run},   {"set", compile_set},
    {"switch", compile_switch}, {"try", compile_try},     {"wait", compile_wait},
};

// Kinds of the language that this version does not carry out. `listen` comes with a `foreach` of its own, so
// they are looked for first.
constexpr std::string_view kLaterKinds[] = {"listen"};

constexpr std::string_view kWords[] = {"call",   "do",  "for",  "fork", "raise",  "set",
                                       "switch", "try", "wait", "emit", "listen", "run"};

constexpr std::string_view kCommon[] = {"if", "input", "output", "export", "timeout", "then", "metadata"};

void refuse_kindless(Compilation& c, const Place& task) {
  std::string hint;
  for (const auto& member : task.value->get_object()) {
    const auto name = key_of(member);
    if (std::find(std::begin(kCommon), std::end(kCommon), name) != std::end(kCommon)) continue;
    hint = did_you_mean(name, kWords);
    if (!hint.empty()) {
      hint = "; it has " + in_quotes(name) + hint;
      break;
    }
  }
  c.diagnostics.error_at_key(task.pointer,
                             "a task needs one of `call`, `do`, `emit`, `for`, `fork`, `raise`, `run`, "
                             "`set`, `switch`, `try`, `wait`" +
                                 hint);
}

}  // namespace

const TaskKindEntry* find_task_kind(Compilation& c, const Place& task) {
  const auto& object = task.value->get_object();
  for (const auto kind : kLaterKinds) {
    if (!object.contains(kind)) continue;
    c.diagnostics.error_at_key(pointer_join(task.pointer, kind), in_quotes(kind) + " is not supported yet");
    return nullptr;
  }
  const TaskKindEntry* found = nullptr;
  for (const auto& kind : kKinds) {
    if (!object.contains(kind.word)) continue;
    if (kind.word == "do" && object.contains("for")) continue;  // the loop's own
    if (found != nullptr) {
      c.diagnostics.error_at_key(pointer_join(task.pointer, kind.word),
                                 "a task does one thing, but this one has both " + in_quotes(found->word) +
                                     " and " + in_quotes(kind.word) + ": make them two tasks");
      return nullptr;
    }
    found = &kind;
  }
  if (found == nullptr) refuse_kindless(c, task);
  return found;
}

}  // namespace runledger::definition
