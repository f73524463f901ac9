#pragma once

#include <optional>
#include <string>

#include "store/postgres/pqxx_session.hpp"
#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"

// Values of a result, as our types. Times travel as microseconds since 1970 (runledger.micros,
// runledger.from_micros): exact, and free of the session's date style.
namespace runledger::store {

inline std::string text_of(const pqxx::field& field) {
  return field.is_null() ? std::string() : std::string(field.c_str(), field.size());
}

// Bytes travel as hexadecimal digits (encode(..., 'hex')): the two versions of libpqxx have no other way in
// common.
std::string bytes_of(const pqxx::field& field);

template <class SomeId>
SomeId id_of(const pqxx::field& field) {
  return SomeId::parse(text_of(field)).value_or(SomeId{});
}
template <class SomeId>
std::optional<SomeId> optional_id_of(const pqxx::field& field) {
  return SomeId::parse(text_of(field));
}

inline std::uint64_t number_of(const pqxx::field& field) {
  return static_cast<std::uint64_t>(field.as<std::int64_t>());
}

inline Timestamp time_of(const pqxx::field& field) {
  return Timestamp(std::chrono::microseconds(field.as<std::int64_t>()));
}
inline std::optional<Timestamp> optional_time_of(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return time_of(field);
}

inline std::int64_t to_micros(Timestamp time) {
  return time.time_since_epoch().count();
}

// NULL for what is absent.
inline const char* or_null(const std::optional<std::string>& text) {
  return text ? text->c_str() : nullptr;
}

}  // namespace runledger::store
