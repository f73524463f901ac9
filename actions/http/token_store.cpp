#include "actions/http/token_store.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "actions/http/token_fetch.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxTokens = 1'000;
constexpr std::chrono::seconds kMaxFetchTime{10};
// How long before its end a token is no longer given out, so that it is valid still when it arrives.
constexpr std::chrono::seconds kSafety{30};

}  // namespace

TokenStore::TokenStore(CurlLoop& loop, ConversationRules rules, std::string user_agent, Later later)
    : loop_(loop), rules_(std::move(rules)), user_agent_(std::move(user_agent)), later_(std::move(later)) {}

void TokenStore::get(const TokenRequest& request, Deadline deadline, Take take) {
  const std::string key = request.key();
  std::optional<std::string> token;
  std::uint64_t id = 0;
  bool fetch = false;
  {
    const std::lock_guard lock(mutex_);
    if (entries_.size() >= kMaxTokens && !entries_.contains(key)) make_room();
    Entry& entry = entries_[key];
    if (std::chrono::steady_clock::now() < entry.fresh_until) {
      token = entry.token;
    } else {
      id = next_id_++;
      entry.waiters.push_back({id, take});
      fetch = !std::exchange(entry.fetching, true);
    }
  }
  if (token) return take(AccessToken{*std::move(token), {}});
  later_(deadline, [this, key, id] { give_up(key, id); });
  if (!fetch) return;
  loop_.submit(std::make_unique<TokenFetch>(
      request, rules_, user_agent_, std::chrono::steady_clock::now() + kMaxFetchTime,
      [this, key](const TokenOrOutcome& answer) { fetched(key, answer); }));
}

void TokenStore::make_room() {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(entries_, [now](const auto& entry) {
    return !entry.second.fetching && entry.second.fresh_until <= now;
  });
  if (entries_.size() < kMaxTokens) return;
  std::erase_if(entries_, [](const auto& entry) { return !entry.second.fetching; });
}

void TokenStore::forget(const std::string& key, const std::string& token) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found != entries_.end() && found->second.token == token) found->second.fresh_until = {};
}

void TokenStore::give_up(const std::string& key, std::uint64_t id) {
  Take take;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    auto& waiters = found->second.waiters;
    const auto waiter =
        std::find_if(waiters.begin(), waiters.end(), [id](const Waiter& each) { return each.id == id; });
    if (waiter == waiters.end()) return;
    take = std::move(waiter->take);
    waiters.erase(waiter);
  }
  take(run::ActionOutcome(run::TimedOut{}));
}

void TokenStore::fetched(const std::string& key, const TokenOrOutcome& answer) {
  std::vector<Waiter> waiters;
  {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[key];
    entry.fetching = false;
    waiters.swap(entry.waiters);
    if (const auto* token = std::get_if<AccessToken>(&answer)) {
      entry.token = token->text;
      entry.fresh_until = std::chrono::steady_clock::now() + token->lifetime -
                          std::min<std::chrono::seconds>(kSafety, token->lifetime / 2);
    } else {
      entries_.erase(key);
    }
  }
  for (const Waiter& waiter : waiters) waiter.take(answer);
}

}  // namespace runledger::actions
