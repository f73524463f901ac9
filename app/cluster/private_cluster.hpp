#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::app {

struct ClusterOptions {
  std::filesystem::path directory;      // made when missing; a cluster found there is used again
  bool durable = true;                  // false (tests): no fsync
  std::vector<std::string> settings{};  // more settings for the server, each "name=value"
};

// A PostgreSQL server of our own, reachable through a Unix socket in its folder and nowhere else. Started as
// an unprivileged user when this process is root (PostgreSQL refuses to run as root). It ends with this
// process, also when that is killed; what it had committed is there at the next start. Threading: start() on
// the main thread (the kernel ties the server's life to the thread that started it).
class PrivateCluster {
 public:
  // Errors: unavailable with PostgreSQL's own words; invalid_input when the folder cannot be used, with what
  // to do.
  static Result<std::unique_ptr<PrivateCluster>> start(const ClusterOptions& options);
  // Stops the server in an orderly way and waits for it.
  ~PrivateCluster();
  PrivateCluster(const PrivateCluster&) = delete;
  PrivateCluster& operator=(const PrivateCluster&) = delete;

  // A libpq connection string for `database`.
  std::string url(const std::string& database) const;
  // Makes the database when it is not there. Errors: unavailable.
  Result<Done> create_database(const std::string& database) const;
  int server_pid() const { return pid_; }

 private:
  PrivateCluster() = default;
  std::filesystem::path socket_directory_;
  std::string user_;
  int pid_ = -1;
};

// True when the unprivileged server user could reach `directory` (always true unless this process is root).
bool cluster_user_can_reach(const std::filesystem::path& directory);

}  // namespace runledger::app
