#pragma once

#include <string>
#include <string_view>

#include "workflow/base/json.hpp"

namespace runledger {

// Of an event's data, as text. Documents in it are nested as deep as documents may be (JsonLimits), below the
// event's own levels.
inline constexpr JsonLimits kEventDataLimits{64 * 1024 * 1024, 64 + 4};

// An event as it is kept.
struct EncodedEvent {
  std::string_view type;  // "RunStarted", ...: the name of the struct; static storage
  int type_version = 1;
  std::string data;  // JSON text: the exact text that is hashed and kept
};

}  // namespace runledger
