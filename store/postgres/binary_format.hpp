#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "workflow/base/id.hpp"
#include "workflow/base/time.hpp"

// PostgreSQL's binary form of values (the *_send functions of its sources): big-endian, no quoting, and a NUL
// in a text is refused by the server instead of cutting the text off.
namespace runledger::store {

// The element types of our arrays, with their fixed object ids (pg_type.dat).
enum class PgType : std::uint32_t {
  boolean = 16,
  bytea = 17,
  int8 = 20,
  int4 = 23,
  text = 25,
  json = 114,
  timestamptz = 1184,
  uuid = 2950,
};

void append_binary(std::string& out, bool value);
void append_binary(std::string& out, std::int32_t value);
void append_binary(std::string& out, std::int64_t value);
// Positions and counts; PostgreSQL's bigint is signed, and all of ours are below 2^63.
void append_binary(std::string& out, std::uint64_t value);
// text, json and bytea alike.
void append_binary(std::string& out, std::string_view value);
void append_binary(std::string& out, const UuidBytes& value);
void append_binary(std::string& out, const std::array<std::uint8_t, 32>& value);  // a hash, as bytea
void append_binary(std::string& out, Timestamp value);
inline void append_binary(std::string& out, const std::string& value) {
  append_binary(out, std::string_view(value));
}
void append_binary(std::string& out, const char* value) = delete;  // would become a bool

template <class Tag>
void append_binary(std::string& out, const Id<Tag>& value) {
  append_binary(out, value.bytes);
}
template <class Tag>
void append_binary(std::string& out, const Name<Tag>& value) {
  append_binary(out, std::string_view(value.value));
}

// Read the binary form of a result. Integers of 4 and 8 bytes that are not negative; times.
std::uint64_t read_int8(std::string_view bytes);
Timestamp read_timestamptz(std::string_view bytes);

}  // namespace runledger::store
