#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "actors/mail.hpp"

namespace runledger::actors {

// One attempt of one action of a run.
struct ActionKey {
  std::string task;
  std::uint32_t iteration = 0;
  std::uint32_t attempt = 1;

  friend auto operator<=>(const ActionKey&, const ActionKey&) = default;
};

inline ActionKey key_of(const run::TaskRef& ref, std::uint32_t attempt) {
  return {ref.task, ref.iteration, attempt};
}

// A run's mail. The supervisor puts in, the run's actor takes out; a mail stays at the front until what
// follows from it is durable, so that neither a crash of the actor nor a restart loses it. Thread-safe.
class Inbox {
 public:
  void push(Mail mail) {
    const std::lock_guard lock(mutex_);
    mails_.push_back(std::move(mail));
  }
  // As push, unless a Wake waits already: a second one has nothing to add.
  void push_wake(WakeMail wake) {
    const std::lock_guard lock(mutex_);
    for (const Mail& mail : mails_) {
      if (std::holds_alternative<WakeMail>(mail)) return;
    }
    mails_.emplace_back(std::move(wake));
  }
  // As push, unless the same is there already: whoever brings it does so until it is dealt with.
  void push_child(ChildMail news) {
    const std::lock_guard lock(mutex_);
    for (const Mail& mail : mails_) {
      const auto* known = std::get_if<ChildMail>(&mail);
      if (known != nullptr && known->child == news.child) return;
    }
    mails_.emplace_back(std::move(news));
  }
  // Null when there is none. Stays valid until `pop`; to be used by the run's actor only.
  Mail* front() {
    const std::lock_guard lock(mutex_);
    return mails_.empty() ? nullptr : &mails_.front();
  }
  // The front mail is dealt with.
  Mail pop() {
    const std::lock_guard lock(mutex_);
    Mail mail = std::move(mails_.front());
    mails_.pop_front();
    ++dealt_with_;
    return mail;
  }
  // Takes out what callers asked for, but for one at the front when the front stays.
  std::vector<AskMail> take_asked(bool front_stays) {
    const std::lock_guard lock(mutex_);
    std::vector<AskMail> taken;
    for (std::size_t i = front_stays ? 1 : 0; i < mails_.size();) {
      auto* ask = std::get_if<AskMail>(&mails_[i]);
      if (ask == nullptr) {
        ++i;
        continue;
      }
      taken.push_back(std::move(*ask));
      mails_.erase(mails_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    dealt_with_ += taken.size();
    return taken;
  }
  // Mails popped so far, and mails put in so far.
  std::uint64_t dealt_with() const {
    const std::lock_guard lock(mutex_);
    return dealt_with_;
  }
  std::uint64_t received() const {
    const std::lock_guard lock(mutex_);
    return dealt_with_ + mails_.size();
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return mails_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::uint64_t dealt_with_ = 0;
  std::deque<Mail> mails_;  // a deque: push_back does not move the front
};

// What is known of a run beside its events and must outlive a crash of its actor. Owned by the supervisor's
// entry; used by one incarnation of the actor at a time.
struct RunMemory {
  Inbox inbox;
  // Handed to the runner in this process, outcome not durable yet.
  std::set<ActionKey> in_flight;
  // An incarnation in this process has the history loaded: every effect under way is in `in_flight` or has
  // not been handed out. Otherwise effects under way are the last process's, with an unknown outcome.
  bool taken_over = false;
  // An append of the run's first events was handed to the journal, so a history found later is its own.
  bool start_appended = false;
  // An append is with the journal, its answer not yet heard.
  bool append_under_way = false;
  // An append was made, or may have been, without anybody having been told what it asks for of child runs.
  bool owes_look_at_children = false;
  std::string last_failure;  // what the latest crash said
  // Set: the run is to be set aside for this reason, instead of going on.
  std::string quarantine_reason;
};

}  // namespace runledger::actors
