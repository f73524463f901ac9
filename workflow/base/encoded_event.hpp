#pragma once

#include <string>
#include <string_view>

namespace runledger {

// An event as it is kept.
struct EncodedEvent {
  std::string_view type;  // "RunStarted", ...: the name of the struct; static storage
  int type_version = 1;
  std::string data;  // JSON text: the exact text that is hashed and kept
};

}  // namespace runledger
