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
  connection_.reset();
  const auto now = Clock::now();
  if (now < next_connect_) {
    return Error{Errc::unavailable, "the database could not be reached a moment ago; try again later"};
  }
  auto opened = open();
  if (opened) {
    retry_delay_ = Milliseconds{0};
    return opened;
  }
  connection_.reset();
  retry_delay_ = std::clamp(retry_delay_ * 2, kFirstRetryDelay, kMaxRetryDelay);
  next_connect_ = Clock::now() + retry_delay_;
  spdlog::warn("journal.unavailable {}", opened.error().message);
  return opened;
}

Result<Done> LogSession::open() {
  auto opened = PipelineConnection::open({options_.database_url, statements_, options_.answer_timeout});
  if (!opened) return std::move(opened).error();
  connection_ = *std::move(opened);
  if (options_.is_engine) {
    if (auto taken = take_engine_lock(); !taken) return taken;
  }
  on_new_();
  return read_head();
}

Result<Done> LogSession::take_engine_lock() {
  connection_->send(kTakeEngineLock, {});
  const auto answers = connection_->finish();
  if (answers.failure) return to_error(*answers.failure, "taking the engine's lock");
  const std::string_view holder = answers.results.front().bytes(0, 0);
  if (holder.empty()) return Done{};
  return Error{Errc::unavailable, "another engine works on this database (" + std::string(holder) +
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
  connection_.reset();
  fence_needed_ = true;
}

Milliseconds LogSession::retry_delay() const {
  return std::max(retry_delay_, kFirstRetryDelay);
}

}  // namespace runledger::store
