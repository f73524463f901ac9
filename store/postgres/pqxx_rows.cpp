#include "store/postgres/pqxx_rows.hpp"

namespace runledger::store {
namespace {

// The digits come from PostgreSQL's encode(): lower case.
int value_of(char digit) {
  return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

}  // namespace

std::string bytes_of(const pqxx::field& field) {
  const std::string_view digits(field.c_str(), field.size());
  std::string bytes;
  bytes.reserve(digits.size() / 2);
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<char>(value_of(digits[i]) * 16 + value_of(digits[i + 1])));
  }
  return bytes;
}

}  // namespace runledger::store
