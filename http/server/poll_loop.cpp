#include "http/server/poll_loop.hpp"

#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <exception>
#include <utility>

namespace runledger::http::server {
namespace {

using Clock = std::chrono::steady_clock;

constexpr PollLoop::Id kWakeId = 0;  // next_id() begins at 1

void set_interest(int epoll, int operation, int fd, PollLoop::Id id, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = id;
  ::epoll_ctl(epoll, operation, fd, &event);
}

// One connection's failure (no memory) must not end the loop for all.
template <class Work>
void guarded(Work work) {
  try {
    work();
  } catch (const std::exception& thrown) {
    spdlog::error("http_connection_failed what={}", thrown.what());
  }
}

}  // namespace

PollLoop::PollLoop(std::chrono::milliseconds tick)
    : tick_(tick), epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  set_interest(epoll_.fd(), EPOLL_CTL_ADD, wake_.fd(), kWakeId, EPOLLIN);
}

PollLoop::~PollLoop() {
  stop();
}

void PollLoop::start() {
  thread_ = std::thread([this] { run(); });
}

void PollLoop::stop() {
  stopping_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
}

void PollLoop::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.fd(), &one, sizeof one);
}

void PollLoop::add(Id id, std::shared_ptr<Watched> watched) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = watched_.empty();
    watched_.emplace(id, std::move(watched));
  }
  if (first) wake();
}

void PollLoop::remove(Id id) {
  std::shared_ptr<Watched> last;  // destroyed after the lock is released
  const std::lock_guard lock(mutex_);
  const auto found = watched_.find(id);
  if (found == watched_.end()) return;
  last = std::move(found->second);
  watched_.erase(found);
  if (watched_.empty()) emptied_.notify_all();
}

std::vector<std::shared_ptr<Watched>> PollLoop::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Watched>> list;
  list.reserve(watched_.size());
  for (const auto& [id, watched] : watched_) list.push_back(watched);
  return list;
}

bool PollLoop::wait_until_empty(std::chrono::milliseconds limit) const {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, limit, [this] { return watched_.empty(); });
}

bool PollLoop::is_empty() const {
  const std::lock_guard lock(mutex_);
  return watched_.empty();
}

std::shared_ptr<Watched> PollLoop::find(Id id) const {
  const std::lock_guard lock(mutex_);
  const auto found = watched_.find(id);
  return found == watched_.end() ? nullptr : found->second;
}

void PollLoop::watch_write(Id id, int fd) {
  constexpr std::uint32_t kOnce = EPOLLOUT | EPOLLONESHOT;
  set_interest(epoll_.fd(), EPOLL_CTL_ADD, fd, id,
               kOnce);  // fails when it is there already: then it is re-armed
  set_interest(epoll_.fd(), EPOLL_CTL_MOD, fd, id, kOnce);
}

void PollLoop::unwatch(int fd) {
  ::epoll_ctl(epoll_.fd(), EPOLL_CTL_DEL, fd, nullptr);
}

void PollLoop::run() {
  std::array<epoll_event, 64> events{};
  Clock::time_point next_tick = Clock::now() + tick_;
  while (!stopping_) {
    const auto until_tick = std::chrono::ceil<std::chrono::milliseconds>(next_tick - Clock::now());
    const int timeout_ms = is_empty() ? -1 : std::max(0, static_cast<int>(until_tick.count()));
    const int count = ::epoll_wait(epoll_.fd(), events.data(), static_cast<int>(events.size()), timeout_ms);
    for (int i = 0; i < count; ++i) {
      const Id id = events[static_cast<std::size_t>(i)].data.u64;
      if (id == kWakeId) {
        std::uint64_t ignored = 0;
        [[maybe_unused]] const auto got = ::read(wake_.fd(), &ignored, sizeof ignored);
      } else if (const auto watched = find(id)) {
        guarded([&] { watched->on_writable(); });
      }
    }
    const auto now = Clock::now();
    if (now < next_tick) continue;
    for (const auto& watched : all()) guarded([&] { watched->check_deadlines(now); });
    next_tick = now + tick_;
  }
}

}  // namespace runledger::http::server
