#pragma once

#include <string_view>

#include "workflow/base/json.hpp"

// CloudEvents 1.0.2 in its JSON form (JSON Event Format §2, §3): an object of context attributes and `data`.
namespace runledger {

// Checks one attribute's name: lower-case letters and digits (§3.1), `data`, and not `data_base64`. Errors:
// invalid_input. Thread-safe.
Result<Done> check_cloud_event_name(std::string_view name);

// Checks one attribute's name and value: the types of §3 of the core specification; `null` stands for an
// absent attribute. Errors: invalid_input, naming the attribute and what it must be. Thread-safe.
Result<Done> check_cloud_event_attribute(std::string_view name, const Json& value);

// Checks that `id`, `source`, `specversion` and `type` are there, and every attribute. Errors: as above.
Result<Done> check_cloud_event(const JsonObject& event);

}  // namespace runledger
