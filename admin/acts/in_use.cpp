#include "admin/acts/in_use.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace runledger::admin {
namespace {

constexpr std::size_t kMostNamed = 10;

template <class Name>
std::vector<std::string> users_of(const CatalogSnapshot& snapshot, const Name& name,
                                  std::vector<Name> definition::Program::*used) {
  std::vector<std::string> workflows;
  for (const auto& [workflow, entry] : snapshot.by_name) {
    const auto& names = (*entry->program).*used;
    if (entry->enabled && std::find(names.begin(), names.end(), name) != names.end()) {
      workflows.push_back(workflow);
    }
  }
  std::sort(workflows.begin(), workflows.end());
  return workflows;
}

template <class Name>
Result<Done> check(Context& context, const char* what, const Name& name,
                   std::vector<Name> definition::Program::*used) {
  // Another process may have uploaded a workflow a moment ago.
  if (auto refreshed = context.catalog.refresh(); !refreshed) return refreshed;
  const auto workflows = users_of(*context.catalog.snapshot(), name, used);
  if (workflows.empty()) return Done{};
  std::string listed;
  for (std::size_t i = 0; i < std::min(workflows.size(), kMostNamed); ++i) {
    listed += (i == 0 ? "" : ", ") + workflows[i];
  }
  if (workflows.size() > kMostNamed) {
    listed += " and " + std::to_string(workflows.size() - kMostNamed) + " more";
  }
  return Error{Errc::conflict, std::string("the ") + what + " '" + name.value + "' is used by " + listed +
                                   ": disable them or upload versions without it first, or delete it all the "
                                   "same with ?force=true"};
}

}  // namespace

Result<Done> check_unused(Context& context, const ConnectionName& name) {
  return check(context, "connection", name, &definition::Program::connections);
}

Result<Done> check_unused(Context& context, const SecretName& name) {
  return check(context, "secret", name, &definition::Program::secrets);
}

}  // namespace runledger::admin
