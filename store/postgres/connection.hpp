#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgres/parameters.hpp"
#include "store/postgres/sql_failure.hpp"
#include "store/postgres/statement.hpp"

struct pg_conn;
struct pg_result;

namespace runledger::store {

using Milliseconds = std::chrono::milliseconds;

struct PqDeleter {
  void operator()(pg_conn* connection) const;
  void operator()(pg_result* result) const;
};

// The rows that a statement gave, in binary form.
class PqResult {
 public:
  explicit PqResult(pg_result* result) : result_(result) {}
  std::size_t rows() const;
  bool is_null(std::size_t row, std::size_t column) const;
  std::string_view bytes(std::size_t row, std::size_t column) const;
  std::uint64_t int8(std::size_t row, std::size_t column) const { return read_int8(bytes(row, column)); }

 private:
  std::unique_ptr<pg_result, PqDeleter> result_;
};

// One connection in libpq's pipeline mode: statements are sent one after the other without waiting, and all
// of their answers come in one round trip. Not thread-safe. Every wait has an end: a server that does not
// answer within the limit counts as lost.
class PipelineConnection {
 public:
  struct Options {
    std::string url;
    std::span<const Statement* const> statements;  // prepared at once, in one round trip
    Milliseconds answer_timeout{15'000};           // the longest wait for an answer
    bool as_owner = false;                         // keep the user's own role: for rebuilds
  };

  // Connects, takes the application role (migrations/0005) and prepares. Errors: unavailable. Blocks for 5
  // seconds at most while the server does not answer.
  static Result<std::unique_ptr<PipelineConnection>> open(const Options& options);

  // Queues a prepared statement.
  void send(const Statement& statement, const Parameters& parameters);
  // Sends what is queued and waits for all answers: the results in order, or the first failure, after which
  // the server has carried out none of the later statements. An open transaction stays open (and is aborted
  // after a failure). After a lost connection, only failures follow.
  struct Answers {
    std::vector<PqResult> results;
    std::optional<SqlFailure> failure;
  };
  // `meanwhile`, when given, is called at once and every millisecond from then on, until the
  // answers are there; it must not use the connection.
  Answers finish(const std::function<void()>& meanwhile = {});

  bool lost() const { return lost_; }
  // The server's process for this session.
  int backend_pid() const;

 private:
  PipelineConnection(pg_conn* connection, Milliseconds answer_timeout);
  std::optional<SqlFailure> set_up(const Options& options);
  bool wait_for_answer(std::chrono::steady_clock::time_point deadline,
                       const std::function<void()>& meanwhile);
  SqlFailure lose(std::string why);

  std::unique_ptr<pg_conn, PqDeleter> connection_;
  Milliseconds answer_timeout_;
  bool lost_ = false;
};

}  // namespace runledger::store
