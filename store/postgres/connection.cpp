#include "store/postgres/connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "store/postgres/session.hpp"

namespace runledger::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::microseconds kMeanwhileInterval{1000};

// libpq's messages end with a newline and may have several lines.
std::string first_line(const char* message) {
  const std::string_view text = message == nullptr ? "" : message;
  return std::string(text.substr(0, text.find('\n')));
}

SqlFailure failure_of(const pg_result* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return {state == nullptr ? "" : state,
          first_line(message != nullptr ? message : PQresultErrorMessage(result))};
}

}  // namespace

void PqDeleter::operator()(pg_conn* connection) const {
  PQfinish(connection);
}
void PqDeleter::operator()(pg_result* result) const {
  PQclear(result);
}

std::size_t PqResult::rows() const {
  return static_cast<std::size_t>(PQntuples(result_.get()));
}

bool PqResult::is_null(std::size_t row, std::size_t column) const {
  return PQgetisnull(result_.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string_view PqResult::bytes(std::size_t row, std::size_t column) const {
  const int r = static_cast<int>(row);
  const int c = static_cast<int>(column);
  return {PQgetvalue(result_.get(), r, c), static_cast<std::size_t>(PQgetlength(result_.get(), r, c))};
}

PipelineConnection::PipelineConnection(pg_conn* connection, Milliseconds answer_timeout)
    : connection_(connection), answer_timeout_(answer_timeout) {}

Result<std::unique_ptr<PipelineConnection>> PipelineConnection::open(const Options& options) {
  const std::string url = session_url(options.url, kIndexPlans);
  const char* keywords[] = {"dbname", nullptr};
  const char* values[] = {url.c_str(), nullptr};
  std::unique_ptr<PipelineConnection> made(
      new PipelineConnection(PQconnectdbParams(keywords, values, 1), options.answer_timeout));
  pg_conn* connection = made->connection_.get();
  if (PQstatus(connection) != CONNECTION_OK) {
    return Error{Errc::unavailable,
                 "cannot connect to the database: " + first_line(PQerrorMessage(connection))};
  }
  if (PQsetnonblocking(connection, 1) != 0 || PQenterPipelineMode(connection) != 1) {
    return Error{Errc::unavailable, "cannot use pipeline mode: " + first_line(PQerrorMessage(connection))};
  }
  if (auto failure = made->set_up(options)) {
    return to_error(*failure, "preparing the database session (are all migrations applied?)");
  }
  return made;
}

std::optional<SqlFailure> PipelineConnection::set_up(const Options& options) {
  pg_conn* connection = connection_.get();
  if (!options.as_owner) {
    PQsendQueryParams(connection, kTakeApplicationRole.sql, 0, nullptr, nullptr, nullptr, nullptr, 1);
  }
  for (const Statement* statement : options.statements) {
    PQsendPrepare(connection, statement->name, statement->sql, 0, nullptr);
  }
  return finish().failure;
}

void PipelineConnection::send(const Statement& statement, const Parameters& parameters) {
  if (lost_) return;
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const auto& value : parameters.values()) {
    values.push_back(value ? value->data() : nullptr);
    lengths.push_back(value ? static_cast<int>(value->size()) : 0);
  }
  const std::vector<int> formats(values.size(), 1);
  if (PQsendQueryPrepared(connection_.get(), statement.name, static_cast<int>(values.size()), values.data(),
                          lengths.data(), formats.data(), 1) != 1) {
    lose(first_line(PQerrorMessage(connection_.get())));
  }
}

PipelineConnection::Answers PipelineConnection::finish(const std::function<void()>& meanwhile) {
  Answers answers;
  const auto gone = [&](std::string why) -> Answers& {
    if (!answers.failure || !lost_) answers.failure = lose(std::move(why));
    return answers;
  };
  pg_conn* connection = connection_.get();
  if (lost_) return std::move(gone("the connection was lost"));
  if (PQpipelineSync(connection) != 1) return std::move(gone(first_line(PQerrorMessage(connection))));

  const auto deadline = Clock::now() + answer_timeout_;
  while (true) {
    if (!wait_for_answer(deadline, meanwhile)) return std::move(gone(first_line(PQerrorMessage(connection))));
    pg_result* raw = PQgetResult(connection);
    if (raw == nullptr) {  // the end of one statement's answers, or of everything when the connection broke
      if (PQstatus(connection) == CONNECTION_BAD) return std::move(gone("the server closed the connection"));
      continue;
    }
    PqResult result(raw);
    switch (PQresultStatus(raw)) {
      case PGRES_PIPELINE_SYNC:
        return answers;
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
        answers.results.push_back(std::move(result));
        break;
      case PGRES_PIPELINE_ABORTED:
        break;
      default: {
        SqlFailure failure = failure_of(raw);
        if (kind_of(failure) == FailureKind::lost) return std::move(gone(std::move(failure.message)));
        if (!answers.failure) answers.failure = std::move(failure);
      }
    }
  }
}

// Sends and reads until PQgetResult would not block. False when the connection is gone or time is up.
bool PipelineConnection::wait_for_answer(Clock::time_point deadline, const std::function<void()>& meanwhile) {
  pg_conn* connection = connection_.get();
  while (true) {
    const int unsent = PQflush(connection);
    if (unsent < 0) return false;
    if (unsent == 0 && PQisBusy(connection) == 0) return true;
    if (meanwhile) meanwhile();
    auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(deadline - Clock::now());
    const bool last_look = left.count() <= 0;  // what came in while `meanwhile` took its time still counts
    left = std::max<std::chrono::nanoseconds>(left, std::chrono::nanoseconds(0));
    if (meanwhile) left = std::min<std::chrono::nanoseconds>(left, kMeanwhileInterval);
    const timespec patience{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
    pollfd ready{PQsocket(connection), static_cast<short>(POLLIN | (unsent > 0 ? POLLOUT : 0)), 0};
    const int found = ppoll(&ready, 1, &patience, nullptr);
    if (found < 0 && errno != EINTR) return false;
    if (found == 0 && last_look) return false;
    if ((ready.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(connection) != 1) return false;
  }
}

SqlFailure PipelineConnection::lose(std::string why) {
  lost_ = true;
  return {"", why.empty() ? "no answer in time" : std::move(why)};
}

int PipelineConnection::backend_pid() const {
  return PQbackendPID(connection_.get());
}

}  // namespace runledger::store
