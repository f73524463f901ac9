#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "http/router.hpp"
#include "http/worker_pool.hpp"

namespace runledger::app {

// Stands in for the outside services that the examples call: takes any request below
// /dev/services/{service}/, keeps it as a JSON file and answers 200. To see failures, PUT
// /dev/services/{service} {"status": 503} makes a service answer with that status from then on ({"status":
// 200}: well again).
class DevReceiver {
 public:
  // Requests become files <time>-<number>-<service>.json in `folder`, which is made when missing.
  DevReceiver(std::filesystem::path folder, http::WorkerPool& workers);
  // Adds the routes above, and GET /dev/received: what came in, oldest first, at most the last 200.
  // `this` must outlive the router.
  void add_routes(http::Router& router);

 private:
  http::Response receive(const http::Request& request, const http::PathParams& params);
  http::Response set_status(const http::Request& request, const http::PathParams& params);
  http::Response list() const;

  std::filesystem::path folder_;
  http::WorkerPool& workers_;
  std::atomic<std::uint64_t> count_{0};
  mutable std::mutex mutex_;
  std::map<std::string, int> statuses_;  // of services that were told to answer otherwise
};

}  // namespace runledger::app
