#include "store/postgres/rows.hpp"

namespace runledger::store {

Rows::Rows(std::initializer_list<PgType> columns) {
  for (const PgType type : columns) columns_.push_back({type, false, {}});
}

// An element is its length in 4 bytes, then its bytes (array_send).
std::size_t Rows::begin_element(Column& column) {
  column.elements.append(4, '\0');
  return column.elements.size();
}

void Rows::end_element(Column& column, std::size_t start) {
  std::string length;
  append_binary(length, static_cast<std::int32_t>(column.elements.size() - start));
  column.elements.replace(start - 4, 4, length);
}

void Rows::put_null(Column& column) {
  column.has_nulls = true;
  append_binary(column.elements, std::int32_t{-1});
}

Parameters Rows::parameters() const {
  Parameters made;
  for (const Column& column : columns_) {
    std::string array;
    array.reserve(20 + column.elements.size());
    append_binary(array, std::int32_t{size_ == 0 ? 0 : 1});  // dimensions
    append_binary(array, std::int32_t{column.has_nulls ? 1 : 0});
    append_binary(array, static_cast<std::int32_t>(column.type));
    if (size_ > 0) {
      append_binary(array, static_cast<std::int32_t>(size_));
      append_binary(array, std::int32_t{1});  // the first index
    }
    array += column.elements;
    made.add(array);
  }
  return made;
}

}  // namespace runledger::store
