#include "actions/network/curl_loop.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "actions/call/quiet_thread.hpp"
#include "actions/network/curl_handle.hpp"
#include "actions/network/host_queues.hpp"

namespace runledger::actions {
namespace {

// How late a transfer that waits for its turn may learn that its deadline has passed.
constexpr std::chrono::milliseconds kSweepInterval{250};
constexpr int kIdlePollMs = 600'000;
constexpr std::size_t kMaxSpareHandles = 64;

}  // namespace

class CurlLoop::Worker {
 public:
  explicit Worker(const CurlLoopLimits& limits)
      : multi_(make_multi_handle()), queues_(limits.transfers_per_host, limits.transfers) {
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(limits.transfers));
    thread_ = quiet_thread([this] { run(); });
  }

  void submit(std::unique_ptr<Transfer> transfer) {
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_) {
        const bool wake = arrived_.empty();
        arrived_.push_back(std::move(transfer));
        if (wake) curl_multi_wakeup(multi_.get());
        return;
      }
    }
    transfer->abandoned(Transfer::Abandoned::stopped, false);
  }

  void drop_withdrawn() {
    const std::lock_guard lock(mutex_);
    some_withdrawn_ = true;
    curl_multi_wakeup(multi_.get());
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      curl_multi_wakeup(multi_.get());
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  struct Active {
    EasyHandle handle;
    std::string host;
    std::unique_ptr<Transfer> transfer;
  };

  void run() {
    while (take_arrivals()) {
      begin_what_fits();
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      finish_what_ended();
      begin_what_fits();
      sweep_expired();
      curl_multi_poll(multi_.get(), nullptr, 0, poll_timeout_ms(), nullptr);
    }
    abandon_everything();
  }

  // False when the loop is to end.
  bool take_arrivals() {
    std::vector<std::unique_ptr<Transfer>> arrived;
    bool go_on = true;
    bool some_withdrawn = false;
    {
      const std::lock_guard lock(mutex_);
      arrived.swap(arrived_);
      some_withdrawn = std::exchange(some_withdrawn_, false);
      go_on = !stopping_;
    }
    for (auto& transfer : arrived) enqueue(std::move(transfer));
    if (some_withdrawn) give_up_withdrawn();
    return go_on;
  }

  void enqueue(std::unique_ptr<Transfer> transfer) {
    const std::string host = transfer->host();
    queues_.push(host, std::move(transfer));
  }

  void begin_what_fits() {
    while (auto next = queues_.pop()) begin(std::move(next->first), std::move(next->second));
  }

  void begin(std::string host, std::unique_ptr<Transfer> transfer) {
    if (std::chrono::steady_clock::now() >= transfer->deadline()) {
      transfer->abandoned(Transfer::Abandoned::timed_out, false);
      queues_.release(host);
      return;
    }
    if (transfer->is_withdrawn()) {  // while it was on its way here
      transfer->abandoned(Transfer::Abandoned::stopped, false);
      queues_.release(host);
      return;
    }
    EasyHandle handle = spare_handle();
    const CURLcode prepared = transfer->prepare(handle.get());
    CURL* key = handle.get();
    active_.emplace(key, Active{std::move(handle), std::move(host), std::move(transfer)});
    if (prepared != CURLE_OK) {
      finish(key, prepared);
    } else if (curl_multi_add_handle(multi_.get(), key) != CURLM_OK) {
      finish(key, CURLE_FAILED_INIT);
    }
  }

  void finish_what_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* handle = message->easy_handle;
      const CURLcode code = message->data.result;
      curl_multi_remove_handle(multi_.get(), handle);
      finish(handle, code);
    }
  }

  void finish(CURL* key, CURLcode code) {
    auto node = active_.extract(key);
    Active& ended = node.mapped();
    Transfer::Next next = Transfer::Next::ended;
    try {
      next = ended.transfer->finished(key, code);
    } catch (...) {
      // One transfer must not end the process; its call's outcome is unknown when it goes (Ticket).
    }
    queues_.release(ended.host);
    keep_spare(std::move(ended.handle));
    if (next == Transfer::Next::again) enqueue(std::move(ended.transfer));
  }

  void give_up_withdrawn() {
    const auto is_withdrawn = [](const std::unique_ptr<Transfer>& transfer) {
      return transfer->is_withdrawn();
    };
    for (auto& transfer : queues_.take_out(is_withdrawn)) {
      transfer->abandoned(Transfer::Abandoned::stopped, false);
    }
    for (auto at = active_.begin(); at != active_.end();) {
      Active& active = at->second;
      if (!active.transfer->is_withdrawn()) {
        ++at;
        continue;
      }
      // Closes the connection: half an exchange has gone over it.
      curl_multi_remove_handle(multi_.get(), at->first);
      active.transfer->abandoned(Transfer::Abandoned::stopped, true);
      queues_.release(active.host);
      at = active_.erase(at);
    }
  }

  void sweep_expired() {
    const auto now = std::chrono::steady_clock::now();
    if (queues_.waiting() == 0 || now < next_sweep_) return;
    next_sweep_ = now + kSweepInterval;
    const auto expired = [now](const std::unique_ptr<Transfer>& transfer) {
      return now >= transfer->deadline();
    };
    for (auto& transfer : queues_.take_out(expired)) {
      transfer->abandoned(Transfer::Abandoned::timed_out, false);
    }
  }

  int poll_timeout_ms() const {
    return queues_.waiting() == 0 ? kIdlePollMs : static_cast<int>(kSweepInterval.count());
  }

  void abandon_everything() {
    for (auto& [key, active] : active_) {
      curl_multi_remove_handle(multi_.get(), key);
      active.transfer->abandoned(Transfer::Abandoned::stopped, true);
    }
    active_.clear();
    for (auto& transfer : queues_.take_out([](const auto&) { return true; })) {
      transfer->abandoned(Transfer::Abandoned::stopped, false);
    }
    spare_.clear();
  }

  EasyHandle spare_handle() {
    if (spare_.empty()) return make_easy_handle();
    EasyHandle handle = std::move(spare_.back());
    spare_.pop_back();
    return handle;
  }

  void keep_spare(EasyHandle handle) {
    if (spare_.size() >= kMaxSpareHandles) return;
    curl_easy_reset(handle.get());
    spare_.push_back(std::move(handle));
  }

  MultiHandle multi_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Transfer>> arrived_;  // guarded by mutex_
  bool stopping_ = false;                           // guarded by mutex_
  bool some_withdrawn_ = false;                     // guarded by mutex_
  // The rest belongs to the thread.
  HostQueues<std::unique_ptr<Transfer>> queues_;
  std::unordered_map<CURL*, Active> active_;
  std::vector<EasyHandle> spare_;
  Deadline next_sweep_{};
  std::thread thread_;
};

CurlLoop::CurlLoop(const CurlLoopLimits& limits) : worker_(std::make_unique<Worker>(limits)) {}

CurlLoop::~CurlLoop() {
  stop();
}

void CurlLoop::drop_withdrawn() {
  worker_->drop_withdrawn();
}

void CurlLoop::submit(std::unique_ptr<Transfer> transfer) {
  worker_->submit(std::move(transfer));
}

void CurlLoop::stop() {
  worker_->stop();
}

}  // namespace runledger::actions
