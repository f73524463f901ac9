#include "store/postgres/binary_format.hpp"

namespace runledger::store {
namespace {

// timestamptz counts microseconds from 2000-01-01.
constexpr std::chrono::sys_days kPostgresEpoch{std::chrono::January / 1 / 2000};

template <class Unsigned>
void append_big_endian(std::string& out, Unsigned value) {
  std::array<char, sizeof value> bytes;
  for (std::size_t i = sizeof value; i-- > 0; value = static_cast<Unsigned>(value >> 8)) {
    bytes[i] = static_cast<char>(value & 0xFF);
  }
  out.append(bytes.data(), bytes.size());
}

}  // namespace

void append_binary(std::string& out, bool value) {
  out.push_back(value ? '\1' : '\0');
}

void append_binary(std::string& out, std::int32_t value) {
  append_big_endian(out, static_cast<std::uint32_t>(value));
}

void append_binary(std::string& out, std::int64_t value) {
  append_big_endian(out, static_cast<std::uint64_t>(value));
}

void append_binary(std::string& out, std::uint64_t value) {
  append_big_endian(out, value);
}

void append_binary(std::string& out, std::string_view value) {
  out += value;
}

void append_binary(std::string& out, const UuidBytes& value) {
  out.append(reinterpret_cast<const char*>(value.data()), value.size());
}

void append_binary(std::string& out, const std::array<std::uint8_t, 32>& value) {
  out.append(reinterpret_cast<const char*>(value.data()), value.size());
}

void append_binary(std::string& out, Timestamp value) {
  append_binary(out, static_cast<std::int64_t>((value - kPostgresEpoch).count()));
}

std::uint64_t read_int8(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

Timestamp read_timestamptz(std::string_view bytes) {
  return kPostgresEpoch + std::chrono::microseconds(static_cast<std::int64_t>(read_int8(bytes)));
}

}  // namespace runledger::store
