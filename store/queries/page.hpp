#pragma once

#include <pqxx/result>
#include <pqxx/row>

#include "workflow/ports/queries.hpp"

namespace runledger::store {

// The rows of a page, from a result that has one row more when another page follows.
// `read`: pqxx::row to Row or Result<Row>; `cursor_of`: the last Row of a page to where the next one goes on.
template <class Row, class Read, class CursorOf>
Result<Page<Row>> read_page(const pqxx::result& result, const PageRequest& page, Read read,
                            CursorOf cursor_of) {
  Page<Row> found;
  for (const auto& row : result) {
    if (found.rows.size() == page.limit) {
      found.next = cursor_of(found.rows.back());
      break;
    }
    Result<Row> next = read(row);
    if (!next) return std::move(next).error();
    found.rows.push_back(*std::move(next));
  }
  return found;
}

}  // namespace runledger::store
