#pragma once

#include "workflow/base/id.hpp"

namespace runledger::http::server {

// A fresh UUIDv7 from the clock and the kernel's randomness. Thread-safe, and cheap: randomness is drawn in
// bulk a thread.
RequestId new_request_id();

}  // namespace runledger::http::server
