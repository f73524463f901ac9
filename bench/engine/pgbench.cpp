#include "bench/engine/pgbench.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

#include "app/cluster/child_process.hpp"

namespace runledger::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabase = "limits";
constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS rows (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " at timestamptz NOT NULL DEFAULT now(), data text NOT NULL)";
constexpr const char* kScript = "INSERT INTO rows (data) VALUES ('{\"orderId\":\"SO-2026-0001\"}');\n";
constexpr int kThreads = 2;
// A server that has run for a while has used its buffers and reuses its log files. A fresh one would pay for
// both while something is measured.
constexpr const char* kWarmUp =
    "CREATE TABLE warm_up (id bigint, data text); "
    "INSERT INTO warm_up SELECT n, repeat('x', 900) FROM generate_series(1, 1500000) n; "
    "CHECKPOINT; DROP TABLE warm_up; CHECKPOINT";

}  // namespace

Result<Pgbench> Pgbench::prepare(const app::PrivateCluster& cluster, const fs::path& folder) {
  if (auto made = cluster.create_database(kDatabase); !made) return std::move(made).error();
  Pgbench pgbench;
  pgbench.server_pid_ = cluster.server_pid();
  // Of the same version as the server: both lie in one folder.
  std::error_code failed;
  const auto server = fs::read_symlink("/proc/" + std::to_string(cluster.server_pid()) + "/exe", failed);
  pgbench.program_ = server.parent_path() / "pgbench";
  if (failed || !fs::exists(pgbench.program_))
    return Error{Errc::unavailable, "there is no pgbench beside PostgreSQL's server"};
  pgbench.script_ = folder / "insert.sql";
  pgbench.output_ = folder / "pgbench.log";
  pgbench.url_ = cluster.url(kDatabase);
  std::ofstream(pgbench.script_) << kScript;
  chmod(pgbench.script_.c_str(), 0644);  // pgbench runs as the server's user
  const auto user = app::choose_server_user();
  if (!user) return Error{Errc::unavailable, "no user to run pgbench as"};
  for (const char* script : {kTable, kWarmUp}) {
    std::vector<std::string> psql{server.parent_path() / "psql", "-qX"};
    std::istringstream statements(script);
    for (std::string one; std::getline(statements, one, ';');) psql.insert(psql.end(), {"-c", one});
    psql.push_back(pgbench.url_);
    auto made = app::run_to_end(psql, *user, folder / "psql.log");
    if (!made) return std::move(made).error();
  }
  return pgbench;
}

Result<double> Pgbench::commits_per_second(int clients, int seconds) const {
  const auto user = app::choose_server_user();
  if (!user) return Error{Errc::unavailable, "no user to run pgbench as"};
  fs::remove(output_);
  auto ran =
      app::run_to_end({program_, "-n", "-M", "prepared", "-f", script_, "-c", std::to_string(clients), "-j",
                       std::to_string(std::min(clients, kThreads)), "-T", std::to_string(seconds), url_},
                      *user, output_);
  if (!ran) return std::move(ran).error();
  const std::string printed = app::tail_of(output_, 2000);
  constexpr std::string_view kLabel = "tps = ";
  const auto found = printed.find(kLabel);
  if (found == std::string::npos) return Error{Errc::unavailable, "pgbench printed no rate: " + printed};
  return std::strtod(printed.c_str() + found + kLabel.size(), nullptr);
}

}  // namespace runledger::bench
