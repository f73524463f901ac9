#include "actions/postgres/batch.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>
#include <cstdint>
#include <utility>

#include "actions/call/arguments.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxStatements = 100;
constexpr std::size_t kMaxParameters = 1000;
constexpr std::size_t kMaxStatementBytes = 256 * 1024;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// Without leading blanks, comments (block comments nest) and parentheses.
std::string_view without_preamble(std::string_view sql) {
  while (!sql.empty()) {
    if (is_blank(sql.front()) || sql.front() == '(') {
      sql.remove_prefix(1);
    } else if (sql.starts_with("--")) {
      sql.remove_prefix(std::min(sql.find('\n'), sql.size()));
    } else if (sql.starts_with("/*")) {
      std::size_t depth = 0;
      do {
        const bool opens = sql.starts_with("/*");
        const bool closes = sql.starts_with("*/");
        depth = opens ? depth + 1 : closes ? depth - 1 : depth;
        sql.remove_prefix(opens || closes ? 2 : 1);
      } while (depth > 0 && !sql.empty());
    } else {
      break;
    }
  }
  return sql;
}

// The next word in upper case; `sql` then begins after it.
std::string take_word(std::string_view& sql) {
  sql = without_preamble(sql);
  std::string word;
  while (!sql.empty() &&
         ((sql.front() >= 'a' && sql.front() <= 'z') || (sql.front() >= 'A' && sql.front() <= 'Z'))) {
    word += static_cast<char>(sql.front() & ~0x20);
    sql.remove_prefix(1);
  }
  return word;
}

bool leaves_the_transaction(std::string_view sql) {
  constexpr std::array<std::string_view, 18> kRefused{
      "BEGIN",   "START", "COMMIT",  "END",    "ROLLBACK", "ABORT",   "SAVEPOINT",  "RELEASE", "PREPARE",
      "EXECUTE", "RESET", "DISCARD", "LISTEN", "UNLISTEN", "DECLARE", "DEALLOCATE", "LOAD",    "COPY"};
  const std::string word = take_word(sql);
  if (word == "SET") return take_word(sql) != "LOCAL";
  return std::find(kRefused.begin(), kRefused.end(), word) != kRefused.end();
}

std::string number_text(const Json& number) {
  constexpr double kExactIntegers = 9007199254740992.0;  // 2^53
  if (number.is_double()) {
    // "1.0" is no integer to PostgreSQL, but 1.0 is one to JSON.
    const double value = number.get_double();
    if (value == std::trunc(value) && std::fabs(value) <= kExactIntegers) {
      return std::to_string(static_cast<std::int64_t>(value));
    }
  }
  return write_json(number);
}

std::optional<std::string> parameter_text(const Json& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_number()) return number_text(value);
  return write_json(value);
}

Result<SqlStatement> read_statement(const JsonObject& object) {
  SqlStatement statement;
  Result<std::string> text = required_text(object, "statement");
  if (!text) return std::move(text).error();
  statement.text = *std::move(text);
  if (statement.text.size() > kMaxStatementBytes || statement.text.find('\0') != std::string::npos) {
    return Error{Errc::invalid_input, "`statement` must be at most " + std::to_string(kMaxStatementBytes) +
                                          " bytes and hold no NUL character"};
  }
  if (without_preamble(statement.text).empty()) return Error{Errc::invalid_input, "`statement` holds no SQL"};
  if (leaves_the_transaction(statement.text)) {
    return Error{
        Errc::invalid_input,
        "`statement` must not begin or end a transaction or change the session: the engine does that; "
        "use `transaction` for statements that belong together, and SET LOCAL for settings"};
  }
  const Result<const JsonArray*> parameters = optional_array(object, "parameters");
  if (!parameters) return parameters.error();
  if (*parameters != nullptr) {
    if ((*parameters)->size() > kMaxParameters) {
      return Error{Errc::invalid_input, "more than " + std::to_string(kMaxParameters) + " `parameters`"};
    }
    for (std::size_t i = 0; i < (*parameters)->size(); ++i) {
      std::optional<std::string> parameter = parameter_text((**parameters)[i]);
      if (parameter && parameter->find('\0') != std::string::npos) {
        return Error{Errc::invalid_input, "`parameters[" + std::to_string(i) +
                                              "]` holds a NUL character, which PostgreSQL cannot keep"};
      }
      statement.parameters.push_back(std::move(parameter));
    }
  }
  const Result<std::optional<std::int64_t>> expected = optional_integer(object, "expectRows", 0, INT64_MAX);
  if (!expected) return expected.error();
  if (*expected) statement.expect_rows = static_cast<std::uint64_t>(**expected);
  return statement;
}

}  // namespace

Result<SqlBatch> read_sql_batch(const JsonObject& arguments) {
  SqlBatch batch;
  const Result<const JsonArray*> list = optional_array(arguments, "transaction");
  if (!list) return list.error();
  if (*list == nullptr) {
    Result<SqlStatement> statement = read_statement(arguments);
    if (!statement) return std::move(statement).error();
    batch.statements.push_back(*std::move(statement));
    return batch;
  }
  batch.is_list = true;
  if (find_member(arguments, "statement") != nullptr) {
    return Error{Errc::invalid_input, "give either `statement` or `transaction`, not both"};
  }
  if ((*list)->empty() || (*list)->size() > kMaxStatements) {
    return Error{Errc::invalid_input,
                 "`transaction` must hold 1 to " + std::to_string(kMaxStatements) + " statements"};
  }
  for (std::size_t i = 0; i < (*list)->size(); ++i) {
    const std::string where = "`transaction[" + std::to_string(i) + "]`";
    const Json& element = (**list)[i];
    if (!element.is_object()) {
      return Error{Errc::invalid_input, where + " must be an object, got " + std::string(kind_of(element))};
    }
    Result<SqlStatement> statement = read_statement(element.get_object());
    if (!statement) return Error{statement.error().code, where + ": " + statement.error().message};
    batch.statements.push_back(*std::move(statement));
  }
  return batch;
}

bool can_use_cursor(std::string_view statement) {
  const std::string word = take_word(statement);
  return word == "SELECT" || word == "VALUES" || word == "TABLE";
}

}  // namespace runledger::actions
