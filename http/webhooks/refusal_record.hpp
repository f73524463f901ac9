#pragma once

#include <optional>
#include <string>

#include "http/request.hpp"
#include "http/webhooks/refusal.hpp"
#include "workflow/ports/event_log.hpp"

namespace runledger::http::webhooks {

// What is kept of a delivery beside its content; without a key no hash of the content. Header text is cut to
// its bound and cleaned to printable ASCII, so that no sender can make a record that the database refuses.
record::RequestFacts facts_of(const Request& request, const std::optional<WorkflowName>& workflow,
                              const std::optional<ApiKeyId>& key);

// "key:<id>", or "engine" when nobody is known.
Actor actor_of(const std::optional<ApiKeyId>& key);

// One RequestRefused for the requests' stream of that day. Its detail is cut to its bound, and control
// characters in it are replaced.
AppendGroup refusal_append(record::RequestFacts facts, const Refusal& refusal);

}  // namespace runledger::http::webhooks
