#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "http/response.hpp"
#include "http/server/answer_text.hpp"

namespace runledger::http::server {

// One connection's answers: given in any order, sent in the order of their requests (RFC 9112 §9.3.2). Not
// thread-safe.
class Outbox {
 public:
  using Ticket = std::uint64_t;
  enum class Sent { all, blocked, broken };

  // Takes the next place in the order.
  Ticket open(const AnswerFacts& facts);
  void put(Ticket ticket, Response response);
  // "100 Continue" (RFC 9110 §15.2.1), in its place.
  void put_continue();
  // No place will be opened any more: the last answer says "Connection: close".
  void set_last() { last_ = true; }

  // Sends what is due without blocking. `blocked`: the client does not take more now.
  Sent flush(int fd);

  std::size_t unanswered() const { return places_.size(); }
  std::size_t unsent_bytes() const { return unsent_bytes_; }
  bool is_empty() const { return places_.empty() && unsent_bytes_ == 0; }

 private:
  struct Place {
    AnswerFacts facts;
    bool is_continue = false;
    std::optional<Response> response;
  };

  void promote();
  void push(std::string bytes);
  void drop_sent(std::size_t count);

  std::deque<Place> places_;
  Ticket first_ticket_ = 0;  // of places_.front()
  std::deque<std::string> bytes_;
  std::size_t front_offset_ = 0;
  std::size_t unsent_bytes_ = 0;
  bool last_ = false;
};

}  // namespace runledger::http::server
