#pragma once

#include <cassert>
#include <initializer_list>
#include <optional>
#include <vector>

#include "store/postgres/parameters.hpp"

namespace runledger::store {

// Many rows as the parameters of one statement: one array a column, for `unnest($1::uuid[], $2::text[],
// ...)`.
class Rows {
 public:
  explicit Rows(std::initializer_list<PgType> columns);

  // One value a column, in order. std::nullopt is NULL.
  template <class... Values>
  void add(const Values&... values) {
    assert(sizeof...(values) == columns_.size());
    std::size_t column = 0;
    (put(columns_[column++], values), ...);
    ++size_;
  }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  // One array parameter a column. The rows remain.
  Parameters parameters() const;
  // Each row's values, in order: one parameter a column. The rows remain.
  std::vector<Parameters> one_by_one() const;

 private:
  struct Column {
    PgType type;
    bool has_nulls = false;
    std::string elements;
  };

  template <class Value>
  static void put(Column& column, const Value& value) {
    const std::size_t start = begin_element(column);
    append_binary(column.elements, value);
    end_element(column, start);
  }
  template <class Value>
  static void put(Column& column, const std::optional<Value>& value) {
    if (value) return put(column, *value);
    put_null(column);
  }
  static std::size_t begin_element(Column& column);
  static void end_element(Column& column, std::size_t start);
  static void put_null(Column& column);

  std::vector<Column> columns_;
  std::size_t size_ = 0;
};

}  // namespace runledger::store
