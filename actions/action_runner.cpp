#include "actions/action_runner.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "actions/call/call.hpp"
#include "actions/call/known_calls.hpp"
#include "actions/call/outcome.hpp"
#include "actions/call/worker_pool.hpp"
#include "actions/email/email_action.hpp"
#include "actions/http/http_action.hpp"
#include "actions/log/log_action.hpp"
#include "actions/network/curl_loop.hpp"
#include "actions/openapi/openapi_action.hpp"
#include "actions/postgres/postgres_action.hpp"
#include "actions/services/service_action.hpp"

namespace runledger::actions {
namespace {

std::shared_ptr<const Slist> list_of(const std::vector<std::string>& lines) {
  if (lines.empty()) return nullptr;
  auto list = std::make_shared<Slist>();
  for (const auto& line : lines) list->add(line);
  return list;
}

constexpr char kHttp[] = "http";
constexpr char kPostgres[] = "postgres";
constexpr char kEmail[] = "email";
constexpr char kLog[] = "log";
constexpr char kOpenApi[] = "openapi";

// How much of the grace is kept for ending the threads.
constexpr Milliseconds kEndingTime{250};

// Pauses before preparing a call again.
constexpr Milliseconds kFirstPause{100};
constexpr Milliseconds kLongestPause{2'000};

// All that a call needs on its way. Shared with the tasks under way.
class Machinery : public std::enable_shared_from_this<Machinery> {
 public:
  Machinery(ActionOptions options, Vault& vault)
      : options_(std::move(options)),
        connect_to_(list_of(options_.connect_to)),
        vault_(vault),
        transfers_(std::make_shared<Pending>(options_.max_queued)),
        statements_(std::make_shared<Pending>(options_.max_sql_queued)),
        workers_(std::max<std::size_t>(options_.worker_threads, 1)),
        sql_workers_(std::max<std::size_t>(options_.sql_threads, 1)),
        sessions_(options_.sql_threads),
        loop_({options_.max_transfers, options_.max_transfers_per_host}),
        tokens_(loop_, conversation_rules(), options_.user_agent, later()),
        http_{vault, loop_, tokens_, http_rules(), options_.user_agent, offload(), later()},
        email_{vault, loop_, conversation_rules(), options_.outbox_root},
        postgres_{vault,
                  sessions_,
                  watch_,
                  {options_.max_rows, options_.max_result_bytes},
                  options_.allow_private_addresses} {}

  Result<Done> accept(ActionRequest request, Pending::Callback done) {
    const bool sql = request.intent.kind == kPostgres;
    const auto key = KnownCalls::key_of(request.run, request.intent.ref, request.intent.attempt);
    auto ended = [known = known_, key, done = std::move(done)](run::ActionOutcome outcome) {
      known->remove(key);
      done(std::move(outcome));
    };
    Result<Ticket> ticket = (sql ? statements_ : transfers_)->admit(std::move(ended));
    if (!ticket) return std::move(ticket).error();
    const Deadline deadline = std::chrono::steady_clock::now() + timeout_of(request.intent);
    auto call = std::make_shared<Call>(std::move(request), *std::move(ticket), deadline);
    known_->add(key, call);
    WorkerPool& workers = sql ? sql_workers_ : workers_;
    workers.post(
        [self = shared_from_this(), call = std::move(call)] { self->begin_guarded(call, kFirstPause); });
    return Done{};
  }

  void cancel(const KnownCalls::Key& key) {
    const CallPtr call = known_->find(key);
    if (call == nullptr) return;
    call->withdraw();
    loop_.drop_withdrawn();
  }

  void stop(Milliseconds grace) {
    const Deadline end = std::chrono::steady_clock::now() + std::max(grace, kEndingTime);
    for (const auto& pending : {transfers_, statements_}) pending->close();
    for (const auto& pending : {transfers_, statements_}) pending->wait_until_empty(end - kEndingTime);
    loop_.stop();
    for (const auto& pending : {transfers_, statements_}) {
      pending->abandon_all("the engine stopped before the outcome of the call was known");
    }
    watch_.shut_all();
    workers_.stop();
    sql_workers_.stop();
  }

 private:
  Milliseconds timeout_of(const run::ActionStarted& intent) const {
    if (intent.timeout > Milliseconds{0}) return intent.timeout;
    if (intent.kind == kPostgres) return options_.sql_timeout;
    return intent.kind == kEmail ? options_.email_timeout : options_.http_timeout;
  }

  ConversationRules conversation_rules() const {
    return {options_.allow_private_addresses, options_.ca_file, connect_to_};
  }
  HttpRules http_rules() const { return {conversation_rules(), options_.max_response_bytes}; }
  Offload offload() {
    return [this](WorkerPool::Task task) { workers_.post(std::move(task)); };
  }

  TokenStore::Later later() {
    return [this](Deadline time, WorkerPool::Task task) { workers_.post_at(time, std::move(task)); };
  }

  // The run would repeat a call that ends the process after each start: for ever.
  void begin_guarded(const CallPtr& call, Milliseconds pause) {
    try {
      const Result<Done> prepared = begin(call);
      if (!prepared) try_again(call, prepared.error(), pause);
    } catch (...) {
      call->settle(call->broken());
    }
  }

  // A call whose connection cannot be read just now is better late than failed: nothing was begun.
  void try_again(const CallPtr& call, const Error& why, Milliseconds pause) {
    const bool passes = why.code == Errc::unavailable || why.code == Errc::overloaded;
    const Deadline next = std::chrono::steady_clock::now() + pause;
    if (!passes || next >= call->deadline()) {
      call->settle(failed(why));
      return;
    }
    WorkerPool& workers = call->kind() == kPostgres ? sql_workers_ : workers_;
    workers.post_at(next, [self = shared_from_this(), call, longer = std::min(2 * pause, kLongestPause)] {
      self->begin_guarded(call, longer);
    });
  }

  // Errors: why the call could not be prepared; it is then neither begun nor settled.
  Result<Done> begin(const CallPtr& call) {
    if (call->is_withdrawn()) return Done{};
    if (call->expired()) {
      call->settle(run::TimedOut{});
      return Done{};
    }
    if (call->kind() == kHttp) return begin_http(call, http_);
    if (call->kind() == kOpenApi) return begin_openapi(call, {http_, documents_});
    if (const Service* service = find_service(call->kind())) return begin_service(call, http_, *service);
    if (call->kind() == kPostgres) return perform_postgres(call, postgres_);
    if (call->kind() == kEmail) return begin_email(call, email_);
    if (call->kind() == kLog) return perform_log(call, vault_, options_.log_sink);
    return Error{Errc::invalid_input, "there is no call of kind \"" + call->kind() + "\""};
  }

  const ActionOptions options_;
  const std::shared_ptr<const Slist> connect_to_;
  Vault& vault_;
  const std::shared_ptr<KnownCalls> known_ = std::make_shared<KnownCalls>();
  const std::shared_ptr<Pending> transfers_;   // all but postgres
  const std::shared_ptr<Pending> statements_;  // postgres
  WorkerPool workers_;
  WorkerPool sql_workers_;
  SessionCache sessions_;
  SocketWatch watch_;
  CurlLoop loop_;
  TokenStore tokens_;
  const HttpEnvironment http_;
  DocumentStore documents_;
  const EmailEnvironment email_;
  const PostgresEnvironment postgres_;
};

class Runner : public ActionRunner {
 public:
  Runner(ActionOptions options, Vault& vault)
      : machinery_(std::make_shared<Machinery>(std::move(options), vault)) {}
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner() override { Runner::stop(Milliseconds{0}); }

  Result<Done> perform(ActionRequest request, std::function<void(run::ActionOutcome)> done) override {
    return machinery_->accept(std::move(request), std::move(done));
  }

  void cancel(RunId run, const run::TaskRef& ref, std::uint32_t attempt) override {
    machinery_->cancel(KnownCalls::key_of(run, ref, attempt));
  }

  void stop(Milliseconds grace) override {
    std::call_once(stopped_, [&] { machinery_->stop(grace); });
  }

 private:
  std::shared_ptr<Machinery> machinery_;
  std::once_flag stopped_;
};

}  // namespace

std::unique_ptr<ActionRunner> make_action_runner(ActionOptions options, Vault& vault) {
  return std::make_unique<Runner>(std::move(options), vault);
}

}  // namespace runledger::actions
