#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cluster/server_user.hpp"
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

  // Whether the server's process has not been seen to end.
  bool running() const { return pid_ > 0; }
  // When the server has ended by itself: how, once ("was ended by signal 9"). It leaves no zombie.
  std::optional<std::string> take_end();
  // Starts the server's process, to be called when it is not running and on the thread of start(). Does not
  // wait until it answers. Errors: unavailable.
  Result<Done> launch();
  // Whether the server takes connections now.
  bool answers() const;

 private:
  PrivateCluster(ServerUser user, std::filesystem::path socket_directory, std::filesystem::path log,
                 std::vector<std::string> command)
      : user_(std::move(user)),
        socket_directory_(std::move(socket_directory)),
        log_(std::move(log)),
        command_(std::move(command)) {}
  Result<Done> wait_until_ready();

  ServerUser user_;
  std::filesystem::path socket_directory_;
  std::filesystem::path log_;
  std::vector<std::string> command_;  // that starts the server
  int pid_ = -1;
};

// True when the unprivileged server user could reach `directory` (always true unless this process is root).
bool cluster_user_can_reach(const std::filesystem::path& directory);

}  // namespace runledger::app
