#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "http/server/context.hpp"
#include "http/server/framer.hpp"
#include "http/server/outbox.hpp"
#include "http/server/poll_loop.hpp"
#include "http/server/socket.hpp"

namespace runledger::http::server {

// One client's connection. Input comes from Pistache's worker (one thread at a time) or, after it was held
// back, from the resumer; answers from any thread, and deadlines from the poll loop. It writes on its own
// duplicate of the socket: Pistache's descriptor may be closed and its number given to another client at any
// moment, the duplicate is closed here alone, under the lock that writes take.
//
// Locks: input_ guards the framer and is held while handlers run; output_ guards all else and is never held
// while anything foreign runs. Order: input_ before output_.
class Connection final : public Watched, public std::enable_shared_from_this<Connection> {
 public:
  Connection(PollLoop::Id id, Socket socket, std::shared_ptr<Context> context);
  ~Connection() override;

  // Bytes from the client.
  void on_input(std::string_view bytes);
  // The client sent its last byte or is gone. Answers under way are still sent. Once, and last of the input.
  void on_input_end();

  // Any thread; for a connection that is gone it does nothing.
  void answer(Outbox::Ticket ticket, Response response);

  // Takes no request beyond the one that has begun to arrive, and closes when all are answered.
  void drain();
  // Closes at once.
  void abort();

  void on_writable() override;
  void check_deadlines(std::chrono::steady_clock::time_point now) override;

  // Goes on with input that was held back. What it throws ends the connection.
  void resume_input() noexcept;

  const std::string& remote_address() const { return remote_address_; }

 private:
  using Clock = std::chrono::steady_clock;
  using Lock = std::lock_guard<std::mutex>;
  static constexpr Clock::time_point kNever = Clock::time_point::max();

  // The place of the answer after which the connection closes.
  struct LastAnswer {
    Outbox::Ticket ticket = 0;
    AnswerFacts facts;
  };

  // These need input_.
  void take_requests();
  bool may_take_next();
  void account();
  void begin(Framed framed);
  void refuse(const Refusal& refusal);
  void put_continue();

  // These need output_.
  LastAnswer begin_last_answer();
  void take_no_more();
  void note_reading();
  void send_due();
  void settle();
  void linger();
  void close_now();
  void leave_if_gone();
  bool is_over_limits() const;

  void note_arrival(Request& request, RequestId id) const;
  void send_refusal(const LastAnswer& last, const Refusal& refusal);

  const PollLoop::Id id_;
  const std::shared_ptr<Context> context_;
  const std::string remote_address_;

  std::mutex input_;
  Framer framer_;
  InputCharge charge_;

  std::mutex output_;
  Socket socket_;
  Outbox outbox_;
  bool input_open_ = true;  // Pistache still has its descriptor
  bool accepting_ = true;   // further requests are taken
  bool corked_ = false;     // input is being worked on: answers gather and leave together
  bool held_ = false;       // input waits until answers have left
  bool resuming_ = false;   // resume_input() will come
  bool lingering_ = false;  // our side is shut; waiting for the client's
  bool listed_ = true;      // in the loop's list and in Context::connections
  Framer::Phase phase_ = Framer::Phase::between;  // as of the last input
  std::uint64_t requests_ = 0;                    // begun so far
  std::uint64_t phase_request_ = 0;               // requests_ when phase_ was entered
  Clock::time_point read_deadline_;
  Clock::time_point write_deadline_ = kNever;
  Clock::time_point linger_deadline_ = kNever;
};

}  // namespace runledger::http::server
