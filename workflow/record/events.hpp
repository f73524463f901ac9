#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "workflow/base/encoded_event.hpp"
#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"

// What can happen outside a run: requests at the front door and acts of admins. JSON forms: codec.hpp.
namespace runledger::record {

// ---- Stream "requests/<namespace>/<name>/<yyyy-mm-dd>", or "requests/unknown/<yyyy-mm-dd>"
// -------------------------

// What is known of one HTTP delivery. Header values and the body are not here (secrets; size): the exact
// bytes of an accepted body are kept beside the log under the request's id.
struct RequestFacts {
  RequestId request;
  std::optional<WorkflowName> workflow;  // absent: no such webhook
  std::string method;                    // "POST"
  std::string path;                      // as sent, at most 200 bytes
  std::string remote_address;
  std::optional<ApiKeyId> key;  // whose key it carried, when valid
  std::string content_type;     // at most 200 bytes
  std::uint64_t body_bytes = 0;
  std::string body_sha256;  // hex; empty: a delivery without a valid key
  Timestamp received_at;
};
struct RequestAccepted {
  RequestFacts facts;
  RunId run;
};
struct RequestRefused {
  RequestFacts facts;
  int status = 400;    // the HTTP status it was answered with
  std::string reason;  // a stable slug: "invalid_key", "malformed_json", "schema_violation", "too_large", ...
  std::string detail;  // for people; at most 2000 bytes; no secrets
};

// ---- Stream "workflow/<namespace>/<name>"
// --------------------------------------------------------------------------

struct WorkflowCreated {
  WorkflowName workflow;
  WebhookId webhook;
  Timestamp created_at;
};
// A new current version. `source` is the text as uploaded; `hash` is that of the canonical form of what it
// says.
struct WorkflowVersionAdded {
  WorkflowName workflow;
  std::string version;
  std::string hash;
  std::string source;
  Timestamp added_at;
};
struct WorkflowEnabled {
  WorkflowName workflow;
  Timestamp enabled_at;
  std::string reason{};  // as the admin gave it; may be empty
};
struct WorkflowDisabled {
  WorkflowName workflow;
  Timestamp disabled_at;
  std::string reason{};
};

// ---- Stream "admin/keys"
// -------------------------------------------------------------------------------------------

struct ApiKeyCreated {
  ApiKeyId key;
  WorkflowName workflow;  // whose webhook it opens
  std::string name;       // for people
  std::string prefix;     // the first characters, for recognition; not secret
  std::string sha256;     // hex, of the whole key
  Timestamp created_at;
};
struct ApiKeyRevoked {
  ApiKeyId key;
  Timestamp revoked_at;
};

// ---- Streams "admin/connections", "admin/secrets": that and when; the values are in the vault, encrypted
// ----------

struct ConnectionSaved {
  ConnectionName connection;
  std::string kind;     // "smtp", "postgres", "http"
  SharedJson settings;  // the parts that are not secret
  Timestamp saved_at;
};
struct ConnectionDeleted {
  ConnectionName connection;
  Timestamp deleted_at;
};
struct SecretSaved {
  SecretName secret;
  Timestamp saved_at;
};
struct SecretDeleted {
  SecretName secret;
  Timestamp deleted_at;
};

// ---- Stream "schedule/<namespace>/<name>", in one append with the run's first events
// ----------

// A workflow's schedule started a run. `due` is the time that was fired for, `missed` how many earlier ones
// this run makes up for.
struct ScheduleFired {
  WorkflowName workflow;
  RunId run;
  Timestamp due;
  std::uint64_t missed = 0;
};

using RecordEvent =
    std::variant<RequestAccepted, RequestRefused, WorkflowCreated, WorkflowVersionAdded, WorkflowEnabled,
                 WorkflowDisabled, ApiKeyCreated, ApiKeyRevoked, ConnectionSaved, ConnectionDeleted,
                 SecretSaved, SecretDeleted, ScheduleFired>;

// The most bytes of data that decode() reads: a definition's source is at most 1 MiB, which escapes may
// lengthen six times.
inline constexpr std::size_t kMaxEventBytes = 8 * 1024 * 1024;
// The JSON form, as run::encode and run::decode (workflow/run/codec.hpp).
EncodedEvent encode(const RecordEvent& event);
Result<RecordEvent> decode(std::string_view type, int type_version, std::string_view data);
// True when `type` names a RecordEvent (all other types are run events).
bool is_record_event(std::string_view type);

}  // namespace runledger::record
