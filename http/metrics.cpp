#include "http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <shared_mutex>
#include <tuple>
#include <utility>
#include <vector>

namespace runledger::http {
namespace {

// From an answer at once to the longest wait that a client may ask for.
const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};

template <class Builder>
auto& family(prometheus::Registry& registry, Builder builder, const char* name, const char* help) {
  return builder.Name(name).Help(help).Register(registry);
}

}  // namespace

struct Metrics::Impl {
  // Looking up a labelled child in prometheus-cpp builds a map and takes its lock: keep what was found.
  struct Child {
    prometheus::Counter* requests;
    prometheus::Histogram* seconds;
  };
  using Key = std::tuple<std::string, std::string, int>;

  // So that a lookup needs no copies of the texts.
  struct KeyLess {
    using is_transparent = void;
    using View = std::tuple<std::string_view, std::string_view, int>;

    static View view(const Key& key) { return {std::get<0>(key), std::get<1>(key), std::get<2>(key)}; }
    static View view(const View& key) { return key; }
    template <class Left, class Right>
    bool operator()(const Left& left, const Right& right) const {
      return view(left) < view(right);
    }
  };

  struct Gauge {
    prometheus::Gauge* gauge;
    std::function<double()> read;
  };

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      family(registry, prometheus::BuildCounter(), "runledger_http_requests_total", "Answered requests");
  prometheus::Family<prometheus::Histogram>& seconds =
      family(registry, prometheus::BuildHistogram(), "runledger_http_request_seconds",
             "From the complete header to the answer");
  prometheus::Gauge& in_flight = family(registry, prometheus::BuildGauge(),
                                        "runledger_http_requests_in_flight", "Requests not answered yet")
                                     .Add({});
  prometheus::Gauge& connections =
      family(registry, prometheus::BuildGauge(), "runledger_http_connections", "Open connections").Add({});
  prometheus::Counter& refused_connections =
      family(registry, prometheus::BuildCounter(), "runledger_http_refused_connections_total",
             "Connections refused because the limit was reached")
          .Add({});
  prometheus::Counter& request_bytes = family(registry, prometheus::BuildCounter(),
                                              "runledger_http_request_body_bytes_total", "Content received")
                                           .Add({});
  prometheus::Counter& response_bytes = family(registry, prometheus::BuildCounter(),
                                               "runledger_http_response_body_bytes_total", "Content answered")
                                            .Add({});

  std::shared_mutex children_mutex;
  std::map<Key, Child, KeyLess> children;
  std::mutex gauges_mutex;
  std::vector<Gauge> gauges;

  Child child(std::string_view method, std::string_view route, int status) {
    const auto key = std::tuple(method, route, status);
    {
      const std::shared_lock lock(children_mutex);
      if (const auto found = children.find(key); found != children.end()) return found->second;
    }
    const std::string m(method);
    const std::string r(route);
    const Child made{&requests.Add({{"method", m}, {"route", r}, {"status", std::to_string(status)}}),
                     &seconds.Add({{"route", r}}, kSeconds)};
    const std::unique_lock lock(children_mutex);
    return children.emplace(Key(m, r, status), made).first->second;
  }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request_started(std::size_t body_bytes) {
  impl_->in_flight.Increment();
  impl_->request_bytes.Increment(static_cast<double>(body_bytes));
}

void Metrics::request_finished(std::string_view method, std::string_view route, int status,
                               std::chrono::nanoseconds took, std::size_t body_bytes) {
  const Impl::Child child = impl_->child(method, route, status);
  child.requests->Increment();
  child.seconds->Observe(std::chrono::duration<double>(took).count());
  impl_->response_bytes.Increment(static_cast<double>(body_bytes));
  impl_->in_flight.Decrement();
}

void Metrics::connection_opened() {
  impl_->connections.Increment();
}

void Metrics::connection_closed() {
  impl_->connections.Decrement();
}

void Metrics::connection_refused() {
  impl_->refused_connections.Increment();
}

void Metrics::add_gauge(const std::string& name, const std::string& help, std::function<double()> read) {
  prometheus::Gauge& gauge = prometheus::BuildGauge().Name(name).Help(help).Register(impl_->registry).Add({});
  const std::lock_guard lock(impl_->gauges_mutex);
  impl_->gauges.push_back({&gauge, std::move(read)});
}

std::string Metrics::text() {
  {
    const std::lock_guard lock(impl_->gauges_mutex);
    for (const Impl::Gauge& entry : impl_->gauges) entry.gauge->Set(entry.read());
  }
  return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

void add_metrics_route(Router& router, Metrics& metrics) {
  router.add(Method::get, "/metrics", [&metrics](Request, PathParams, Responder responder) {
    responder.respond({200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, metrics.text()});
  });
}

}  // namespace runledger::http
