#include "http/server/exchange.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "http/metrics.hpp"
#include "http/server/connection.hpp"

namespace runledger::http::server {

Exchange::Exchange(std::shared_ptr<Connection> connection, std::shared_ptr<Context> context,
                   Outbox::Ticket ticket, RequestId request_id, std::string_view method,
                   std::size_t body_bytes)
    : connection_(std::move(connection)),
      context_(std::move(context)),
      ticket_(ticket),
      request_id_(request_id),
      method_(method) {
  if (context_->metrics) context_->metrics->request_started(body_bytes);
}

void Exchange::deliver(Response response) noexcept {
  record(response);
  connection_->answer(ticket_, std::move(response));
}

void Exchange::record(const Response& response) const {
  const auto took = std::chrono::steady_clock::now() - started_;
  if (context_->metrics) {
    context_->metrics->request_finished(method_, route_, response.status, took, response.body.size());
  }
  if (!context_->options.access_log || !spdlog::should_log(spdlog::level::info)) return;
  spdlog::info("http_request id={} method={} route={} status={} bytes={} ms={:.3f} peer={}",
               request_id_.text(), method_, route_, response.status, response.body.size(),
               std::chrono::duration<double, std::milli>(took).count(), connection_->remote_address());
}

}  // namespace runledger::http::server
