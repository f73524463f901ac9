#include "admin/acts/in_use.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace runledger::admin {
namespace {

constexpr std::size_t kMostNamed = 10;

// Of a program: whether it uses something.
using Uses = std::function<bool(const definition::Program&)>;

std::vector<std::string> users_of(const CatalogSnapshot& snapshot, const Uses& uses) {
  std::vector<std::string> workflows;
  for (const auto& [workflow, entry] : snapshot.by_name) {
    if (entry->enabled && uses(*entry->program)) workflows.push_back(workflow);
  }
  std::sort(workflows.begin(), workflows.end());
  return workflows;
}

Result<Done> check(Context& context, const std::string& what, const Uses& uses) {
  // Another process may have uploaded a workflow a moment ago.
  if (auto refreshed = context.catalog.refresh(); !refreshed) return refreshed;
  const auto workflows = users_of(*context.catalog.snapshot(), uses);
  if (workflows.empty()) return Done{};
  std::string listed;
  for (std::size_t i = 0; i < std::min(workflows.size(), kMostNamed); ++i) {
    listed += (i == 0 ? "" : ", ") + workflows[i];
  }
  if (workflows.size() > kMostNamed) {
    listed += " and " + std::to_string(workflows.size() - kMostNamed) + " more";
  }
  return Error{Errc::conflict, "the " + what + " is used by " + listed +
                                   ": disable them or upload versions without it first, or delete it all the "
                                   "same with ?force=true"};
}

}  // namespace

Result<Done> check_unused(Context& context, const ConnectionName& name) {
  return check(context, "connection '" + name.value + "'", [&](const definition::Program& program) {
    return std::any_of(program.connections.begin(), program.connections.end(),
                       [&](const definition::ConnectionUse& use) { return use.connection == name; });
  });
}

Result<Done> check_unused(Context& context, const SecretName& name) {
  return check(context, "secret '" + name.value + "'", [&](const definition::Program& program) {
    return std::find(program.secrets.begin(), program.secrets.end(), name) != program.secrets.end();
  });
}

}  // namespace runledger::admin
