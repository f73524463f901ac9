#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/cluster/private_cluster.hpp"

namespace runledger::test {

// A PostgreSQL server that goes away, with its folder, when this does: for tests of what belongs to the
// server and not to a database, such as roles. Make it on the main thread.
class TestServer {
 public:
  TestServer();
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  // Makes the database; a libpq connection string for it.
  std::string make_database(const std::string& name) const;
  int pid() const { return cluster_->server_pid(); }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<app::PrivateCluster> cluster_;
};

// A fresh database for one test, in a private PostgreSQL server that all tests of this program share and that
// goes away with it. Start the first one on the main thread.
class TestDatabase {
 public:
  TestDatabase();
  // A libpq connection string.
  const std::string& url() const { return url_; }

 private:
  std::string url_;
};

}  // namespace runledger::test
