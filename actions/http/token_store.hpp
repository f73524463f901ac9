#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "actions/http/token_answer.hpp"
#include "actions/http/token_request.hpp"
#include "actions/network/curl_handle.hpp"
#include "actions/network/curl_loop.hpp"

namespace runledger::actions {

// Access tokens in memory, by the request that fetches them. Each is fetched once for all that wait for it
// and again some time before it expires. Thread-safe.
class TokenStore {
 public:
  using Take = std::function<void(TokenOrOutcome)>;
  // Does something at a time, on another thread.
  using Later = std::function<void(Deadline, std::function<void()>)>;

  // The loop must outlive the store, and be stopped before the store goes.
  TokenStore(CurlLoop& loop, ConversationRules rules, std::string user_agent, Later later);

  // Hands the token over, at once or on another thread, exactly once: TimedOut when there is none at the
  // deadline. No lock is held meanwhile.
  void get(const TokenRequest& request, Deadline deadline, Take take);
  // A token that was refused is not given out again.
  void forget(const std::string& key, const std::string& token);

 private:
  struct Waiter {
    std::uint64_t id;
    Take take;
  };
  struct Entry {
    std::string token;
    Deadline fresh_until{};
    bool fetching = false;
    std::vector<Waiter> waiters;
  };

  void make_room();
  void give_up(const std::string& key, std::uint64_t id);
  void fetched(const std::string& key, const TokenOrOutcome& answer);

  CurlLoop& loop_;
  const ConversationRules rules_;
  const std::string user_agent_;
  const Later later_;
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;  // guarded by mutex_, as is the next
  std::uint64_t next_id_ = 0;
};

}  // namespace runledger::actions
