#include "tests/support/postgres.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "tests/support/scratch_root.hpp"

namespace runledger::test {
namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "the tests need PostgreSQL: %s\n", why.c_str());
  std::abort();
}

// Made at first use, removed at exit.
const TestServer& shared_server() {
  static const TestServer shared;
  return shared;
}

std::string next_name() {
  static std::atomic<int> next{1};
  return std::to_string(next++);
}

}  // namespace

TestServer::TestServer()
    : directory_(scratch_root() + "/runledger-test-pg-" + std::to_string(getpid()) + "-" + next_name()) {
  auto started = app::PrivateCluster::start({directory_, false});
  if (!started) give_up(started.error().message);
  cluster_ = std::move(*started);
}

TestServer::~TestServer() {
  // Nobody wants its data any more: end at once, without writing a checkpoint.
  kill(cluster_->server_pid(), SIGQUIT);
  cluster_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string TestServer::make_database(const std::string& name) const {
  if (auto made = cluster_->create_database(name); !made) give_up(made.error().message);
  return cluster_->url(name);
}

TestDatabase::TestDatabase() : url_(shared_server().make_database("test_" + next_name())) {}

}  // namespace runledger::test
