#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "workflow/base/json.hpp"

namespace runledger::schema {

struct DuplicateSearch {
  std::optional<std::pair<std::size_t, std::size_t>> found;  // the positions of two equal items
  bool gave_up = false;                                      // the work was used up before an answer
};

// Looks for two items that are equal as json_equal sees it. Compares small arrays pairwise without
// allocating, and larger ones by hash. Takes what it does from `work_left`, in the units of
// ValidateOptions::max_work.
DuplicateSearch find_duplicate(const JsonArray& items, std::size_t& work_left);

}  // namespace runledger::schema
