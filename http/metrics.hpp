#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/router.hpp"

namespace runledger::http {

// The process' Prometheus metrics. Thread-safe. Those of HTTP are counted here by the server:
//   runledger_http_requests_total{method,route,status}, runledger_http_request_seconds{route} (histogram),
//   runledger_http_requests_in_flight, runledger_http_connections, runledger_http_refused_connections_total,
//   runledger_http_request_body_bytes_total, runledger_http_response_body_bytes_total.
// `route` is the pattern, never the path, so that the number of series is bounded.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void request_started(std::size_t body_bytes);
  void request_finished(std::string_view method, std::string_view route, int status,
                        std::chrono::nanoseconds took, std::size_t body_bytes);
  void connection_opened();
  void connection_closed();
  void connection_refused();

  // Adds a gauge of another room, e.g. the journal's queue length: `read` is called on each scrape, from a
  // server thread, and must be quick and thread-safe.
  void add_gauge(const std::string& name, const std::string& help, std::function<double()> read);

  // All of it in the Prometheus text format 0.0.4.
  std::string text();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// GET /metrics. `metrics` must outlive the router.
void add_metrics_route(Router& router, Metrics& metrics);

}  // namespace runledger::http
