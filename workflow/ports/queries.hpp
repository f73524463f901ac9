#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workflow/ports/event_log.hpp"
#include "workflow/run/error.hpp"
#include "workflow/schedule/plan.hpp"

namespace runledger {

// One page of a list. `next` continues it; empty on the last page.
template <class Row>
struct Page {
  std::vector<Row> rows;
  std::string next;
};
struct PageRequest {
  std::size_t limit = 50;  // 1 to 200
  std::string cursor;      // a Page's `next`; empty: the first. Errors: invalid_input when it is not one
};

struct RunRow {
  RunId run;
  WorkflowName workflow;
  std::string version, definition_hash;
  std::string status;   // run::name_of(RunStatus)
  std::string trigger;  // run::name_of(Trigger)
  std::optional<RequestId> request;
  std::optional<RunId> rerun_of;
  std::optional<RunId> parent;  // the run that asked for it,
  std::string parent_task;      // and the task that did
  Timestamp started_at;
  std::optional<Timestamp> finished_at;
  std::string task;  // the latest task started; the failed one when faulted
  std::optional<run::RunError> error;
  std::uint64_t first_position = 0, last_position = 0;
  std::uint64_t event_count = 0;
};
struct RunDetail {
  RunRow row;
  SharedJson input, output;  // null pointers when there is none
};
struct RunFilter {
  std::optional<WorkflowName> workflow;
  std::string status;  // empty: any
  std::optional<Timestamp> started_from, started_before;
  std::optional<RunId> parent;
};

struct RequestRow {
  record::RequestFacts facts;
  bool accepted = false;
  int status = 202;
  std::string reason, detail;  // when refused
  std::optional<RunId> run;
  std::uint64_t position = 0;
};
struct RequestFilter {
  std::optional<WorkflowName> workflow;
  std::optional<bool> accepted;
  std::string reason;
};

// Failed runs that failed alike: same workflow, task and error type, and title.
struct ErrorGroup {
  WorkflowName workflow;
  std::string task;
  std::string type, title;
  std::string sample_detail;  // of the latest
  RunId sample_run;
  std::uint64_t count = 0;
  Timestamp first_seen, last_seen;
};

struct WorkflowRow {
  WorkflowName workflow;
  WebhookId webhook;
  bool enabled = true;
  std::string version, hash;  // current
  Timestamp created_at, updated_at;
  schedule::History schedule;  // what its schedule has done, if it has one
  std::optional<RunId> last_scheduled_run;
};
struct WorkflowVersionRow {
  std::string version, hash;
  std::string source;  // when one version is asked for; empty in a list
  Timestamp added_at;
  std::uint64_t position = 0;
};
struct ApiKeyRow {
  ApiKeyId key;
  WorkflowName workflow;
  std::string name, prefix;
  Timestamp created_at;
  std::optional<Timestamp> revoked_at;
};
struct ConnectionRow {
  ConnectionName connection;
  std::string kind;
  SharedJson settings;
  Timestamp saved_at;
};
struct SecretRow {
  SecretName secret;
  Timestamp saved_at;
};

// Reads for the admin API and the status URL, over the projections. Implemented by store/. Blocking,
// thread-safe (a bounded pool of connections). Errors of all: unavailable, overloaded; not_found where one
// thing is asked for.
class Queries {
 public:
  virtual ~Queries() = default;
  virtual Result<Page<RunRow>> runs(const RunFilter& filter, const PageRequest& page) = 0;  // newest first
  virtual Result<RunDetail> run(RunId run) = 0;
  virtual Result<Page<RecordedEvent>> run_events(RunId run, const PageRequest& page) = 0;  // oldest first
  // Newest first.
  virtual Result<Page<RequestRow>> requests(const RequestFilter& filter, const PageRequest& page) = 0;
  virtual Result<RequestRow> request(RequestId request) = 0;
  virtual Result<std::string> request_body(RequestId request) = 0;  // the exact bytes
  // Of runs that have failed now; most recent first.
  virtual Result<std::vector<ErrorGroup>> errors(const std::optional<WorkflowName>& workflow,
                                                 std::size_t limit) = 0;
  virtual Result<Page<WorkflowRow>> workflows(const PageRequest& page) = 0;  // by name
  virtual Result<WorkflowRow> workflow(const WorkflowName& workflow) = 0;
  // Newest first. Errors: not_found when there is no such workflow.
  virtual Result<Page<WorkflowVersionRow>> workflow_versions(const WorkflowName& workflow,
                                                             const PageRequest& page) = 0;
  virtual Result<WorkflowVersionRow> workflow_version(const WorkflowName& workflow,
                                                      const std::string& version) = 0;
  // Newest first.
  virtual Result<Page<ApiKeyRow>> api_keys(const std::optional<WorkflowName>& workflow,
                                           const PageRequest& page) = 0;
  virtual Result<ApiKeyRow> api_key(ApiKeyId key) = 0;
  virtual Result<Page<ConnectionRow>> connections(const PageRequest& page) = 0;  // by name
  virtual Result<ConnectionRow> connection(const ConnectionName& connection) = 0;
  virtual Result<Page<SecretRow>> secrets(const PageRequest& page) = 0;  // by name
  virtual Result<SecretRow> secret(const SecretName& secret) = 0;
};

}  // namespace runledger
