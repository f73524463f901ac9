#pragma once

#include <cstddef>

#include "workflow/ports/event_log.hpp"

namespace runledger::actors {

// About how many bytes the group takes in memory and in the transaction: its body, what goes into the vault,
// and the documents and long texts of its events. Stops counting at `enough` (the answer is then at least
// that), so that a huge document costs no more to judge than the limit it is judged by.
std::size_t estimated_bytes(const AppendGroup& group, std::size_t enough);

}  // namespace runledger::actors
