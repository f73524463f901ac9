#include "actions/call/redactor.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <variant>

#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

// A secret shorter than this stands by chance in many words: it is taken out only where it stands alone.
constexpr std::size_t kShortBytes = 4;

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  return (at == 0 || !is_word_byte(text[at - 1])) &&
         (at + size == text.size() || !is_word_byte(text[at + size]));
}

// Where `needle` stands in `text`, from `from` on; npos: nowhere.
std::size_t find_needle(std::string_view text, std::string_view needle, bool alone, std::size_t from) {
  auto at = text.find(needle, from);
  while (alone && at != std::string_view::npos && !stands_alone(text, at, needle.size())) {
    at = text.find(needle, at + 1);
  }
  return at;
}

}  // namespace

void Redactor::add(std::string_view secret) {
  if (secret.empty()) return;
  const bool alone = secret.size() < kShortBytes;
  add_needle(std::string(secret), alone);
  add_needle(lower(secret), alone);
  add_needle(to_base64(secret), alone);
  add_needle(percent_encode(secret), alone);
  std::string quoted;
  write_json_string(secret, quoted);
  add_needle(quoted.substr(1, quoted.size() - 2), alone);
}

void Redactor::add_needle(std::string text, bool alone) {
  const auto same = std::find_if(needles_.begin(), needles_.end(),
                                 [&](const Needle& needle) { return needle.text == text; });
  if (same == needles_.end()) return needles_.push_back({std::move(text), alone});
  same->alone = same->alone && alone;
}

bool Redactor::occurs_in(std::string_view text) const {
  return std::any_of(needles_.begin(), needles_.end(), [text](const Needle& needle) {
    return find_needle(text, needle.text, needle.alone, 0) != std::string_view::npos;
  });
}

// Marks first and replaces afterwards: secrets that overlap leave no remainder, and none is looked for in
// what stands for another.
std::string Redactor::clean(std::string text) const {
  std::vector<std::pair<std::size_t, std::size_t>> spans;  // begin, end
  for (const Needle& needle : needles_) {
    for (auto at = find_needle(text, needle.text, needle.alone, 0); at != std::string::npos;
         at = find_needle(text, needle.text, needle.alone, at + 1)) {
      spans.emplace_back(at, at + needle.text.size());
    }
  }
  if (spans.empty()) return text;
  std::sort(spans.begin(), spans.end());
  std::string cleaned;
  std::size_t done = 0;
  for (const auto& [begin, end] : spans) {
    if (cleaned.empty() || begin >= done) {
      cleaned.append(text, done, begin - done).append(kRedacted);
      done = end;
    } else {
      done = std::max(done, end);
    }
  }
  return cleaned.append(text, done);
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
    if (std::any_of(needles_.begin(), needles_.end(), [&](const Needle& n) { return n.text == text; })) {
      return Json(kRedacted);
    }
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
