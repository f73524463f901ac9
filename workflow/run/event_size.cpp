#include "workflow/run/event_size.hpp"

namespace runledger::run {

std::size_t estimated_bytes(const RunEvent& event, std::size_t enough) {
  EventSize size(enough);
  std::visit([&](const auto& known) { size(known); }, event);
  return size.bytes();
}

}  // namespace runledger::run
