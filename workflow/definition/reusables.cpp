#include "workflow/definition/reusables.hpp"

#include "workflow/definition/did_you_mean.hpp"

namespace runledger::definition {

const Place* ReusableTable::use(std::string_view name, std::string_view reference, Diagnostics& diagnostics) {
  const auto* found = find(name);
  if (found == nullptr) {
    const auto known = names();
    diagnostics.error(reference, "there is no " + std::string(noun_) + " " + in_quotes(name) + " in `use." +
                                     std::string(section_) + "`" + did_you_mean(name, known));
    return nullptr;
  }
  used_.emplace(name);
  return found;
}

const Place* ReusableTable::find(std::string_view name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> ReusableTable::names() const {
  std::vector<std::string_view> names;
  for (const auto& [name, place] : entries_) names.emplace_back(name);
  return names;
}

std::vector<std::pair<std::string_view, Place>> ReusableTable::unused() const {
  std::vector<std::pair<std::string_view, Place>> unused;
  for (const auto& [name, place] : entries_) {
    if (!used_.contains(name)) unused.emplace_back(name, place);
  }
  return unused;
}

void ReusableTable::warn_unused(Diagnostics& diagnostics) const {
  for (const auto& [name, place] : unused()) {
    diagnostics.warn_at_key(place.pointer,
                            "the " + std::string(noun_) + " " + in_quotes(name) + " is never used");
  }
}

}  // namespace runledger::definition
