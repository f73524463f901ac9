#pragma once

#include <string>
#include <string_view>

#include "workflow/run/events.hpp"

namespace runledger::run {

struct EncodedEvent {
  std::string_view type;  // "RunStarted", ...: the name of the struct; static storage
  int type_version = 1;
  std::string data;  // JSON text, the exact text that is hashed and kept
};

EncodedEvent encode(const RunEvent& event);
// Reads any (type, type_version) ever written. Errors: corrupt_history naming type, version and member.
Result<RunEvent> decode(std::string_view type, int type_version, std::string_view data);

}  // namespace runledger::run
