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
  auto length = static_cast<std::uint32_t>(column.elements.size() - start);
  for (std::size_t i = start; i-- > start - 4; length >>= 8) {
    column.elements[i] = static_cast<char>(length & 0xFF);
  }
}

void Rows::put_null(Column& column) {
  column.has_nulls = true;
  append_binary(column.elements, std::int32_t{-1});
}

std::vector<Parameters> Rows::one_by_one() const {
  std::vector<Parameters> made(size_);
  for (const Column& column : columns_) {
    std::string_view rest = column.elements;
    for (Parameters& row : made) {
      const auto length = static_cast<std::int32_t>(read_int8(rest.substr(0, 4)));
      rest.remove_prefix(4);
      if (length < 0) {
        row.add(std::optional<std::string_view>());
        continue;
      }
      row.add(rest.substr(0, static_cast<std::size_t>(length)));
      rest.remove_prefix(static_cast<std::size_t>(length));
    }
  }
  return made;
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
