#pragma once

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/engine_process.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/postgres.hpp"

namespace runledger::test {

struct UploadedWorkflow {
  std::string name, webhook_url, api_key;
};

// `runledger serve` as a child process on a fresh database and a free port, and an admin to talk to it.
class ServerFixture : public ::testing::Test {
 protected:
  void start_server();
  void launch_server();  // without waiting until it serves
  // SIGKILL and a new process on the same database. The port changes.
  void restart_after_kill();
  // SIGTERM, and waits for the orderly end.
  void stop_server();

  Reply admin(const std::string& method, const std::string& path, const std::string& body = {});
  void save_connection(const std::string& name, const std::string& kind, const std::string& settings);
  // Uploads a definition and makes a key for it.
  UploadedWorkflow upload(const std::string& source);
  // Posts JSON with the workflow's key.
  Reply post(const UploadedWorkflow& workflow, const std::string& body, const RequestHeaders& more = {});
  // Waits until the run has ended; gives the admin API's view of it.
  Json ended_run(const std::string& run_id);
  // The types of a run's events, in order.
  std::vector<std::string> event_types(const std::string& run_id);
  std::string status_of(const std::string& run_id);
  // The items of one page of an admin list; a failed check and none when there is no such list.
  JsonArray items(const std::string& path);
  // The items of all pages, in order; `path` says how large a page is. Stops after 100 pages.
  JsonArray items_of_all_pages(const std::string& path);
  // Every projection as text, in a fixed order.
  std::string dump_projections();
  // The URL now: the path of `url` on the current port.
  std::string here(const std::string& url) const;

  virtual std::string database_url() const { return database_.url(); }

  std::string log_level_ = "warning";
  std::vector<std::string> more_options_;  // for `serve`
  TestDatabase database_;
  ScratchFolder folder_;
  std::unique_ptr<EngineProcess> process_;
  std::string url_;
};

// examples/<folder>/<file>
std::string example(const std::string& folder, const std::string& file);
// The value at a JSON pointer as text (strings raw, others as JSON); "" when there is none.
std::string text_at(const Json& document, const std::string& pointer);
// The text at this pointer of each item.
std::vector<std::string> texts_at(const JsonArray& items, const std::string& pointer);

}  // namespace runledger::test
