#include "workflow/run/error.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>

namespace runledger::run {
namespace {

// Every spelling that the specification, its schema, its examples and its test kit have published.
constexpr std::array<std::string_view, 4> kPublishedPrefixes = {
    error_type::kPrefix, "https://serverlessworkflow.io/spec/1.0.0/errors/",
    "https://serverlessworkflow.io/dsl/errors/types/", "https://serverlessworkflow.io.io/dsl/errors/types/"};
constexpr std::array<std::string_view, 8> kStandardNames = {"configuration",  "validation",    "expression",
                                                            "authentication", "authorization", "timeout",
                                                            "communication",  "runtime"};

// The <name> of a standard type in any spelling; empty for all others.
std::string_view standard_name(std::string_view type) {
  for (const auto prefix : kPublishedPrefixes) {
    if (!type.starts_with(prefix)) continue;
    const auto name = type.substr(prefix.size());
    if (std::find(kStandardNames.begin(), kStandardNames.end(), name) != kStandardNames.end()) return name;
  }
  return {};
}

Error faulty_member(std::string_view name, std::string_view expected) {
  return Error{Errc::invalid_input,
               "member '" + std::string(name) + "' of an error must be " + std::string(expected)};
}

Result<std::string> text_member(const JsonObject& object, std::string_view name) {
  const Json* found = object.if_contains(name);
  if (found == nullptr || !found->is_string()) return faulty_member(name, "a string");
  return std::string(found->get_string());
}

}  // namespace

bool operator==(const RunError& left, const RunError& right) {
  const bool same_response = left.response == right.response ||
                             (left.response && right.response && json_equal(*left.response, *right.response));
  return same_response && left.type == right.type && left.status == right.status &&
         left.title == right.title && left.detail == right.detail && left.instance == right.instance;
}

bool same_error_type(std::string_view left, std::string_view right) {
  if (left == right) return true;
  const auto name = standard_name(left);
  return !name.empty() && name == standard_name(right);
}

Json to_json(const RunError& error) {
  JsonObject object;
  object["type"] = error.type;
  object["status"] = error.status;
  object["title"] = error.title;
  object["detail"] = error.detail;
  object["instance"] = error.instance;
  if (error.response) object["response"] = *error.response;
  return object;
}

Result<RunError> run_error_from_json(const Json& json) {
  const JsonObject* object = json.if_object();
  if (object == nullptr) return Error{Errc::invalid_input, "an error must be an object"};
  RunError error;
  struct Target {
    std::string_view name;
    std::string* value;
  };
  for (const Target& target : {Target{"type", &error.type}, Target{"title", &error.title},
                               Target{"detail", &error.detail}, Target{"instance", &error.instance}}) {
    auto text = text_member(*object, target.name);
    if (!text) return std::move(text).error();
    *target.value = *std::move(text);
  }
  const Json* status = object->if_contains("status");
  if (status == nullptr || !status->is_int64() || status->get_int64() < 0 || status->get_int64() > 999) {
    return faulty_member("status", "an integer from 0 to 999");
  }
  error.status = static_cast<int>(status->get_int64());
  if (const Json* response = object->if_contains("response")) error.response = share(*response);
  return error;
}

}  // namespace runledger::run
