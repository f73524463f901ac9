#include "admin/acts/references.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "workflow/definition/builtin_calls.hpp"

namespace runledger::admin {
namespace {

void add_to(std::string& list, const std::string& item) {
  if (!list.empty()) list += ", ";
  list += item;
}

std::string how_to_make(const std::string& kind, const std::string& name) {
  return "the " + kind + " '" + name + "' (PUT /admin/v1/" + kind + "s/" + name + ")";
}

// What is wrong with the connections and secrets that a definition names.
struct Wrong {
  std::string missing;
  std::set<std::string> missing_connections;
  std::string unfit;
};

Result<Done> look_at(Context& context, const definition::ConnectionUse& use, Wrong& wrong) {
  const auto row = context.queries.connection(use.connection);
  const std::string& name = use.connection.value;
  if (!row && row.error().code != Errc::not_found) return row.error();
  if (!row) {
    if (wrong.missing_connections.insert(name).second) add_to(wrong.missing, how_to_make("connection", name));
    return Done{};
  }
  const auto kinds = definition::connection_kinds(use.call);
  if (std::find(kinds.begin(), kinds.end(), row->kind) != kinds.end()) return Done{};
  std::string needed;
  for (const auto kind : kinds) needed += (needed.empty() ? "" : " or ") + std::string(kind);
  add_to(wrong.unfit, "'" + name + "' is of kind " + row->kind + ", and the call of " + use.call +
                          " that names it needs one of kind " + needed);
  return Done{};
}

Result<Done> look_at(Context& context, const SecretName& name, Wrong& wrong) {
  const auto row = context.queries.secret(name);
  if (!row && row.error().code != Errc::not_found) return row.error();
  if (!row) add_to(wrong.missing, how_to_make("secret", name.value));
  return Done{};
}

}  // namespace

Result<Done> check_references(Context& context, const definition::Program& program) {
  if (program.schedule) {
    if (auto checked = schedule::check_time_zone(*program.schedule, context.zones); !checked) return checked;
  }
  Wrong wrong;
  for (const auto& use : program.connections) {
    if (auto looked = look_at(context, use, wrong); !looked) return looked;
  }
  for (const auto& name : program.secrets) {
    if (auto looked = look_at(context, name, wrong); !looked) return looked;
  }
  if (wrong.missing.empty() && wrong.unfit.empty()) return Done{};
  std::string message;
  if (!wrong.missing.empty()) {
    message = "the definition uses what does not exist; create it first: " + wrong.missing;
  }
  if (!wrong.unfit.empty()) {
    message += (message.empty() ? "" : "; and ") + ("a connection does not fit: " + wrong.unfit);
  }
  return Error{Errc::invalid_input, message};
}

}  // namespace runledger::admin
