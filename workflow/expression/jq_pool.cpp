#include "workflow/expression/jq_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "workflow/expression/jq_program.hpp"

namespace runledger::expression::jq_pool {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kStackBytes = std::size_t{512} * 1024 * 1024;
constexpr std::size_t kProgramsPerThread = 64;
constexpr std::size_t kMostThreads = 4;
constexpr std::size_t kMostLost = 6;  // threads given up before libjq is refused altogether
constexpr std::chrono::seconds kLongestQueue{5};
// Compiling takes some 16 ms; but jq 1.7 evaluates constant parts already then, and `"a" * 1e9` is one.
constexpr auto kLongestPreparation = std::chrono::milliseconds(3'000);
constexpr std::chrono::milliseconds kGrace{500};  // between jq_halt and giving the thread up

struct Job {
  std::string program;
  const Json* input = nullptr;  // with `variables`: valid while the phase is `preparing`
  std::vector<const Json*> variables;
  Limits limits;

  // Guarded by the mutex. queued → preparing → (running →) finished; `dropped` once nobody waits any more.
  enum class Phase { queued, preparing, running, finished };
  std::mutex mutex;
  std::condition_variable changed;
  Phase phase = Phase::queued;
  bool dropped = false;
  JqProgram* running = nullptr;
  std::optional<Result<Json>> outcome;

  // False when the caller has gone.
  bool enter(Phase next) {
    const std::lock_guard lock(mutex);
    if (dropped) return false;
    phase = next;
    changed.notify_all();
    return true;
  }
};

// The programs that one thread compiled, most recently used first.
class ProgramCache {
 public:
  Result<JqProgram*> get(const std::string& text) {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.text == text; });
    if (found != entries_.end()) {
      entries_.splice(entries_.begin(), entries_, found);
      return entries_.front().program.get();
    }
    auto compiled = JqProgram::compile(text);
    if (!compiled) return std::move(compiled).error();
    entries_.push_front({text, std::move(*compiled)});
    if (entries_.size() > kProgramsPerThread) entries_.pop_back();
    return entries_.front().program.get();
  }

  // A program that was halted is in an unknown state.
  void forget_front() { entries_.pop_front(); }

 private:
  struct Entry {
    std::string text;
    std::unique_ptr<JqProgram> program;
  };
  std::list<Entry> entries_;
};

void finish(Job& job, Result<Json> outcome) {
  const std::lock_guard lock(job.mutex);
  job.running = nullptr;
  job.outcome = std::move(outcome);
  job.phase = Job::Phase::finished;
  job.changed.notify_all();
}

// Carries one job; false when its caller gave this thread up meanwhile.
bool carry(Job& job, ProgramCache& cache) {
  if (!job.enter(Job::Phase::preparing)) return true;
  auto program = cache.get(job.program);
  if (!program) return finish(job, std::move(program).error()), true;
  if (job.input == nullptr) return finish(job, Json()), true;
  const auto started = [&job, &program] {
    const std::lock_guard lock(job.mutex);
    job.running = *program;
    job.phase = Job::Phase::running;
    job.changed.notify_all();
  };
  auto outcome = (*program)->run(*job.input, job.variables, job.limits, started);
  finish(job, std::move(outcome));
  if ((*program)->halted()) cache.forget_front();
  const std::lock_guard lock(job.mutex);
  return !job.dropped;
}

const Error kUnstoppable{
    Errc::limit_exceeded,
    "it could not be stopped when it was last evaluated, and is refused until Runledger is restarted; write "
    "it so that it needs less time and memory"};

class Pool {
 public:
  // Never destroyed: its threads may be inside libjq when the process ends.
  static Pool& instance() {
    static Pool* const pool = new Pool;
    return *pool;
  }

  Result<Json> submit(const std::shared_ptr<Job>& job) {
    {
      const std::lock_guard lock(mutex_);
      if (lost_ >= kMostLost) {
        return Error{Errc::overloaded,
                     "libjq is out of service: too many expressions could not be stopped; restart Runledger"};
      }
      if (unstoppable_.contains(job->program)) return kUnstoppable;
      queue_.push_back(job);
      if (idle_ < queue_.size() && threads_ < wanted_) start_thread();
      if (threads_ == 0) return Error{Errc::overloaded, "no thread can be started for libjq"};
    }
    waiting_.notify_one();
    return wait(*job);
  }

