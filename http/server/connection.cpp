#include "http/server/connection.hpp"

#include <utility>

#include "http/metrics.hpp"
#include "http/problem.hpp"
#include "http/server/exchange.hpp"
#include "http/server/request_ids.hpp"

namespace runledger::http::server {
namespace {

// Input is held while this much waits to be sent: a client that asks without reading must not fill our
// memory.
constexpr std::size_t kMostUnsentBytes = 256 * 1024;
// How long a client may take to notice that we closed, and to read the last answer.
constexpr std::chrono::seconds kLinger{2};
constexpr std::string_view kNoMethod = "-";

}  // namespace

Connection::Connection(PollLoop::Id id, Socket socket, std::shared_ptr<Context> context)
    : id_(id),
      context_(std::move(context)),
      remote_address_(socket.peer_address()),
      framer_(context_->options.limits),
      charge_(context_->input_credit),
      socket_(std::move(socket)),
      read_deadline_(Clock::now() + context_->options.limits.header_timeout) {}

Connection::~Connection() = default;

void Connection::send_refusal(const LastAnswer& last, const Refusal& refusal) {
  Problem problem = problem_of(Error{refusal.code, refusal.detail});
  problem.status = refusal.status;
  Exchange(shared_from_this(), context_, last.ticket, last.facts.request_id, kNoMethod, 0)
      .deliver(problem_response(problem));
}

void Connection::answer(Outbox::Ticket ticket, Response response) {
  const Lock output(output_);
  if (!socket_.is_open()) return;
  outbox_.put(ticket, std::move(response));
  if (!corked_) send_due();
}

void Connection::on_writable() {
  const Lock output(output_);
  send_due();
}

void Connection::on_input_end() {
  std::optional<LastAnswer> last;
  {
    const Lock output(output_);
    input_open_ = false;
    if (socket_.is_dead()) {
      close_now();
    } else if (accepting_ && !held_ && phase_ != Framer::Phase::between) {
      last = begin_last_answer();
    } else if (!corked_) {
      send_due();
    }
    leave_if_gone();
  }
  // RFC 9112 §8: only its sender's side is closed, and who asked in vain is told.
  if (last) {
    send_refusal(*last,
                 {400, Errc::invalid_input, "The connection was closed in the middle of the request."});
  }
}

void Connection::drain() {
  const Lock output(output_);
  if (phase_ == Framer::Phase::between && !held_ && !corked_) take_no_more();
  if (!corked_) send_due();
}

void Connection::abort() {
  const Lock output(output_);
  close_now();
}

void Connection::check_deadlines(Clock::time_point now) {
  LastAnswer last;
  {
    const Lock output(output_);
    if (now >= linger_deadline_ || now >= write_deadline_) {
      close_now();
      return;
    }
    if (now < read_deadline_ || !accepting_) return;
    read_deadline_ = kNever;
    if (phase_ == Framer::Phase::between) {
      take_no_more();
      if (!corked_) send_due();
      return;
    }
    last = begin_last_answer();
  }
  send_refusal(last, {408, Errc::limit_exceeded,
                      "The request did not arrive completely in time; send it again faster."});
}

Connection::LastAnswer Connection::begin_last_answer() {
  LastAnswer last;
  last.facts.request_id = new_request_id();
  last.ticket = outbox_.open(last.facts);
  take_no_more();
  return last;
}

void Connection::take_no_more() {
  accepting_ = false;
  held_ = false;
  outbox_.set_last();
}

// Sets the deadline for what the client must send next. It counts from the beginning of a header or content,
// not from the last byte, so that a trickle of bytes does not keep a connection for ever.
void Connection::note_reading() {
  const Framer::Phase phase = framer_.phase();
  if (context_->draining && phase == Framer::Phase::between && !held_) take_no_more();
  const bool entered = phase != phase_ || phase_request_ != requests_;
  phase_ = phase;
  phase_request_ = requests_;
  const bool waits_for_rest =
      accepting_ && !held_ && (phase == Framer::Phase::header || phase == Framer::Phase::body);
  if (!waits_for_rest) {
    read_deadline_ = kNever;
  } else if (entered || read_deadline_ == kNever) {
    const ServerLimits& limits = context_->options.limits;
    read_deadline_ =
        Clock::now() + (phase == Framer::Phase::header ? limits.header_timeout : limits.body_timeout);
  }
}

void Connection::send_due() {
  if (!socket_.is_open()) return;
  const std::size_t unsent = outbox_.unsent_bytes();
  switch (outbox_.flush(socket_.fd())) {
    case Outbox::Sent::broken:
      close_now();
      return;
    case Outbox::Sent::blocked:
      if (write_deadline_ == kNever || outbox_.unsent_bytes() < unsent) {
        write_deadline_ = Clock::now() + context_->options.limits.write_timeout;
      }
      context_->loop.watch_write(id_, socket_.fd());
      break;
    case Outbox::Sent::all:
      write_deadline_ = kNever;
      break;
  }
  settle();
}

// Decides what comes after sending: more input, idling, or the end.
void Connection::settle() {
  if (held_) {
    if (!is_over_limits() && !std::exchange(resuming_, true)) {
      context_->resumer.submit([self = shared_from_this()] { self->resume_input(); });
    }
    return;
  }
  if (!outbox_.is_empty()) return;
  if (!input_open_) {
    close_now();
  } else if (!accepting_) {
    linger();
  } else if (phase_ == Framer::Phase::between) {
    read_deadline_ = Clock::now() + context_->options.limits.idle_timeout;
  }
}

// RFC 9112 §9.6: shut our side first and let the client read the answer before the connection goes; closing
// with unread input would reset it and could destroy the answer on its way.
void Connection::linger() {
  if (std::exchange(lingering_, true)) return;
  socket_.shutdown_write();
  linger_deadline_ = Clock::now() + kLinger;
}

void Connection::close_now() {
  if (!socket_.is_open()) return;
  accepting_ = false;
  held_ = false;
  context_->loop.unwatch(socket_.fd());
  if (input_open_) socket_.shutdown_both();  // wakes Pistache, which then calls on_input_end
  socket_.close();
  outbox_ = Outbox();
  read_deadline_ = write_deadline_ = linger_deadline_ = kNever;
  leave_if_gone();
}

void Connection::leave_if_gone() {
  if (input_open_ || socket_.is_open() || !std::exchange(listed_, false)) return;
  --context_->connections;
  if (context_->metrics) context_->metrics->connection_closed();
  context_->loop.remove(id_);
}

bool Connection::is_over_limits() const {
  return outbox_.unanswered() >= context_->options.limits.pipelined_requests ||
         outbox_.unsent_bytes() >= kMostUnsentBytes;
}

}  // namespace runledger::http::server
