#include "app/cluster/private_cluster.hpp"

#include <libpq-fe.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <thread>

#include "app/cluster/child_process.hpp"
#include "app/cluster/server_user.hpp"

namespace runledger::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kStartLimit = 120s;  // crash recovery of a large log may take a while
constexpr std::size_t kLongestSocketDirectory =
    80;  // sun_path holds 107 bytes, PostgreSQL adds its file name

// The newest installed PostgreSQL's programs, as Debian lays them out.
fs::path find_programs() {
  fs::path best;
  int best_version = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (version > best_version && fs::exists(entry.path() / "bin" / "postgres")) {
      best_version = version;
      best = entry.path() / "bin";
    }
  }
  return best;
}

Result<Done> make_directory(const fs::path& directory, const ServerUser& owner, mode_t mode) {
  std::error_code failed;
  fs::create_directories(directory, failed);
  if (failed)
    return Error{Errc::invalid_input, "cannot make " + directory.string() + ": " + failed.message()};
  if ((geteuid() == 0 && chown(directory.c_str(), owner.uid, owner.gid) != 0) ||
      chmod(directory.c_str(), mode) != 0) {
    return Error{Errc::invalid_input, "cannot hand " + directory.string() + " to user " + owner.name + ": " +
                                          std::strerror(errno)};
  }
  return Done{};
}

// Short enough for a Unix socket's path, and the same for the same folder.
fs::path socket_directory_of(const fs::path& directory) {
  fs::path inside = directory / "socket";
  if (inside.string().size() <= kLongestSocketDirectory) return inside;
  return "/tmp/runledger-" + std::to_string(std::hash<std::string>{}(directory.string()));
}

// Whether that process is a PostgreSQL server on this very folder. A number alone proves nothing: after a
// reboot it may be anybody's, also another PostgreSQL's.
bool serves(int pid, const fs::path& data) {
  std::error_code failed;
  const fs::path process = "/proc/" + std::to_string(pid);
  const fs::path folder =
      fs::read_symlink(process / "cwd", failed);  // PostgreSQL works inside its data folder
  std::ifstream name_file(process / "comm");
  std::string name;
  return !failed && folder == data && name_file >> name && name == "postgres";
}

// A server left over from a process that was killed may still be ending: wait for it, then there is none.
void wait_for_predecessor(const fs::path& data) {
  std::ifstream pid_file(data / "postmaster.pid");
  int pid = 0;
  if (!(pid_file >> pid) || pid <= 1 || !serves(pid, data)) return;
  kill(pid, SIGINT);
  for (int i = 0; i < 300 && kill(pid, 0) == 0; ++i) std::this_thread::sleep_for(100ms);
}

std::vector<std::string> server_command(const fs::path& programs, const fs::path& data,
                                        const fs::path& socket, const ClusterOptions& options) {
  std::vector<std::string> command = {programs / "postgres",
                                      "-D",
                                      data,
                                      "-k",
                                      socket,
                                      "-c",
                                      "listen_addresses=",
                                      "-c",
                                      "unix_socket_permissions=0700",
                                      "-c",
                                      "max_connections=60",
                                      "-c",
                                      "shared_buffers=128MB",
                                      "-c",
                                      "log_min_messages=warning"};
  // As root we connect from another user than the server's; the folder's permissions keep everyone else out.
  if (geteuid() == 0) command[8] = "unix_socket_permissions=0770";
  if (!options.durable) {
    for (const char* setting : {"fsync=off", "synchronous_commit=off", "full_page_writes=off"}) {
      command.insert(command.end(), {"-c", setting});
    }
  }
  for (const std::string& setting : options.settings) command.insert(command.end(), {"-c", setting});
  return command;
}

