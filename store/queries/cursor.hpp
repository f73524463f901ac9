#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "workflow/base/id.hpp"
#include "workflow/base/result.hpp"
#include "workflow/ports/queries.hpp"

// Where a list goes on: the keys of the last row of a page, as text that callers hand back unread. A list is
// always continued by key, never by counting rows: it stays right while rows are added, and costs the same on
// any page.
namespace runledger::store {

std::string write_cursor(std::uint64_t position);
std::string write_cursor(Timestamp time, RunId run);
inline std::string write_cursor(ApiKeyId key) {
  return key.text();
}
// Of a list in the order of names.
inline std::string write_cursor(const std::string& name) {
  return name;
}

// Errors: invalid_input when the text is not such a cursor. An empty cursor gives nullopt: from the first
// page.
Result<std::optional<std::uint64_t>> read_position_cursor(const std::string& cursor);
Result<std::optional<std::pair<Timestamp, RunId>>> read_run_cursor(const std::string& cursor);
Result<std::optional<ApiKeyId>> read_key_cursor(const std::string& cursor);
// Any text may be a name: it goes on after it, whether it is there or not.
Result<std::optional<std::string>> read_name_cursor(const std::string& cursor);

// Errors: invalid_input unless the limit is 1 to 200.
Result<Done> check_limit(const PageRequest& page);

}  // namespace runledger::store
