#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "workflow/definition/diagnostics.hpp"
#include "workflow/definition/place.hpp"

namespace runledger::definition {

// One table of `use`, such as use.retries: named parts, and which of them are used.
class ReusableTable {
 public:
  // `noun` names one entry in messages: "retry policy".
  ReusableTable(std::string_view section, std::string_view noun) : section_(section), noun_(noun) {}

  void add(std::string_view name, Place place) { entries_.emplace(name, std::move(place)); }
  // Marks the entry as used. Refuses an unknown name, at `reference`, with the nearest known one.
  const Place* use(std::string_view name, std::string_view reference, Diagnostics& diagnostics);
  const Place* find(std::string_view name) const;
  std::vector<std::string_view> names() const;
  const std::map<std::string, Place, std::less<>>& entries() const { return entries_; }
  // The entries that use() was never asked for.
  std::vector<std::pair<std::string_view, Place>> unused() const;
  void warn_unused(Diagnostics& diagnostics) const;

 private:
  std::string_view section_, noun_;
  std::map<std::string, Place, std::less<>> entries_;
  std::set<std::string, std::less<>> used_;
};

// The parts of `use` that tasks refer to by name.
struct Reusables {
  ReusableTable functions{"functions", "function"};
  ReusableTable retries{"retries", "retry policy"};
  ReusableTable timeouts{"timeouts", "timeout"};
  ReusableTable errors{"errors", "error"};
  ReusableTable authentications{"authentications", "authentication"};
  ReusableTable secrets{"secrets", "secret"};
};

}  // namespace runledger::definition
