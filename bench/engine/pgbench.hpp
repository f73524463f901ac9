#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/cluster/private_cluster.hpp"
#include "workflow/base/result.hpp"

namespace runledger::bench {

// What PostgreSQL itself does on this disk: pgbench inserting one small row a transaction, prepared, on the
// same cluster that the engine uses, in a database of its own.
class Pgbench {
 public:
  // Makes the database and its table. `folder` must be enterable for the server's user. Errors: unavailable.
  static Result<Pgbench> prepare(const app::PrivateCluster& cluster, const std::filesystem::path& folder);

  // The server's main process.
  int server_pid() const { return server_pid_; }
  // Commits a second with so many clients. Errors: unavailable with pgbench's own words.
  Result<double> commits_per_second(int clients, int seconds) const;

 private:
  Pgbench() = default;
  std::filesystem::path program_, script_, output_;
  std::string url_;
  int server_pid_ = -1;
};

}  // namespace runledger::bench
