#pragma once

#include <chrono>
#include <optional>

#include "http/fields.hpp"

namespace runledger::http::webhooks {

// The `wait` preference (RFC 7240 §4.3) in whole seconds; the first one counts (§2). Nothing when there is
// none or it is malformed: a preference that is not understood is ignored.
std::optional<std::chrono::seconds> preferred_wait(const Headers& headers);

}  // namespace runledger::http::webhooks
