#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace runledger::http {

struct Field {
  std::string name;
  std::string value;

  friend bool operator==(const Field&, const Field&) = default;
};

// True when both are equal without regard to the case of ASCII letters (header names, schemes, media types).
bool equal_ignoring_case(std::string_view left, std::string_view right);

// The members of a comma-separated header value (RFC 9110 §5.6.1), trimmed, empty ones left out. Commas
// within quoted strings do not separate. The views live as long as `value`.
std::vector<std::string_view> list_items(std::string_view value);

// `text` without blanks and tabs at its ends.
std::string_view trimmed(std::string_view text);

// Header fields in the order in which they were sent; repeated ones are kept apart, names keep their case and
// are looked up without regard to it. Values carry no blanks at either end and no control characters.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void add(std::string name, std::string value);
  // Removes every field of that name, then adds one.
  void set(std::string name, std::string value);
  // The first value, or nullptr. Where a second one would matter, ask count().
  const std::string* find(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  std::size_t count(std::string_view name) const;

  bool empty() const { return fields_.empty(); }
  std::size_t size() const { return fields_.size(); }
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<Field> fields_;
};

// Decoded query parameters in order; names are case-sensitive and may repeat
// (?status=failed&status=timed_out).
class Query {
 public:
  void add(std::string name, std::string value);
  const std::string* find(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  std::size_t count(std::string_view name) const;

  bool empty() const { return fields_.empty(); }
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  std::vector<Field> fields_;
};

}  // namespace runledger::http
