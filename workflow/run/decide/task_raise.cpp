#include "workflow/run/decide/scope.hpp"
#include "workflow/run/decide/task_kinds.hpp"
#include "workflow/run/decide/tasks.hpp"

namespace runledger::run {
namespace {

// A text member; null and absent give "". Other values are taken as their JSON text.
Result<std::string> text(const definition::Template& source, const Scope& scope, const Json& input) {
  auto rendered = scope.render(source, input);
  if (!rendered) return std::move(rendered).error();
  const Json& value = **rendered;
  if (value.is_null()) return std::string();
  if (const auto* string = value.if_string()) return std::string(string->data(), string->size());
  return write_json(value);
}

Result<int> status(const definition::Template& source, const Scope& scope, const Json& input) {
  auto rendered = scope.render(source, input);
  if (!rendered) return std::move(rendered).error();
  for (int candidate = 100; candidate <= 599; ++candidate) {
    if (json_equal(**rendered, Json(candidate))) return candidate;
  }
  return Error{Errc::expression_failed, "the status of an error must be an integer from 100 to 599, not " +
                                            write_json(**rendered).substr(0, 100)};
}

Result<RunError> make(const definition::ErrorTemplate& source, const Scope& scope, const Json& input) {
  RunError error;
  struct Member {
    const definition::Template& source;
    std::string& target;
  };
  for (const Member& member :
       {Member{source.type, error.type}, Member{source.title, error.title},
        Member{source.detail, error.detail}, Member{source.instance, error.instance}}) {
    auto value = text(member.source, scope, input);
    if (!value) return std::move(value).error();
    member.target = *std::move(value);
  }
  if (error.type.empty()) return Error{Errc::expression_failed, "the type of an error must not be empty"};
  auto code = status(source.status, scope, input);
  if (!code) return std::move(code).error();
  error.status = *code;
  return error;
}

}  // namespace

void carry_out(Turn& turn, const Task& task, const definition::RaiseTask& kind) {
  auto error = make(kind.error, Scope::of_task(turn, task), *task.input);
  if (!error) return raise_error(turn, task, error.error());
  raise_error(turn, task, *std::move(error));
}

}  // namespace runledger::run
