#include "tests/support/postgres.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "app/cluster/private_cluster.hpp"
#include "tests/support/scratch_root.hpp"

namespace runledger::test {
namespace {

// One server a test program, made at first use and removed with its folder at exit.
class SharedCluster {
 public:
  SharedCluster() : directory_(scratch_root() + "/runledger-test-pg-" + std::to_string(getpid())) {
    auto started = app::PrivateCluster::start({directory_, false});
    if (!started) {
      std::fprintf(stderr, "the tests need PostgreSQL: %s\n", started.error().message.c_str());
      std::abort();
    }
    cluster_ = std::move(*started);
  }
  ~SharedCluster() {
    // Nobody wants its data any more: end at once, without writing a checkpoint.
    kill(cluster_->server_pid(), SIGQUIT);
    cluster_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  const app::PrivateCluster& get() const { return *cluster_; }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<app::PrivateCluster> cluster_;
};

const app::PrivateCluster& cluster() {
  static const SharedCluster shared;
  return shared.get();
}

}  // namespace

TestDatabase::TestDatabase() {
  static std::atomic<int> next{1};
  const std::string name = "test_" + std::to_string(next++);
  if (auto made = cluster().create_database(name); !made) {
    std::fprintf(stderr, "%s\n", made.error().message.c_str());
    std::abort();
  }
  url_ = cluster().url(name);
}

int TestDatabase::server_pid() {
  return cluster().server_pid();
}

}  // namespace runledger::test
