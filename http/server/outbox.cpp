#include "http/server/outbox.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace runledger::http::server {
namespace {

// Small pieces are joined into blocks of about this size, so that a pipeline's answers leave in few system
// calls.
constexpr std::size_t kBlock = 16 * 1024;
constexpr std::size_t kMostPieces = 16;  // a sendmsg call

}  // namespace

Outbox::Ticket Outbox::open(const AnswerFacts& facts) {
  places_.push_back({facts, false, std::nullopt});
  return first_ticket_ + places_.size() - 1;
}

void Outbox::put(Ticket ticket, Response response) {
  places_.at(static_cast<std::size_t>(ticket - first_ticket_)).response = std::move(response);
  promote();
}

void Outbox::put_continue() {
  places_.push_back({AnswerFacts{}, true, Response{}});
  promote();
}

// Moves answers that are due from places_ to bytes_.
void Outbox::promote() {
  while (!places_.empty() && places_.front().response) {
    Place place = std::move(places_.front());
    places_.pop_front();
    ++first_ticket_;
    if (place.is_continue) {
      push("HTTP/1.1 100 Continue\r\n\r\n");
      continue;
    }
    const bool close = last_ && places_.empty();
    push(answer_head(*place.response, place.facts, close));
    if (sends_body(*place.response, place.facts)) push(std::move(place.response->body));
  }
}

void Outbox::push(std::string bytes) {
  unsent_bytes_ += bytes.size();
  if (!bytes_.empty() && bytes_.back().size() + bytes.size() <= kBlock) {
    bytes_.back() += bytes;
  } else {
    bytes_.push_back(std::move(bytes));
  }
}

void Outbox::drop_sent(std::size_t count) {
  unsent_bytes_ -= count;
  front_offset_ += count;
  while (!bytes_.empty() && front_offset_ >= bytes_.front().size()) {
    front_offset_ -= bytes_.front().size();
    bytes_.pop_front();
  }
}

Outbox::Sent Outbox::flush(int fd) {
  while (unsent_bytes_ > 0) {
    std::array<iovec, kMostPieces> pieces{};
    const std::size_t count = std::min(bytes_.size(), kMostPieces);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t offset = i == 0 ? front_offset_ : 0;
      pieces[i] = {bytes_[i].data() + offset, bytes_[i].size() - offset};
    }
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      drop_sent(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return Sent::blocked;
    } else if (errno != EINTR) {
      return Sent::broken;
    }
  }
  return Sent::all;
}

}  // namespace runledger::http::server
