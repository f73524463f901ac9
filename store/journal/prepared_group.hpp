#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "workflow/ports/clock.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::store {

using Salt = std::array<std::uint8_t, 16>;

struct PreparedEvent {
  EventId id;
  Salt salt{};
  EncodedEvent encoded;
  const Event* event;
};

struct PreparedAppend {
  const Append* source;
  std::vector<PreparedEvent> events;
};

// A group ready to be written: encoded, checked, with the ids and salts of its events. They stay the same
// however often the group is sent, so a commit whose answer was lost can be recognised. Refers to its
// AppendGroup.
struct PreparedGroup {
  const AppendGroup* source;
  std::vector<PreparedAppend> appends;
  Timestamp recorded_at;
  std::size_t bytes = 0;  // of data, body and what goes into the vault
};

// Errors: invalid_input: no event to append, a run's event without its run, or a NUL (PostgreSQL has no room
// for one in a text); limit_exceeded: more than 256 MiB in all (never holds much more than that), or an event
// whose text is longer than decode() takes back.
Result<PreparedGroup> prepare_group(const AppendGroup& group, Timestamp now, Random& random);

}  // namespace runledger::store