  std::size_t lost() {
    const std::lock_guard lock(mutex_);
    return lost_;
  }

 private:
  // The caller is the watchdog.
  Result<Json> wait(Job& job) {
    std::unique_lock lock(job.mutex);
    const auto begun = [&job] { return job.phase != Job::Phase::queued; };
    if (!job.changed.wait_for(lock, kLongestQueue, begun)) {
      job.dropped = true;
      return Error{Errc::overloaded, "all threads for libjq are busy; try again later"};
    }
    const auto prepared = [&job] { return job.phase != Job::Phase::preparing; };
    if (!job.changed.wait_for(lock, kLongestPreparation, prepared)) {
      job.dropped = true;
      give_up_thread(job);
      return Error{Errc::limit_exceeded, "libjq takes too long to compile it"};
    }
    const auto finished = [&job] { return job.phase == Job::Phase::finished; };
    if (!job.changed.wait_for(lock, job.limits.timeout, finished)) {
      job.running->halt("it ran longer than its time limit");
      if (!job.changed.wait_for(lock, kGrace, finished)) {
        job.dropped = true;
        give_up_thread(job);
        return Error{Errc::limit_exceeded, "it ran longer than its time limit and could not be stopped"};
      }
    }
    return std::move(*job.outcome);
  }

  // The expression costs no thread but those that evaluate it now, however many runs wait to do so.
  void give_up_thread(const Job& job) {
    const std::lock_guard lock(mutex_);
    unstoppable_.insert(job.program);
    ++lost_;
    --threads_;
    if (lost_ < kMostLost) start_thread();
  }

  // With the mutex held.
  void start_thread() {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    for (std::size_t stack = kStackBytes; stack >= kStackBytes / 16; stack /= 4) {
      pthread_attr_setstacksize(&attributes, stack);
      pthread_t thread;
      if (pthread_create(
              &thread, &attributes, [](void* pool) -> void* { return static_cast<Pool*>(pool)->work(); },
              this) == 0) {
        ++threads_;
        break;
      }
    }
    pthread_attr_destroy(&attributes);
  }

  void* work() {
    ProgramCache cache;
    std::shared_ptr<Job> job;
    do {
      job = next_allowed();
    } while (carry(*job, cache));
    // It came back after all: it was the machine that was slow. Its replacement is at work already.
    const std::lock_guard lock(mutex_);
    --lost_;
    unstoppable_.erase(job->program);
    return nullptr;
  }

  std::shared_ptr<Job> next_allowed() {
    while (true) {
      auto job = next();
      {
        const std::lock_guard lock(mutex_);
        if (!unstoppable_.contains(job->program)) return job;
      }
      finish(*job, kUnstoppable);  // it came in before that was known
    }
  }

  std::shared_ptr<Job> next() {
    std::unique_lock lock(mutex_);
    ++idle_;
    waiting_.wait(lock, [this] { return !queue_.empty(); });
    --idle_;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    return job;
  }

  std::mutex mutex_;
  std::condition_variable waiting_;
  std::deque<std::shared_ptr<Job>> queue_;
  std::size_t idle_ = 0;
  std::size_t threads_ = 0;
  std::size_t lost_ = 0;
  std::set<std::string> unstoppable_;  // what the lost threads are busy with: at most kMostLost
  const std::size_t wanted_ = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads);
};

}  // namespace

Result<Json> check(const std::string& program) {
  const auto job = std::make_shared<Job>();
  job->program = program;
  return Pool::instance().submit(job);
}

Result<Json> run(const std::string& program, const Json& input, std::span<const Json* const> variables,
                 const Limits& limits) {
  const auto job = std::make_shared<Job>();
  job->program = program;
  job->input = &input;
  job->variables.assign(variables.begin(), variables.end());
  job->limits = limits;
  return Pool::instance().submit(job);
}

std::size_t threads_lost() {
  return Pool::instance().lost();
}

}  // namespace runledger::expression::jq_pool
