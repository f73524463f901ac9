#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "workflow/base/encoded_event.hpp"
#include "workflow/run/events.hpp"

namespace runledger::run {

// The event's name, as in EncodedEvent::type.
std::string_view type_of(const RunEvent& event);
EncodedEvent encode(const RunEvent& event);
// The most bytes of data that decode() reads. An event may hold a few documents of the largest size.
inline constexpr std::size_t kMaxEventBytes = 64 * 1024 * 1024;
// Reads any (type, type_version) ever written. Errors: corrupt_history naming type, version and member.
Result<RunEvent> decode(std::string_view type, int type_version, std::string_view data);

}  // namespace runledger::run
