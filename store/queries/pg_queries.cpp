#include "store/queries/pg_queries.hpp"

#include "store/queries/admin_queries.hpp"
#include "store/queries/error_queries.hpp"
#include "store/queries/request_queries.hpp"
#include "store/queries/run_event_queries.hpp"
#include "store/queries/run_queries.hpp"
#include "store/queries/workflow_queries.hpp"

namespace runledger::store {
namespace {

class PgQueries final : public Queries {
 public:
  PgQueries(const std::string& url, std::size_t connections) : sessions_(url, connections) {}

  Result<Page<RunRow>> runs(const RunFilter& filter, const PageRequest& page) override {
    return query_runs(sessions_, filter, page);
  }
  Result<RunDetail> run(RunId run) override { return query_run(sessions_, run); }
  Result<Page<RecordedEvent>> run_events(RunId run, const PageRequest& page) override {
    return query_run_events(sessions_, run, page);
  }
  Result<Page<RequestRow>> requests(const RequestFilter& filter, const PageRequest& page) override {
    return query_requests(sessions_, filter, page);
  }
  Result<RequestRow> request(RequestId request) override { return query_request(sessions_, request); }
  Result<std::string> request_body(RequestId request) override {
    return query_request_body(sessions_, request);
  }
  Result<std::vector<ErrorGroup>> errors(const std::optional<WorkflowName>& workflow,
                                         std::size_t limit) override {
    return query_errors(sessions_, workflow, limit);
  }
  Result<Page<WorkflowRow>> workflows(const PageRequest& page) override {
    return query_workflows(sessions_, page);
  }
  Result<WorkflowRow> workflow(const WorkflowName& workflow) override {
    return query_workflow(sessions_, workflow);
  }
  Result<Page<WorkflowVersionRow>> workflow_versions(const WorkflowName& workflow,
                                                     const PageRequest& page) override {
    return query_workflow_versions(sessions_, workflow, page);
  }
  Result<WorkflowVersionRow> workflow_version(const WorkflowName& workflow,
                                              const std::string& version) override {
    return query_workflow_version(sessions_, workflow, version);
  }
  Result<Page<ApiKeyRow>> api_keys(const std::optional<WorkflowName>& workflow,
                                   const PageRequest& page) override {
    return query_api_keys(sessions_, workflow, page);
  }
  Result<ApiKeyRow> api_key(ApiKeyId key) override { return query_api_key(sessions_, key); }
  Result<Page<ConnectionRow>> connections(const PageRequest& page) override {
    return query_connections(sessions_, page);
  }
  Result<ConnectionRow> connection(const ConnectionName& connection) override {
    return query_connection(sessions_, connection);
  }
  Result<Page<SecretRow>> secrets(const PageRequest& page) override { return query_secrets(sessions_, page); }
  Result<SecretRow> secret(const SecretName& secret) override { return query_secret(sessions_, secret); }

 private:
  SessionPool sessions_;
};

}  // namespace

std::unique_ptr<Queries> make_queries(const std::string& database_url, std::size_t connections) {
  return std::make_unique<PgQueries>(database_url, connections);
}

}  // namespace runledger::store
