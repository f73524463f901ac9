// The input side of a connection: everything that runs under its input lock.
#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <utility>

#include "http/server/connection.hpp"
#include "http/server/exchange.hpp"
#include "http/server/request_ids.hpp"

namespace runledger::http::server {

void Connection::on_input(std::string_view bytes) {
  const Lock input(input_);
  {
    const Lock output(output_);
    if (!accepting_) return;
  }
  framer_.feed(bytes);
  take_requests();
}

void Connection::resume_input() noexcept {
  try {
    const Lock input(input_);
    {
      const Lock output(output_);
      resuming_ = false;
    }
    take_requests();
  } catch (const std::exception& thrown) {
    spdlog::error("http_input_failed what={}", thrown.what());
    abort();
  }
}

void Connection::take_requests() {
  {
    const Lock output(output_);
    corked_ = true;
  }
  bool more = true;
  while (more && may_take_next()) {
    FrameEvent event = framer_.next();
    if (auto* framed = std::get_if<Framed>(&event)) {
      begin(std::move(*framed));
    } else if (const auto* refusal = std::get_if<Refusal>(&event)) {
      refuse(*refusal);
    } else if (std::holds_alternative<WantsContinue>(event)) {
      put_continue();
    } else {
      more = false;
    }
  }
  account();
  const Lock output(output_);
  corked_ = false;
  note_reading();
  send_due();
}

bool Connection::may_take_next() {
  {
    const Lock output(output_);
    if (!accepting_) return false;
    held_ = is_over_limits();
    if (!held_) return true;
  }
  const ServerLimits& limits = context_->options.limits;
  if (framer_.buffered() > limits.header_bytes + limits.body_bytes) {
    refuse({503, Errc::overloaded,
            "Too many requests were sent on this connection without reading the answers."});
  }
  return false;
}

// What is left in the framer now waits for the client to send on.
void Connection::account() {
  if (charge_.set(framer_.held())) return;
  framer_.discard();
  charge_.set(0);
  refuse({503, Errc::overloaded, "Too much content is arriving at once. Try again in a moment."});
}

void Connection::note_arrival(Request& request, RequestId id) const {
  request.remote_address = remote_address_;
  request.received_at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  request.request_id = id;
}

void Connection::begin(Framed framed) {
  Request& request = framed.request;
  const RequestId id = new_request_id();
  note_arrival(request, id);
  Outbox::Ticket ticket = 0;
  {
    const Lock output(output_);
    ++requests_;
    ticket = outbox_.open({id, request.method == Method::head, request.http_version});
    if (!framed.keep_alive || context_->draining) take_no_more();
  }
  Responder responder(std::make_shared<Exchange>(shared_from_this(), context_, ticket, id,
                                                 name_of(request.method), request.body.size()));
  try {
    context_->handler(std::move(request), std::move(responder));
  } catch (const std::exception& thrown) {
    spdlog::error("http_handler_threw id={} what={}", id.text(), thrown.what());
  } catch (...) {
    spdlog::error("http_handler_threw id={} what=something that is no std::exception", id.text());
  }
}

void Connection::refuse(const Refusal& refusal) {
  LastAnswer last;
  {
    const Lock output(output_);
    if (!accepting_) return;
    last = begin_last_answer();
  }
  send_refusal(last, refusal);
  if (refusal.head && context_->options.on_refused) {
    note_arrival(*refusal.head, last.facts.request_id);
    context_->options.on_refused(*refusal.head, refusal.status);
  }
}

void Connection::put_continue() {
  const Lock output(output_);
  outbox_.put_continue();
}

}  // namespace runledger::http::server
