#include "actions/postgres/batch_run.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <memory>
#include <utility>

#include "actions/call/outcome.hpp"
#include "actions/postgres/session.hpp"
#include "actions/postgres/values.hpp"
#include "workflow/run/error.hpp"

namespace runledger::actions {
namespace {

// Rows fetched at a time from a cursor: what a result larger than the limits costs us at most.
constexpr char kFetch[] = "FETCH FORWARD 200 FROM runledger_rows";
constexpr std::size_t kFetchRows = 200;

// Set for each transaction, because nothing else says what a kept session was left with.
constexpr char kSettings[] =
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; "
    "SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL client_min_messages = "
    "'error'; "
    "SET LOCAL idle_in_transaction_session_timeout = '60s'; ";

class BatchRun {
 public:
  BatchRun(SqlSession& session, const SqlBatch& batch, const SqlLimits& limits, Deadline deadline,
           const std::string& where)
      : session_(session), batch_(batch), limits_(limits), deadline_(deadline), where_(where) {}

  BatchEnd run() {
    BatchEnd end;
    try {
      begin();
      stage_ = SqlFailure::Stage::running;
      Result<Json> result = run_statements();
      if (result) {
        end.outcome = succeeded(*std::move(result));  // before the commit: afterwards nothing may fail
        stage_ = SqlFailure::Stage::committing;
        transaction_->commit();
      } else {
        transaction_->abort();
        end.outcome = refusal(result.error());
      }
      transaction_.reset();
      end.session_usable = true;
    } catch (...) {
      SqlFailure failure = current_sql_failure();
      failure.stage = stage_;
      failure.out_of_time = time_left(deadline_) <= Milliseconds{5};
      end.never_begun = failure.lost && stage_ == SqlFailure::Stage::connecting;
      end.outcome = outcome_of(failure, where_);
      transaction_.reset();  // rolls back; does not throw
      // A refused statement leaves the session as good as before; a broken protocol (class 08) does not.
      end.session_usable = !failure.lost && !failure.sqlstate.empty() && !failure.sqlstate.starts_with("08");
    }
    return end;
  }

 private:
  std::string timeout_setting() const {
    const auto left = std::max<long long>(time_left(deadline_).count(), 1);
    return "SET LOCAL statement_timeout = " + std::to_string(left);
  }

  void begin() {
    transaction_ = std::make_unique<pqxx::work>(session_.connection);
    transaction_->exec(kSettings + timeout_setting());
  }

  Result<Json> run_statements() {
    JsonArray results;
    for (std::size_t i = 0; i < batch_.statements.size(); ++i) {
      if (i > 0) transaction_->exec(timeout_setting());
      const std::string name = batch_.is_list ? "statement " + std::to_string(i + 1) : "the statement";
      Result<Json> result = run_statement(batch_.statements[i], name);
      if (!result) return result;
      results.push_back(*std::move(result));
    }
    if (!batch_.is_list) return std::move(results.front());
    return Json(JsonObject{{"results", std::move(results)}});
  }

  Result<Json> run_statement(const SqlStatement& statement, const std::string& name) {
    rows_.clear();
    std::uint64_t count = 0;
    Result<Done> read = Done{};
    if (can_use_cursor(statement.text)) {
      read = read_through_cursor(statement, name);
      count = rows_.size();
    } else {
      const pqxx::result result = execute(*transaction_, statement.text, statement.parameters);
      read = append_rows(result, name);
      count = result.columns() > 0 ? rows_.size() : static_cast<std::uint64_t>(result.affected_rows());
    }
    if (!read) return std::move(read).error();
    if (statement.expect_rows && *statement.expect_rows != count) {
      return Error{Errc::conflict, name + " concerned " + std::to_string(count) + " rows instead of " +
                                       std::to_string(*statement.expect_rows) + ", so everything was undone"};
    }
    JsonObject result;
    result["rows"] = std::exchange(rows_, {});
    result["rowCount"] = count;
    return Json(std::move(result));
  }

  // A plain SELECT would be loaded whole before anyone could count.
  Result<Done> read_through_cursor(const SqlStatement& statement, const std::string& name) {
    execute(*transaction_, "DECLARE runledger_rows NO SCROLL CURSOR FOR " + statement.text,
            statement.parameters);
    while (true) {
      const pqxx::result chunk = transaction_->exec(kFetch);
      Result<Done> appended = append_rows(chunk, name);
      if (!appended) return appended;
      if (static_cast<std::size_t>(chunk.size()) < kFetchRows) break;
    }
    if (batch_.is_list) transaction_->exec("CLOSE runledger_rows");
    return Done{};
  }

  Result<Done> append_rows(const pqxx::result& result, const std::string& name) {
    if (rows_.size() + static_cast<std::size_t>(result.size()) > limits_.max_rows) {
      return Error{Errc::limit_exceeded, name + " gives more than " + std::to_string(limits_.max_rows) +
                                             " rows: ask for fewer (LIMIT)"};
    }
    for (const auto& row : result) {
      JsonObject object;
      object.reserve(static_cast<std::size_t>(row.size()));
      for (const auto& field : row) {
        bytes_ += field.size();
        Json value = field.is_null() ? Json() : column_value(field.type(), {field.c_str(), field.size()});
        if (!object.emplace(field.name(), std::move(value)).second) {
          return Error{Errc::conflict, name + " gives two columns named \"" + std::string(field.name()) +
                                           "\": rename one with AS"};
        }
      }
      if (bytes_ > limits_.max_bytes) {
        return Error{Errc::limit_exceeded,
                     name + " gives more than " + std::to_string(limits_.max_bytes) + " bytes: ask for less"};
      }
      rows_.emplace_back(std::move(object));
    }
    return Done{};
  }

  run::ActionOutcome refusal(const Error& error) const {
    const int status = error.code == Errc::limit_exceeded ? 413 : 409;
    return failed(run::error_type::kValidation, status, "The SQL call was undone",
                  where_ + ": " + error.message);
  }

  SqlSession& session_;
  const SqlBatch& batch_;
  const SqlLimits& limits_;
  const Deadline deadline_;
  const std::string& where_;
  std::unique_ptr<pqxx::work> transaction_;
  SqlFailure::Stage stage_ = SqlFailure::Stage::connecting;
  JsonArray rows_;  // of the current statement
  std::size_t bytes_ = 0;
};

}  // namespace

BatchEnd run_batch(SqlSession& session, const SqlBatch& batch, const SqlLimits& limits, Deadline deadline,
                   const std::string& where) {
  return BatchRun(session, batch, limits, deadline, where).run();
}

}  // namespace runledger::actions
