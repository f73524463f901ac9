#include "tests/e2e/server_fixture.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "tests/support/eventually.hpp"

namespace runledger::test {
namespace {

constexpr const char* kAdminToken = "an-admin-token-for-the-tests";
constexpr const char* kServing = "runledger serves at ";

}  // namespace

void ServerFixture::start_server() {
  process_ = std::make_unique<EngineProcess>(
      std::vector<std::string>{"serve", "--listen", "127.0.0.1:0", "--master-key-file",
                               folder_.path() + "/master.key", "--allow-private-addresses", "--log-level",
                               "warning"},
      std::vector<std::string>{"RUNLEDGER_DATABASE_URL=" + database_.url(),
                               std::string("RUNLEDGER_ADMIN_TOKEN=") + kAdminToken});
  ASSERT_TRUE(process_->wait_for_output(kServing)) << process_->output();
  const std::string output = process_->output();
  const auto start = output.find(kServing) + std::string(kServing).size();
  url_ = output.substr(start, output.find('\n', start) - start);
}

void ServerFixture::restart_after_kill() {
  process_->kill_hard();
  start_server();
}

Reply ServerFixture::admin(const std::string& method, const std::string& path, const std::string& body) {
  return send(method, url_ + "/admin/v1" + path, {bearer(kAdminToken), "Content-Type: application/json"},
              body);
}

void ServerFixture::save_connection(const std::string& name, const std::string& kind,
                                    const std::string& settings) {
  const auto reply =
      admin("PUT", "/connections/" + name, "{\"kind\":\"" + kind + "\",\"settings\":" + settings + "}");
  ASSERT_EQ(reply.status, 200) << reply.body;
}

UploadedWorkflow ServerFixture::upload(const std::string& source) {
  const auto uploaded = admin("POST", "/workflows", source);
  EXPECT_EQ(uploaded.status, 201) << uploaded.body;
  UploadedWorkflow out{uploaded.at("/workflow"), uploaded.at("/webhookUrl"), ""};
  const auto key = admin("POST", "/api-keys", "{\"workflow\":\"" + out.name + "\",\"name\":\"test\"}");
  EXPECT_EQ(key.status, 201) << key.body;
  out.api_key = key.at("/key");
  return out;
}

Reply ServerFixture::post(const UploadedWorkflow& workflow, const std::string& body,
                          const RequestHeaders& more) {
  RequestHeaders headers = more;
  headers.push_back(bearer(workflow.api_key));
  headers.push_back("Content-Type: application/json");
  return send("POST", here(workflow.webhook_url), headers, body);
}

Json ServerFixture::ended_run(const std::string& run_id) {
  Json run;
  const bool ended = eventually([&] {
    run = admin("GET", "/runs/" + run_id).json();
    const auto status = text_at(run, "/status");
    return status == "completed" || status == "faulted" || status == "quarantined";
  });
  EXPECT_TRUE(ended) << "the run has not ended: " << write_json(run);
  return run;
}

std::vector<std::string> ServerFixture::event_types(const std::string& run_id) {
  std::vector<std::string> out;
  const Json events = admin("GET", "/runs/" + run_id + "/events?limit=200").json();
  const Json* items = resolve_pointer(events, "/items");
  if (items == nullptr) return out;
  for (const auto& event : items->get_array()) out.push_back(text_at(event, "/type"));
  return out;
}

std::string ServerFixture::here(const std::string& url) const {
  const auto path = url.find('/', std::string("http://").size());
  return url_ + url.substr(path);
}

std::string example(const std::string& folder, const std::string& file) {
  const std::string text = content_of(std::string(RUNLEDGER_SOURCE_DIR) + "/examples/" + folder + '/' + file);
  EXPECT_FALSE(text.empty()) << folder << '/' << file;
  return text;
}

std::string text_at(const Json& document, const std::string& pointer) {
  const Json* found = resolve_pointer(document, pointer);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : write_json(*found);
}

}  // namespace runledger::test
