#pragma once

#include <utility>
#include <vector>

#include "store/postgres/parameters.hpp"
#include "store/postgres/rows.hpp"
#include "store/postgres/rows_statement.hpp"

namespace runledger::store {

// Statements to carry out in this order, in one transaction.
class StatementSink {
 public:
  void add(const Statement& statement, Parameters parameters) {
    queued_.emplace_back(&statement, std::move(parameters));
  }
  // Nothing when there are no rows.
  void add(const RowsStatement& statement, const Rows& rows) {
    if (rows.size() > kFewRows) return add(statement.many, rows.parameters());
    for (Parameters& row : rows.one_by_one()) add(statement.one, std::move(row));
  }
  const std::vector<std::pair<const Statement*, Parameters>>& queued() const { return queued_; }

 private:
  // About where single rows stop being cheaper than arrays.
  static constexpr std::size_t kFewRows = 6;

  std::vector<std::pair<const Statement*, Parameters>> queued_;
};

}  // namespace runledger::store
