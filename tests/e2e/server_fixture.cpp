#include "tests/e2e/server_fixture.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <csignal>
#include <pqxx/pqxx>

#include "tests/support/eventually.hpp"
#include "tests/support/paths.hpp"

namespace runledger::test {
namespace {

constexpr const char* kAdminToken = "an-admin-token-for-the-tests";
constexpr const char* kServing = "runledger serves at ";

}  // namespace

void ServerFixture::launch_server() {
  std::vector<std::string> arguments{"serve",
                                     "--listen",
                                     "127.0.0.1:0",
                                     "--master-key-file",
                                     folder_.path() + "/master.key",
                                     "--allow-private-addresses",
                                     "--log-level",
                                     log_level_};
  arguments.insert(arguments.end(), more_options_.begin(), more_options_.end());
  process_ = std::make_unique<EngineProcess>(
      std::move(arguments), std::vector<std::string>{"RUNLEDGER_DATABASE_URL=" + database_url(),
                                                     std::string("RUNLEDGER_ADMIN_TOKEN=") + kAdminToken});
}

void ServerFixture::start_server() {
  launch_server();
  ASSERT_TRUE(process_->wait_for_output(kServing)) << process_->output();
  const std::string output = process_->output();
  const auto start = output.find(kServing) + std::string(kServing).size();
  url_ = output.substr(start, output.find('\n', start) - start);
}

void ServerFixture::restart_after_kill() {
  process_->kill_hard();
  start_server();
}

void ServerFixture::stop_server() {
  process_->send_signal(SIGTERM);
  EXPECT_EQ(process_->wait_for_end(), 0) << process_->output();
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
    return status == "completed" || status == "faulted" || status == "quarantined" || status == "cancelled";
  });
  EXPECT_TRUE(ended) << "the run has not ended: " << write_json(run);
  return run;
}

std::vector<std::string> ServerFixture::event_types(const std::string& run_id) {
  return texts_at(items("/runs/" + run_id + "/events?limit=200"), "/type");
}

std::string ServerFixture::status_of(const std::string& run_id) {
  return admin("GET", "/runs/" + run_id).at("/status");
}

JsonArray ServerFixture::items(const std::string& path) {
  const auto reply = admin("GET", path);
  Json document = reply.json();
  Json* found = document.is_object() ? document.get_object().if_contains("items") : nullptr;
  EXPECT_TRUE(reply.status == 200 && found != nullptr && found->is_array()) << path << ": " << reply.body;
  return found != nullptr && found->is_array() ? std::move(found->get_array()) : JsonArray();
}

JsonArray ServerFixture::items_of_all_pages(const std::string& path) {
  constexpr int kMostPages = 100;
  JsonArray out;
  std::string cursor;
  for (int page = 0; page < kMostPages; ++page) {
    const std::string joint = path.find('?') == std::string::npos ? "?" : "&";
    const Json document = admin("GET", path + (cursor.empty() ? "" : joint + "cursor=" + cursor)).json();
    const Json* found = resolve_pointer(document, "/items");
    EXPECT_NE(found, nullptr) << path << ": " << write_json(document);
    if (found == nullptr) return out;
    for (const auto& item : found->get_array()) out.push_back(item);
    const Json* next = resolve_pointer(document, "/next");
    if (next == nullptr || next->is_null()) return out;
    cursor = text_at(document, "/next");
  }
  ADD_FAILURE() << path << " does not end";
  return out;
}

std::string ServerFixture::dump_projections() {
  pqxx::connection connection(database_url());
  pqxx::work work(connection);
  std::string out;
  for (const std::string table : {"runs", "children", "requests", "timers", "workflows", "workflow_versions",
                                  "api_keys", "connections", "secrets"}) {
    const auto rows = work.exec("SELECT t::text FROM runledger." + table + " t ORDER BY 1");
    out += table + ' ' + std::to_string(rows.size()) + '\n';
    for (const auto& row : rows) out += row[0].as<std::string>() + '\n';
  }
  return out;
}

std::string ServerFixture::here(const std::string& url) const {
  const auto path = url.find('/', std::string("http://").size());
  return url_ + url.substr(path);
}

std::string example(const std::string& folder, const std::string& file) {
  const std::string text = content_of(source_folder() / "examples" / folder / file);
  EXPECT_FALSE(text.empty()) << folder << '/' << file;
  return text;
}

std::string text_at(const Json& document, const std::string& pointer) {
  const Json* found = resolve_pointer(document, pointer);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : write_json(*found);
}

std::vector<std::string> texts_at(const JsonArray& items, const std::string& pointer) {
  std::vector<std::string> out;
  for (const auto& item : items) out.push_back(text_at(item, pointer));
  return out;
}

}  // namespace runledger::test
