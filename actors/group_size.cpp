#include "actors/group_size.hpp"

#include <variant>

#include "workflow/run/event_size.hpp"

namespace runledger::actors {

std::size_t estimated_bytes(const AppendGroup& group, std::size_t enough) {
  run::EventSize tally(enough);
  if (group.body) tally.add(group.body->bytes);
  for (const VaultChange& change : group.vault) {
    if (change.value) tally.add(change.value->ciphertext);
  }
  for (const Append& append : group.appends) {
    for (const Event& event : append.events) {
      if (tally.bytes() >= enough) return tally.bytes();
      std::visit([&](const auto& family) { std::visit([&](const auto& known) { tally(known); }, family); },
                 event);
    }
  }
  return tally.bytes();
}

}  // namespace runledger::actors
