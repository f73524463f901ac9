#include "http/webhooks/authentication.hpp"

#include <string>

#include "http/bearer.hpp"
#include "workflow/base/sha256.hpp"

namespace runledger::http::webhooks {
namespace {

std::string why_not(const Headers& headers, const Result<std::string_view>& token, const CatalogKey* key) {
  if (headers.find("Authorization") == nullptr) return "there is no Authorization header";
  if (!token) return "the Authorization header is not one 'Bearer <key>'";
  if (key == nullptr) return "the key is unknown or revoked";
  return "the key " + key->id.text() + " is for " + key->workflow.value;
}

}  // namespace

Authentication authenticate(const CatalogSnapshot& catalog, std::string_view webhook,
                            const Headers& headers) {
  const auto token = bearer_token(headers);
  // Keys are random and looked up by their hash: how long the look-up takes tells nothing about a key.
  const auto key = catalog.keys.find(sha256_hex(token ? *token : std::string_view()));
  const auto workflow = catalog.by_webhook.find(std::string(webhook));
  const bool key_known = token.ok() && key != catalog.keys.end();
  const bool workflow_known = workflow != catalog.by_webhook.end();
  Authentication found;
  if (workflow_known) found.workflow = workflow->second;
  if (workflow_known && key_known && key->second.workflow == workflow->second->name)
    found.key = key->second.id;
  if (!found.key) found.finding = why_not(headers, token, key_known ? &key->second : nullptr);
  return found;
}

Refusal no_valid_key(std::string finding) {
  Problem problem;
  problem.status = 401;
  problem.code = Errc::unauthorized;
  problem.detail =
      "There is no valid API key for this webhook in the request. Send 'Authorization: Bearer <key>' with a "
      "key that "
      "was created for it.";
  return {"invalid_key", std::move(problem), std::move(finding)};
}

}  // namespace runledger::http::webhooks
