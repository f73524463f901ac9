#include <algorithm>
#include <iterator>

#include "workflow/definition/builtin_calls.hpp"
#include "workflow/definition/call_arguments.hpp"
#include "workflow/definition/compile_expression.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/definition/did_you_mean.hpp"
#include "workflow/definition/function_call.hpp"

namespace runledger::definition {
namespace {

// Calls of the language, and actions of later versions, that this version does not carry out.
constexpr std::string_view kLaterCalls[] = {"asyncapi", "grpc", "a2a", "mcp"};
constexpr std::string_view kLaterActions[] = {"approval", "respond"};

bool contains(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void refuse_call(Compilation& c, const Place& call) {
  const auto text = call.text();
  const auto action = text.substr(0, text.find_first_of(":@"));
  if (contains(kLaterCalls, text) || contains(kLaterActions, action)) {
    c.diagnostics.error(call.pointer, "`call: " + std::string(text.substr(0, 60)) + "` is not supported yet");
    return;
  }
  if (text.find("://") != std::string_view::npos) {
    c.diagnostics.error(call.pointer,
                        "`call` of a function at a URL is not supported yet; write it in `use.functions`");
    return;
  }
  for (const auto& known : builtin_calls()) {
    if (known.kind != action) continue;
    c.diagnostics.error(call.pointer,
                        "there is no " + in_quotes(text) + "; did you mean " + in_quotes(known.call) + "?");
    return;
  }
  if (text.find('@') != std::string_view::npos) {
    c.diagnostics.error(call.pointer,
                        "`call` of a function in a catalog, " + in_quotes(text) + ", is not supported yet");
    return;
  }
  auto known = c.use.functions.names();
  for (const auto& builtin : builtin_calls()) known.push_back(builtin.call);
  c.diagnostics.error(call.pointer, "there is no function " + in_quotes(text) + " in `use.functions`" +
                                        did_you_mean(text, known));
}

// RFC 9110 §9.2.2: the idempotent methods. A log line twice does no harm; PagerDuty and receivers of webhooks
// know a repetition by its key.
bool repeatable_by_nature(const BuiltinCall& call, const Place& with) {
  if (call.kind == "log" || call.kind == "pagerduty" || call.kind == "webhook") return true;
  const auto* method = with.value->get_object().if_contains("method");
  if (call.kind != "http" || method == nullptr || !method->is_string()) return false;
  static constexpr std::string_view kIdempotent[] = {"get", "head", "put", "delete", "options", "trace"};
  const std::string_view text(method->get_string().data(), method->get_string().size());
  return std::any_of(std::begin(kIdempotent), std::end(kIdempotent), [&](std::string_view known) {
    return std::equal(text.begin(), text.end(), known.begin(), known.end(),
                      [](char a, char b) { return a == b || a == b - 'a' + 'A'; });
  });
}

bool repeat_when_unknown(const BuiltinCall& call, const Place& with, Members& task) {
  const auto metadata = task.get("metadata");
  if (metadata && metadata->is_object()) {
    const auto* choice = metadata->value->get_object().if_contains("onOutcomeUnknown");
    if (choice != nullptr) return *choice == Json("retry");
  }
  return repeatable_by_nature(call, with);
}

Template compile_arguments(Compilation& c, const BuiltinCall& call, Members& with) {
  if (call.kind == "http") return compile_http_arguments(c, with);
  if (call.kind == "openapi") return compile_openapi_arguments(c, with);
  if (call.kind == "email") return compile_email_arguments(c, with);
  if (call.kind == "postgres") return compile_postgres_arguments(c, with);
  if (call.kind == "log") return compile_log_arguments(c, with);
  if (call.kind == "webhook") return compile_webhook_arguments(c, with);
  return compile_service_arguments(c, call, with);
}

TaskKind compile_builtin(Compilation& c, const BuiltinCall& call, Members& task) {
  const auto with = task.object("with");
  if (!with) {
    if (!task.has("with")) task.require("with");
    return CallTask{std::string(call.kind), constant_template(nullptr), false};
  }
  check_arguments(c, *with, call);
  Members members(*with, c.diagnostics, "`with` of " + in_quotes(call.call));
  auto arguments = compile_arguments(c, call, members);
  members.refuse_unknown();
  return CallTask{std::string(call.kind), std::move(arguments), repeat_when_unknown(call, *with, task)};
}

}  // namespace

TaskKind compile_call(Compilation& c, Members& task, const TaskSite& site) {
  const auto call = *task.require("call");
  task.known("with");
  if (!call.is_string()) {
    c.diagnostics.error(call.pointer, "`call` must be a name, not " + std::string(kind_name(*call.value)));
    return DoTask{};
  }
  if (const auto* builtin = find_builtin_call(call.text())) return compile_builtin(c, *builtin, task);
  if (c.use.functions.find(call.text()) != nullptr) return compile_function_call(c, call, task, site);
  refuse_call(c, call);
  return DoTask{};
}

}  // namespace runledger::definition
