#include "actions/call/redactor.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <variant>

#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

void replace_all(std::string& text, std::string_view needle) {
  for (auto at = text.find(needle); at != std::string::npos; at = text.find(needle, at + kRedacted.size())) {
    text.replace(at, needle.size(), kRedacted);
  }
}

}  // namespace

void Redactor::add(std::string_view secret) {
  if (secret.empty()) return;
  add_needle(std::string(secret));
  add_needle(to_base64(secret));
  add_needle(percent_encode(secret));
  std::string quoted;
  write_json_string(secret, quoted);
  add_needle(quoted.substr(1, quoted.size() - 2));
}

void Redactor::add_needle(std::string needle) {
  if (std::find(needles_.begin(), needles_.end(), needle) != needles_.end()) return;
  const auto longer = [](const std::string& left, const std::string& right) {
    return left.size() > right.size();
  };
  needles_.insert(std::upper_bound(needles_.begin(), needles_.end(), needle, longer), std::move(needle));
}

bool Redactor::occurs_in(std::string_view text) const {
  return std::any_of(needles_.begin(), needles_.end(), [text](const std::string& needle) {
    return text.find(needle) != std::string_view::npos;
  });
}

std::string Redactor::clean(std::string text) const {
  for (const std::string& needle : needles_) replace_all(text, needle);
  return text;
}

Json Redactor::clean(const Json& value) const {
  if (value.is_string()) return Json(clean(std::string(value.get_string())));
  if (value.is_array()) {
    JsonArray cleaned;
    cleaned.reserve(value.get_array().size());
    for (const Json& element : value.get_array()) cleaned.push_back(clean(element));
    return cleaned;
  }
  if (value.is_object()) {
    JsonObject cleaned;
    cleaned.reserve(value.get_object().size());
    for (const auto& member : value.get_object()) {
      cleaned.insert_or_assign(clean(std::string(member.key())), clean(member.value()));
    }
    return cleaned;
  }
  if (value.is_number()) {
    const std::string text = write_json(value);
    if (std::find(needles_.begin(), needles_.end(), text) != needles_.end()) return Json(kRedacted);
  }
  return value;
}

run::ActionOutcome Redactor::clean(run::ActionOutcome outcome) const {
  if (empty()) return outcome;
  if (auto* succeeded = std::get_if<run::Succeeded>(&outcome)) {
    if (succeeded->result) succeeded->result = share(clean(*succeeded->result));
  } else if (auto* failed = std::get_if<run::Failed>(&outcome)) {
    failed->error.title = clean(std::move(failed->error.title));
    failed->error.detail = clean(std::move(failed->error.detail));
    if (failed->error.response) failed->error.response = share(clean(*failed->error.response));
  } else if (auto* unknown = std::get_if<run::OutcomeUnknown>(&outcome)) {
    unknown->detail = clean(std::move(unknown->detail));
  }
  return outcome;
}

}  // namespace runledger::actions
