#pragma once

#include <functional>
#include <optional>
#include <string>

#include "http/router.hpp"

namespace runledger::http {

// Nothing when ready, else why not, in words that may be shown to anyone. Called on a server thread: must be
// quick (answer from what is known, do not ask the database).
using ReadinessCheck = std::function<std::optional<std::string>()>;

// GET /healthz: 200 as long as the process answers. GET /readyz: 200 {"status":"ready"}, or a 503 problem
// with the reason and Retry-After. Neither needs a key.
void add_health_routes(Router& router, ReadinessCheck check);

}  // namespace runledger::http
