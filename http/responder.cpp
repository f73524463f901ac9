#include "http/responder.hpp"

#include <atomic>
#include <utility>

#include "http/problem.hpp"

namespace runledger::http {

void ResponseSink::name_route(std::string_view /*pattern*/) noexcept {}

struct Responder::Right {
  explicit Right(std::shared_ptr<ResponseSink> to) : sink(std::move(to)) {}
  ~Right() {
    if (used.load()) return;
    sink->deliver(
        problem_response(500, Errc::internal,
                         "The request was dropped without an answer. This is a defect in Runledger; the log "
                         "tells more under the id in X-Request-Id."));
  }
  Right(const Right&) = delete;
  Right& operator=(const Right&) = delete;

  std::shared_ptr<ResponseSink> sink;
  std::atomic<bool> used{false};
};

Responder::Responder(std::shared_ptr<ResponseSink> sink) : right_(std::make_shared<Right>(std::move(sink))) {}

bool Responder::respond(Response response) const {
  if (right_->used.exchange(true)) return false;
  right_->sink->deliver(std::move(response));
  return true;
}

bool Responder::answered() const {
  return right_->used.load();
}

void Responder::name_route(std::string_view pattern) const {
  if (!answered()) right_->sink->name_route(pattern);
}

}  // namespace runledger::http
