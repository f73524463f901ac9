#pragma once

#include <utility>
#include <vector>

#include "store/postgres/parameters.hpp"
#include "store/postgres/rows.hpp"
#include "store/postgres/statement.hpp"

namespace runledger::store {

// Statements to carry out in this order, in one transaction.
class StatementSink {
 public:
  void add(const Statement& statement, Parameters parameters) {
    queued_.emplace_back(&statement, std::move(parameters));
  }
  // Nothing when there are no rows.
  void add(const Statement& statement, const Rows& rows) {
    if (!rows.empty()) add(statement, rows.parameters());
  }
  const std::vector<std::pair<const Statement*, Parameters>>& queued() const { return queued_; }

 private:
  std::vector<std::pair<const Statement*, Parameters>> queued_;
};

}  // namespace runledger::store
