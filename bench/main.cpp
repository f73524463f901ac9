#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <sstream>

#include "app/cli/arguments.hpp"
#include "app/cli/outcome.hpp"
#include "app/cluster/private_cluster.hpp"
#include "bench/measurements/load_numbers.hpp"
#include "bench/measurements/measurement.hpp"
#include "bench/report/lines.hpp"
#include "bench/report/samples.hpp"

namespace runledger::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabase = "runledger";
constexpr const char* kOurs = "runledger-bench";  // below --data; made anew each time

const std::vector<app::Option> kOptions = {
    {"--data", "DIR",
     "on the disk to measure, PostgreSQL's server must be able to enter it (default build/bench-data)"},
    {"--rounds", "N", "how often each measurement is taken, in turn; medians are printed (default 3)"},
    {"--seconds", "N", "how long one load lasts (default 4)"},
    {"--only", "NAMES", "only measurements whose names begin so, with commas between"},
    {"--engine", "FILE", "the runledger program (default: beside this one)"},
};

// A server as one is set up for much writing, for the limits and the engine alike: the default's small
// buffers would be written back while something else is measured.
const std::vector<std::string> kServerSettings = {"shared_buffers=512MB", "max_wal_size=4GB",
                                                  "min_wal_size=2GB", "checkpoint_timeout=30min"};

bool is_wanted(const std::string& id, const std::string& only) {
  if (only.empty()) return true;
  std::istringstream names(only);
  for (std::string name; std::getline(names, name, ',');) {
    if (!name.empty() && id.starts_with(name)) return true;
  }
  return false;
}

// The folder for everything, empty, and enterable for PostgreSQL's user.
Result<fs::path> fresh_folder(const std::string& data) {
  const fs::path folder = fs::absolute(data).lexically_normal() / kOurs;
  std::error_code failed;
  fs::remove_all(folder, failed);
  if (!failed) fs::create_directories(folder, failed);
  if (failed) return Error{Errc::invalid_input, "cannot make " + folder.string() + ": " + failed.message()};
  chmod(folder.c_str(), 0755);
  return folder;
}

Result<Measurements> all_measurements(const Scene& scene, const std::string& only) {
  Measurements wanted;
  for (const auto& make : {limit_measurements, ingest_measurements, pure_step_measurements,
                           http_step_measurements, waiting_run_measurements}) {
    auto made = make(scene);
    if (!made) return made;
    for (Measurement& measurement : *made) {
      if (is_wanted(measurement.id, only)) wanted.push_back(std::move(measurement));
    }
  }
  return wanted;
}

// In turn, so that what disturbs the machine for a while disturbs a number and its limit alike.
Result<Samples> take_in_rounds(const Scene& scene, const Measurements& measurements, int rounds) {
  Samples samples;
  for (int round = 1; round <= rounds; ++round) {
    for (const Measurement& measurement : measurements) {
      if (measurement.only_once && round < rounds) continue;
      std::fprintf(stderr, "round %d of %d: %s\n", round, rounds, measurement.id.c_str());
      auto numbers = measurement.take();
      if (!numbers) return Error{numbers.error().code, measurement.id + ": " + numbers.error().message};
      samples.add(measurement.id, *numbers);
      if (auto idle = wait_until_idle(scene.engine); !idle) return std::move(idle).error();
    }
  }
  return samples;
}

Result<Done> measure(const app::Arguments& arguments, const fs::path& folder) {
  auto rounds = arguments.number("--rounds", 3, 1, 100);
  if (!rounds) return std::move(rounds).error();
  auto seconds = arguments.number("--seconds", 4, 1, 600);
  if (!seconds) return std::move(seconds).error();
  auto cluster = app::PrivateCluster::start({folder / "cluster", true, kServerSettings});
  if (!cluster) return std::move(cluster).error();
  if (auto made = (*cluster)->create_database(kDatabase); !made) return made;
  auto pgbench = Pgbench::prepare(**cluster, folder);
  if (!pgbench) return std::move(pgbench).error();
  auto receiver = StepReceiver::start();
  if (!receiver) return std::move(receiver).error();
  const fs::path program =
      arguments.get_or("--engine", fs::read_symlink("/proc/self/exe").parent_path() / "runledger");
  auto engine = EngineUnderTest::start(program, (*cluster)->url(kDatabase), folder);
  if (!engine) return std::move(engine).error();

  const Scene scene{**engine, **receiver, *pgbench, *seconds};
  auto measurements = all_measurements(scene, arguments.get_or("--only", ""));
  if (!measurements) return std::move(measurements).error();
  auto samples = take_in_rounds(scene, *measurements, *rounds);
  if (!samples) return std::move(samples).error();
  for (const Measurement& measurement : *measurements)
    std::printf("%s\n", write_json(measurement_line(measurement, *samples)).c_str());
  std::printf("%s\n", write_json(targets_line(*samples)).c_str());
  return Done{};
}

Result<Done> measure_in_fresh_folder(const app::Arguments& arguments) {
  const auto folder = fresh_folder(arguments.get_or("--data", "build/bench-data"));
  if (!folder) return folder.error();
  auto done = measure(arguments, *folder);
  std::error_code ignored;
  if (done) fs::remove_all(*folder, ignored);  // gigabytes; after a failure the logs in it tell why
  return done;
}

}  // namespace
}  // namespace runledger::bench

int main(int count, char** words) {
  using namespace runledger;
  const std::vector<std::string> given(words + 1, words + count);
  if (app::asks_for_help(given)) {
    std::printf(
        "Usage: bench/run [OPTIONS]\n\nMeasures Runledger beside the limits of this machine. JSON "
        "lines.\n\n%s",
        app::options_help(bench::kOptions).c_str());
    return app::kDone;
  }
  auto arguments = app::Arguments::parse(given, bench::kOptions);
  if (!arguments) return app::wrong_usage(arguments.error(), "bench/run --help");
  const auto done = bench::measure_in_fresh_folder(*arguments);
  return done ? app::kDone : app::failed(done.error());
}
