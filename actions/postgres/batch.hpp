#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"

namespace runledger::actions {

struct SqlStatement {
  std::string text;
  std::vector<std::optional<std::string>> parameters;  // as PostgreSQL's text format; absent: NULL
  std::optional<std::uint64_t> expect_rows;            // any other number of rows undoes everything
};

// Statements that take effect together or not at all.
struct SqlBatch {
  std::vector<SqlStatement> statements;
  bool is_list = false;  // given as `transaction`: the result is {"results":[..]}
};

// Reads the arguments of `call: postgres`: {"statement","parameters"?,"expectRows"?} or {"transaction":[{the
// same}, ...]}. Parameters: text as it is, numbers and booleans as text, null as NULL, objects and arrays as
// JSON. Errors: invalid_input naming the argument: also for a NUL character, and for statements that begin or
// end transactions or change the session, which the engine shares between runs.
Result<SqlBatch> read_sql_batch(const JsonObject& arguments);

// Whether the statement only gives rows and can be read through a cursor: SELECT, VALUES and TABLE.
bool can_use_cursor(std::string_view statement);

}  // namespace runledger::actions
