#include "workflow/definition/authentication.hpp"
#include "workflow/definition/builtin_calls.hpp"
#include "workflow/definition/compile_duration.hpp"
#include "workflow/definition/compile_task.hpp"
#include "workflow/definition/compile_workflow.hpp"
#include "workflow/definition/function_call.hpp"
#include "workflow/definition/members.hpp"

namespace runledger::definition {
namespace {

void collect(Compilation&, Members& use, std::string_view section, ReusableTable& table) {
  const auto place = use.object(section);
  if (!place) return;
  for (const auto& member : place->value->get_object()) {
    table.add(key_of(member), {&member.value(), pointer_join(place->pointer, key_of(member))});
  }
}

void collect_secrets(Compilation& c, Members& use) {
  const auto place = use.list("secrets");
  if (!place) return;
  for (std::size_t i = 0; i < place->value->get_array().size(); ++i) {
    const auto item = place->element(i);
    if (!item.is_string() || item.text().empty() || item.text().size() > 100) {
      c.diagnostics.error(item.pointer, "a secret's name is a string of 1 to 100 bytes");
    } else if (c.use.secrets.find(item.text()) != nullptr) {
      c.diagnostics.error(item.pointer, "the secret " + in_quotes(item.text()) + " is listed twice");
    } else {
      c.use.secrets.add(item.text(), item);
      c.program.secrets.push_back(SecretName{std::string(item.text())});
    }
  }
}

void check_function_names(Compilation& c) {
  for (const auto& [name, place] : c.use.functions.entries()) {
    if (find_builtin_call(name) == nullptr) continue;
    c.diagnostics.error_at_key(place.pointer, "the name " + in_quotes(name) + " belongs to a built-in call");
  }
}

}  // namespace

void collect_reusables(Compilation& c, const Place& place) {
  Members use(place, c.diagnostics, "`use`");
  collect(c, use, "functions", c.use.functions);
  collect(c, use, "retries", c.use.retries);
  collect(c, use, "timeouts", c.use.timeouts);
  collect(c, use, "errors", c.use.errors);
  collect(c, use, "authentications", c.use.authentications);
  collect_secrets(c, use);
  check_function_names(c);
  use.unsupported("extensions");
  use.unsupported("catalogs");
  use.refuse_unknown();
}

void check_reusables(Compilation& c) {
  for (const auto* table : {&c.use.functions, &c.use.retries, &c.use.timeouts, &c.use.errors,
                            &c.use.authentications, &c.use.secrets}) {
    table->warn_unused(c.diagnostics);
  }
  // What is used was compiled where it is used; the rest would hide its errors until somebody uses it.
  const ScopedVariable error(c, "error");
  for (const auto& [name, place] : c.use.retries.unused()) compile_retry_policy(c, place);
  for (const auto& [name, place] : c.use.timeouts.unused()) compile_timeout_policy(c, place);
  for (const auto& [name, place] : c.use.errors.unused()) compile_error_policy(c, place);
  for (const auto& [name, place] : c.use.authentications.unused()) resolve_authentication_policy(c, place);
  for (const auto& [name, place] : c.use.functions.unused()) check_function(c, name, place);
}

}  // namespace runledger::definition
