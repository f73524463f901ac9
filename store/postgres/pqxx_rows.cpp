#include "store/postgres/pqxx_rows.hpp"

namespace runledger::store {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

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

std::string to_hex(std::string_view bytes) {
  std::string digits;
  digits.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    digits.push_back(kDigits[byte >> 4]);
    digits.push_back(kDigits[byte & 15]);
  }
  return digits;
}

}  // namespace runledger::store
