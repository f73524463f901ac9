#include "store/postgres/rows_statement.hpp"

#include <deque>
#include <string>

namespace runledger::store {
namespace {

// For good: statements are made once, as constants are.
const char* keep(std::string text) {
  static std::deque<std::string> kept;
  return kept.emplace_back(std::move(text)).c_str();
}

// make(number, column) for each column, with commas between.
template <class Make>
std::string list(std::initializer_list<RowColumn> columns, const Make& make) {
  std::string text;
  int number = 0;
  for (const RowColumn& column : columns) {
    if (number > 0) text += ", ";
    text += make(std::to_string(++number), column);
  }
  return text;
}

std::string names(std::initializer_list<RowColumn> columns) {
  return list(columns, [](const std::string&, const RowColumn& column) { return std::string(column.name); });
}

std::string arrays(std::initializer_list<RowColumn> columns) {
  return list(columns, [](const std::string& number, const RowColumn& column) {
    return "$" + number + "::" + std::string(column.type) + "[]";
  });
}

std::string values(std::initializer_list<RowColumn> columns) {
  return list(columns, [](const std::string& number, const RowColumn& column) {
    return "$" + number + "::" + std::string(column.type);
  });
}

RowsStatement named(std::string_view name, std::string many, std::string one) {
  return {{keep(std::string(name)), keep(std::move(many))},
          {keep(std::string(name) + "_one"), keep(std::move(one))}};
}

}  // namespace

RowsStatement insert_rows(std::string_view name, std::string_view table,
                          std::initializer_list<RowColumn> columns) {
  const std::string into = "INSERT INTO " + std::string(table) + " (" + names(columns) + ") ";
  // Unnested in the select list: in FROM, PostgreSQL would first keep all rows in a tuplestore.
  const std::string unnested = list(columns, [](const std::string& number, const RowColumn& column) {
    return "unnest($" + number + "::" + std::string(column.type) + "[])";
  });
  return named(name, into + "SELECT " + unnested, into + "VALUES (" + values(columns) + ")");
}

RowsStatement with_rows(std::string_view name, std::string_view sql,
                        std::initializer_list<RowColumn> columns) {
  constexpr std::string_view kPlace = "{rows}";
  const auto place = sql.find(kPlace);
  const std::string before(sql.substr(0, place));
  const std::string after =
      " AS rows(" + names(columns) + ")" + std::string(sql.substr(place + kPlace.size()));
  return named(name, before + "unnest(" + arrays(columns) + ")" + after,
               before + "(VALUES (" + values(columns) + "))" + after);
}

}  // namespace runledger::store
