#pragma once

#include <initializer_list>
#include <string_view>

#include "store/postgres/statement.hpp"

namespace runledger::store {

// A statement over rows in two forms: for many rows, with one array a column, and for one row, with one value
// a column. Arrays cost much to begin with and little a row.
struct RowsStatement {
  Statement many;
  Statement one;
};

struct RowColumn {
  std::string_view name;
  std::string_view type;
};

// INSERT of whole rows into `table`. The texts made live as long as the process.
RowsStatement insert_rows(std::string_view name, std::string_view table,
                          std::initializer_list<RowColumn> columns);
// `sql` with {rows} where the rows are to stand: a table of these columns.
RowsStatement with_rows(std::string_view name, std::string_view sql,
                        std::initializer_list<RowColumn> columns);

}  // namespace runledger::store
