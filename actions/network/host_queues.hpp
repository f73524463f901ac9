#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace runledger::actions {

// Work waiting per host, given out in turns, at most `per_host` to one host and `in_all` together at a time:
// a slow host keeps its own work waiting and nobody else's.
template <class Work>
class HostQueues {
 public:
  HostQueues(std::size_t per_host, std::size_t in_all) : per_host_(per_host), in_all_(in_all) {}

  void push(const std::string& host, Work work) {
    Host& queue = hosts_[host];
    queue.waiting.push_back(std::move(work));
    ++waiting_;
    offer(host, queue);
  }

  // The next work that may begin, with its host; release(host) when it has ended.
  std::optional<std::pair<std::string, Work>> pop() {
    if (active_ >= in_all_ || turns_.empty()) return std::nullopt;
    std::string host = std::move(turns_.front());
    turns_.pop_front();
    Host& queue = hosts_.at(host);
    queue.in_turns = false;
    Work work = std::move(queue.waiting.front());
    queue.waiting.pop_front();
    --waiting_;
    ++queue.active;
    ++active_;
    offer(host, queue);
    return std::pair{std::move(host), std::move(work)};
  }

  void release(const std::string& host) {
    const auto found = hosts_.find(host);
    --found->second.active;
    --active_;
    if (found->second.active == 0 && found->second.waiting.empty()) {
      hosts_.erase(found);
    } else {
      offer(host, found->second);
    }
  }

  // Takes out all waiting work for which `unwanted` holds, in no particular order.
  template <class Predicate>
  std::vector<Work> take_out(Predicate unwanted) {
    std::vector<Work> taken;
    for (auto host = hosts_.begin(); host != hosts_.end();) {
      auto& waiting = host->second.waiting;
      const auto kept_end = std::stable_partition(waiting.begin(), waiting.end(),
                                                  [&](const Work& work) { return !unwanted(work); });
      std::move(kept_end, waiting.end(), std::back_inserter(taken));
      waiting.erase(kept_end, waiting.end());
      if (waiting.empty() && host->second.in_turns) {
        std::erase(turns_, host->first);
        host->second.in_turns = false;
      }
      host = waiting.empty() && host->second.active == 0 ? hosts_.erase(host) : std::next(host);
    }
    waiting_ -= taken.size();
    return taken;
  }

  std::size_t waiting() const { return waiting_; }
  std::size_t active() const { return active_; }

 private:
  struct Host {
    std::deque<Work> waiting;
    std::size_t active = 0;
    bool in_turns = false;
  };

  // Queues the host for its next turn when it has work that may begin.
  void offer(const std::string& host, Host& queue) {
    if (queue.in_turns || queue.waiting.empty() || queue.active >= per_host_) return;
    queue.in_turns = true;
    turns_.push_back(host);
  }

  const std::size_t per_host_;
  const std::size_t in_all_;
  std::unordered_map<std::string, Host> hosts_;
  std::deque<std::string> turns_;
  std::size_t waiting_ = 0;
  std::size_t active_ = 0;
};

}  // namespace runledger::actions
