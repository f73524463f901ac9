#pragma once

#include <vector>

#include "workflow/ports/engine.hpp"

namespace runledger::admin {

// Appends events of an admin act through the journal and waits until they are durable. Blocks (worker threads
// only). Errors: as Engine::append; outcome_unknown when no answer comes within 30 s.
Result<Appended> append_and_wait(Engine& engine, Append append, std::vector<VaultChange> vault = {});

// The same for one event at the end of `stream`, and what it says of the vault.
Result<Done> record_event(Engine& engine, const StreamName& stream, record::RecordEvent event,
                          const Actor& actor, std::vector<VaultChange> vault = {});

}  // namespace runledger::admin