// Quoted for a connection string (PostgreSQL documentation, "Connection Strings").
std::string conninfo_value(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

Result<std::unique_ptr<PrivateCluster>> PrivateCluster::start(const ClusterOptions& options) {
  const fs::path programs = find_programs();
  if (programs.empty()) {
    return Error{Errc::unavailable,
                 "no PostgreSQL server found below /usr/lib/postgresql; install the package "
                 "'postgresql'"};
  }
  const auto user = choose_server_user();
  if (!user)
    return Error{Errc::unavailable, "no user to run PostgreSQL as: there is neither 'postgres' nor 'nobody'"};
  const fs::path directory = fs::absolute(options.directory).lexically_normal();
  if (!can_reach(*user, directory)) {
    return Error{Errc::invalid_input, "PostgreSQL runs as user '" + user->name + "', who may not enter " +
                                          directory.string() +
                                          "; choose another data folder, for example "
                                          "/var/tmp/runledger"};
  }
  const fs::path data = directory / "data";
  const fs::path log = directory / "postgresql.log";
  const fs::path socket = socket_directory_of(directory);
  for (const auto& folder : {directory, socket}) {
    if (auto made = make_directory(folder, *user, 0700); !made) return std::move(made).error();
  }
  if (!fs::exists(data / "PG_VERSION")) {
    // Under another name until it is whole: one that was interrupted is thrown away.
    const fs::path unfinished = directory / "data.new";
    fs::remove_all(unfinished);
    auto initialised = run_to_end({programs / "initdb", "-D", unfinished, "-A", "trust", "-E", "UTF8",
                                   "--locale=C.UTF-8", "-U", user->name, "--no-sync"},
                                  *user, log);
    if (!initialised) return std::move(initialised).error();
    if (options.durable) sync();
    std::error_code failed;
    fs::rename(unfinished, data, failed);
    if (failed) {
      return Error{Errc::unavailable, "cannot put the new database cluster in place as " + data.string() +
                                          ": " + failed.message()};
    }
    if (options.durable) sync();
  }
  wait_for_predecessor(data);
  std::unique_ptr<PrivateCluster> cluster(
      new PrivateCluster(*user, socket, log, server_command(programs, data, socket, options)));
  if (auto launched = cluster->launch(); !launched) return std::move(launched).error();
  if (auto ready = cluster->wait_until_ready(); !ready) return std::move(ready).error();
  return cluster;
}

Result<Done> PrivateCluster::launch() {
  auto pid = spawn(command_, user_, log_, SIGINT);
  if (!pid) return std::move(pid).error();
  pid_ = *pid;
  return Done{};
}

Result<Done> PrivateCluster::wait_until_ready() {
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  while (std::chrono::steady_clock::now() < deadline) {
    if (answers()) return Done{};
    if (take_end()) return Error{Errc::unavailable, "PostgreSQL did not start: " + tail_of(log_, 800)};
    std::this_thread::sleep_for(20ms);
  }
  return Error{Errc::unavailable, "PostgreSQL did not get ready in time: " + tail_of(log_, 800)};
}

std::optional<std::string> PrivateCluster::take_end() {
  int status = 0;
  if (pid_ <= 0 || waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  pid_ = -1;
  if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
  return "ended with code " + std::to_string(WEXITSTATUS(status)) + " (see " + log_.string() + ")";
}

bool PrivateCluster::answers() const {
  PGconn* connection = PQconnectdb((url("postgres") + " connect_timeout=2").c_str());
  const bool ok = PQstatus(connection) == CONNECTION_OK;
  PQfinish(connection);
  return ok;
}

PrivateCluster::~PrivateCluster() {
  if (pid_ <= 0) return;
  kill(pid_, SIGINT);  // "fast shutdown": ends sessions, checkpoints, stops
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
}

std::string PrivateCluster::url(const std::string& database) const {
  return "host=" + conninfo_value(socket_directory_.string()) + " user=" + conninfo_value(user_.name) +
         " dbname=" + conninfo_value(database);
}

Result<Done> PrivateCluster::create_database(const std::string& database) const {
  PGconn* connection = PQconnectdb(url("postgres").c_str());
  char* quoted = PQescapeIdentifier(connection, database.c_str(), database.size());
  const std::string statement = "CREATE DATABASE " + std::string(quoted != nullptr ? quoted : "");
  PQfreemem(quoted);
  PGresult* result = PQexec(connection, statement.c_str());
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const bool there = PQresultStatus(result) == PGRES_COMMAND_OK ||
                     (state != nullptr && std::string_view(state) == "42P04");  // duplicate_database
  const std::string message = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (there) return Done{};
  return Error{Errc::unavailable, "cannot make the database " + database + ": " + message};
}

bool cluster_user_can_reach(const fs::path& directory) {
  const auto user = choose_server_user();
  return user && can_reach(*user, fs::absolute(directory).lexically_normal());
}

}  // namespace runledger::app
