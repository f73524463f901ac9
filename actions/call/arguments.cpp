#include "actions/call/arguments.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace runledger::actions {
namespace {

Error wrong_kind(std::string_view name, std::string_view expected, const Json& found) {
  return Error{Errc::invalid_input, "`" + std::string(name) + "` must be " + std::string(expected) +
                                        ", got " + std::string(kind_of(found))};
}

}  // namespace

const Json* find_member(const JsonObject& object, std::string_view name) {
  const Json* member = object.if_contains(name);
  return member == nullptr || member->is_null() ? nullptr : member;
}

std::string_view kind_of(const Json& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "a boolean";
    case boost::json::kind::string:
      return "a string";
    case boost::json::kind::array:
      return "an array";
    case boost::json::kind::object:
      return "an object";
    default:
      return "a number";
  }
}

std::optional<std::string> scalar_text(const Json& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool() || value.is_number()) return write_json(value);
  return std::nullopt;
}

Result<std::string> required_text(const JsonObject& object, std::string_view name) {
  Result<std::optional<std::string>> found = optional_text(object, name);
  if (!found) return std::move(found).error();
  if (!*found) {
    return Error{Errc::invalid_input, "`" + std::string(name) + "` is missing: it must be a string"};
  }
  return *std::move(*found);
}

Result<std::optional<std::string>> optional_text(const JsonObject& object, std::string_view name) {
  const Json* member = find_member(object, name);
  if (member == nullptr) return std::optional<std::string>{};
  if (!member->is_string()) return wrong_kind(name, "a string", *member);
  return std::optional<std::string>(member->get_string());
}

Result<bool> optional_flag(const JsonObject& object, std::string_view name, bool otherwise) {
  const Json* member = find_member(object, name);
  if (member == nullptr) return otherwise;
  if (!member->is_bool()) return wrong_kind(name, "true or false", *member);
  return member->get_bool();
}

Result<std::optional<std::int64_t>> optional_integer(const JsonObject& object, std::string_view name,
                                                     std::int64_t least, std::int64_t most) {
  const Json* member = find_member(object, name);
  if (member == nullptr) return std::optional<std::int64_t>{};
  boost::system::error_code failure;
  const auto number = member->is_number() ? member->to_number<std::int64_t>(failure) : 0;
  if (!member->is_number() || failure || number < least || number > most) {
    return Error{Errc::invalid_input,
                 "`" + std::string(name) + "` must be an integer from " + std::to_string(least) + " to " +
                     std::to_string(most) + ", got " +
                     (member->is_number() ? write_json(*member) : std::string(kind_of(*member)))};
  }
  return std::optional<std::int64_t>(number);
}

Result<const JsonObject*> optional_object(const JsonObject& object, std::string_view name) {
  const Json* member = find_member(object, name);
  if (member == nullptr) return static_cast<const JsonObject*>(nullptr);
  if (!member->is_object()) return wrong_kind(name, "an object", *member);
  return &member->get_object();
}

Result<const JsonArray*> optional_array(const JsonObject& object, std::string_view name) {
  const Json* member = find_member(object, name);
  if (member == nullptr) return static_cast<const JsonArray*>(nullptr);
  if (!member->is_array()) return wrong_kind(name, "an array", *member);
  return &member->get_array();
}

Result<std::vector<std::string>> text_list(const JsonObject& object, std::string_view name) {
  std::vector<std::string> texts;
  const Json* member = find_member(object, name);
  if (member == nullptr) return texts;
  if (member->is_string()) {
    texts.emplace_back(member->get_string());
    return texts;
  }
  if (!member->is_array()) return wrong_kind(name, "a string or an array of strings", *member);
  for (std::size_t i = 0; i < member->get_array().size(); ++i) {
    const Json& element = member->get_array()[i];
    if (!element.is_string()) {
      return wrong_kind(std::string(name) + "[" + std::to_string(i) + "]", "a string", element);
    }
    texts.emplace_back(element.get_string());
  }
  return texts;
}

}  // namespace runledger::actions
