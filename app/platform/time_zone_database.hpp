#pragma once

#include <memory>

#include "workflow/ports/time_zones.hpp"

namespace runledger::app {

// The system's copy of the IANA database (package tzdata), read when a zone is first asked for. Thread-safe.
std::unique_ptr<TimeZones> system_time_zones();

}  // namespace runledger::app
