#include "store/journal/log_session.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "store/journal/statements.hpp"
#include "store/postgres/database_locks.hpp"

namespace runledger::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr Milliseconds kFirstRetryDelay{20};
constexpr Milliseconds kMaxRetryDelay{1'000};

}  // namespace

LogSession::LogSession(Options options, std::span<const Statement* const> statements,
                       std::function<void()> on_new)
    : options_(std::move(options)),
      statements_{&kTakeEngineLock, &kReadHead, &kRaiseFence},
      on_new_(std::move(on_new)) {
  statements_.insert(statements_.end(), statements.begin(), statements.end());
}

Result<Done> LogSession::ready() {
  if (is_up()) return Done{};
  is_ready_ = false;
  const auto now = Clock::now();
  if (now < next_connect_) {
    return Error{Errc::unavailable, "the database could not be reached a moment ago; try again later"};
  }
  auto opened = open();
  if (opened) {
    is_ready_ = true;
    retry_delay_ = Milliseconds{0};
    last_error_.clear();
    return opened;
  }
  retry_delay_ = std::clamp(retry_delay_ * 2, kFirstRetryDelay, kMaxRetryDelay);
  next_connect_ = Clock::now() + retry_delay_;
  const std::string& message = opened.error().message;
  if (std::exchange(last_error_, message) != message) spdlog::warn("journal.unavailable {}", message);
  return opened;
}

Result<Done> LogSession::open() {
  if (auto connected = connect(); !connected) return connected;
  // A session that only lacks the lock is kept: the next try costs one statement.
  if (options_.is_engine) {
    if (auto taken = take_engine_lock(); !taken) return taken;
  }
  on_new_();
  auto read = read_head();
  if (!read) connection_.reset();
  return read;
}

Result<Done> LogSession::connect() {
  if (connection_ && !connection_->lost()) return Done{};
  connection_.reset();
  auto opened = PipelineConnection::open({options_.database_url, statements_, options_.answer_timeout});
  if (!opened) return std::move(opened).error();
  connection_ = *std::move(opened);
  return Done{};
}

Result<Done> LogSession::take_engine_lock() {
  connection_->send(kTakeEngineLock, {});
  const auto answers = connection_->finish();
  if (answers.failure) {
    connection_.reset();
    return to_error(*answers.failure, "taking the engine's lock");
  }
  const PqResult& row = answers.results.front();
  const auto holder = static_cast<std::int64_t>(row.int8(0, 0));
  if (holder == 0) {
    locker_ = connection_->backend_pid();
    return Done{};
  }
  const std::string who(row.bytes(0, 1));
  // Our own session of before may take a while to end.
  const bool is_ours = locker_ != 0 && holder == locker_;
  if (locker_ != 0 && holder > 0 && !is_ours && options_.on_superseded) options_.on_superseded(who);
  return Error{Errc::unavailable, is_ours ? "the session that was lost still has the engine's lock: " + who
                                          : "another engine works on this database (" + who +
                                                "); this one waits until that one has ended"};
}

// Learns where the log ends. Where a transaction may still be on its way, first makes sure that it has come
// or never will.
Result<Done> LogSession::read_head() {
  connection_->send(fence_needed_ ? kRaiseFence : kReadHead, {});
  const auto answers = connection_->finish();
  if (answers.failure) return to_error(*answers.failure, "reading the head of the log");
  if (!take_head(answers.results.front())) {
    return Error{Errc::internal, "the Merkle frontier of the log is damaged; nothing can be appended"};
  }
  fence_needed_ = false;
  return Done{};
}

bool LogSession::take_head(const PqResult& row) {
  const auto frontier = row.rows() == 1 ? ledger::Frontier::parse(row.bytes(0, 1)) : std::nullopt;
  if (!frontier || frontier->size() != row.int8(0, 0)) return false;
  head_ = {row.int8(0, 0), *frontier, row.int8(0, 2)};
  return true;
}

void LogSession::drop_in_doubt() {
  is_ready_ = false;
  connection_.reset();
  fence_needed_ = true;
}

Milliseconds LogSession::retry_delay() const {
  return std::max(retry_delay_, kFirstRetryDelay);
}

}  // namespace runledger::store
