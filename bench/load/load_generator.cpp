#include "bench/load/load_generator.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "bench/http/message_reader.hpp"
#include "bench/http/socket.hpp"

namespace runledger::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kPatienceMs = 60'000;

double seconds_between(SteadyClock::time_point from, SteadyClock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

struct Connection {
  Descriptor socket;
  MessageReader reader;
  SteadyClock::time_point sent_at;
};

class Generator {
 public:
  explicit Generator(const Load& load) : load_(load), epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

  Result<LoadResult> run() {
    if (auto done = connect_all(); !done) return std::move(done).error();
    began_ = SteadyClock::now();
    for (auto& connection : connections_) {
      if (auto done = send_next(connection); !done) return std::move(done).error();
    }
    while (waiting_ > 0) {
      if (auto done = take_answers(); !done) return std::move(done).error();
    }
    result_.seconds = seconds_between(began_, SteadyClock::now());
    std::sort(result_.latencies_ms.begin(), result_.latencies_ms.end());
    return std::move(result_);
  }

 private:
  Result<Done> connect_all() {
    for (int i = 0; i < load_.connections; ++i) {
      auto socket = connect_to(load_.port);
      if (!socket) return std::move(socket).error();
      connections_.push_back(Connection{std::move(*socket), {}, {}});
    }
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      epoll_event wanted{};
      wanted.events = EPOLLIN;
      wanted.data.u64 = i;
      epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, connections_[i].socket.number(), &wanted);
    }
    return Done{};
  }

  Result<Done> send_next(Connection& connection) {
    connection.sent_at = SteadyClock::now();
    const bool all_sent = load_.requests != 0 && sent_ >= load_.requests;
    if (all_sent || seconds_between(began_, connection.sent_at) >= load_.seconds) return Done{};
    // Far below a socket buffer's size, and the last answer has emptied it: it goes in one piece.
    const ssize_t count =
        send(connection.socket.number(), load_.request.data(), load_.request.size(), MSG_NOSIGNAL);
    if (count != static_cast<ssize_t>(load_.request.size()))
      return Error{Errc::unavailable, "the server no longer takes requests"};
    ++sent_;
    ++waiting_;
    return Done{};
  }

  Result<Done> take_answers() {
    std::array<epoll_event, 128> events;
    const int count =
        epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), kPatienceMs);
    if (count == 0) return Error{Errc::unavailable, "the server has not answered for 60 s"};
    for (int i = 0; i < count; ++i) {
      Connection& connection = connections_[events[static_cast<std::size_t>(i)].data.u64];
      const auto input = connection.reader.read_from(connection.socket.number());
      while (const auto answer = connection.reader.next()) {
        if (auto done = note(connection, *answer); !done) return done;
        if (auto done = send_next(connection); !done) return done;
      }
      if (input != MessageReader::Input::open)
        return Error{Errc::unavailable, "the server closed a kept connection"};
    }
    return Done{};
  }

  Result<Done> note(const Connection& connection, const Message& answer) {
    --waiting_;
    if (status_of(answer.head) != load_.expected_status) {
      return Error{Errc::unavailable, "an answer was not " + std::to_string(load_.expected_status) + " but " +
                                          std::string(answer.head.substr(0, answer.head.find('\r'))) + ' ' +
                                          std::string(answer.body.substr(0, 500))};
    }
    result_.latencies_ms.push_back(1e3 * seconds_between(connection.sent_at, SteadyClock::now()));
    return Done{};
  }

  const Load& load_;
  Descriptor epoll_;
  std::vector<Connection> connections_;
  SteadyClock::time_point began_;
  std::size_t sent_ = 0;
  std::size_t waiting_ = 0;
  LoadResult result_;
};

}  // namespace

double LoadResult::percentile_ms(double fraction) const {
  if (latencies_ms.empty()) return 0;
  const auto rank = std::ceil(fraction * static_cast<double>(latencies_ms.size()));
  return latencies_ms[std::max<std::size_t>(1, static_cast<std::size_t>(rank)) - 1];
}

Result<LoadResult> run_load(const Load& load) {
  return Generator(load).run();
}

}  // namespace runledger::bench
