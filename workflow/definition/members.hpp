#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/definition/diagnostics.hpp"
#include "workflow/definition/place.hpp"

namespace runledger::definition {

// Reads an object member by member. What was asked for is what is known: refuse_unknown() then refuses all
// else, with the nearest known name. Everything wrong goes to the diagnostics; the accessors give nullopt.
class Members {
 public:
  // `what` names the object in messages ("a task", "`retry`"). Refuses a value that is no object.
  Members(const Place& place, Diagnostics& diagnostics, std::string what);

  bool is_object() const { return object_ != nullptr; }
  const Place& place() const { return place_; }
  bool has(std::string_view name) const;

  std::optional<Place> get(std::string_view name);
  std::optional<Place> require(std::string_view name);
  // Members of one kind.
  std::optional<Place> object(std::string_view name);
  std::optional<Place> list(std::string_view name);
  std::optional<std::string> text(std::string_view name);
  std::optional<std::string> require_text(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
  std::optional<bool> boolean(std::string_view name);
  // A string out of a fixed set.
  std::optional<std::string> word(std::string_view name, std::span<const std::string_view> words);

  // A member of the language that this version does not carry out: refused by name when present.
  void unsupported(std::string_view name, std::string_view hint = {});
  // Makes a name known without reading it.
  void known(std::string_view name) { asked_.push_back(name); }
  void refuse_unknown();

 private:
  std::optional<Place> of_kind(std::string_view name, bool matches(const Json&), std::string_view expected);

  Place place_;
  Diagnostics& diagnostics_;
  std::string what_;
  const JsonObject* object_ = nullptr;
  std::vector<std::string_view> asked_;  // literals, as a rule
};

}  // namespace runledger::definition
