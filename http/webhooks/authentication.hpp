#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/fields.hpp"
#include "http/webhooks/refusal.hpp"
#include "workflow/ports/catalog.hpp"

namespace runledger::http::webhooks {

// Who sends, and to which workflow.
struct Authentication {
  std::shared_ptr<const CatalogWorkflow> workflow;  // null: no such webhook
  std::optional<ApiKeyId> key;                      // set when the key is valid for that workflow
  std::string finding;                              // else why not: for the record, never for the sender
};

// Checks the bearer key of a request to a webhook. Does the same work for known and unknown webhooks, keys
// and malformed headers: one hash, two look-ups by hash, one comparison, so that neither answer nor timing
// tells which webhooks exist.
Authentication authenticate(const CatalogSnapshot& catalog, std::string_view webhook, const Headers& headers);

// The one 401 for all who have no valid key. `finding` is recorded with it.
Refusal no_valid_key(std::string finding = {});

}  // namespace runledger::http::webhooks
