#include "workflow/run/decide/documents.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <cstdint>

#include "workflow/run/decide/limits.hpp"

namespace runledger::run {
namespace {

enum class Origin { computed, foreign };

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// The length of the UTF-8 sequence at the start of `text` (RFC 3629 §4), 0 when there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool out_of_range = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                            (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return out_of_range ? 0 : length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// Walks a document once and adds up roughly what it takes as text; stops at the first thing that is wrong.
class Inspector {
 public:
  Inspector(Origin origin, std::size_t max_bytes) : origin_(origin), left_(max_bytes), max_(max_bytes) {}

  Result<Done> value(const Json& value, std::size_t depth) {
    if (value.is_object() || value.is_array()) {
      if (depth >= kMaxDocumentDepth) {
        return Error{Errc::limit_exceeded,
                     "the document is nested deeper than " + std::to_string(kMaxDocumentDepth) + " levels"};
      }
      return value.is_object() ? object(value.get_object(), depth) : array(value.get_array(), depth);
    }
    if (const auto* string = value.if_string()) return text({string->data(), string->size()});
    if (value.is_double() && !std::isfinite(value.get_double())) {
      return Error{Errc::expression_failed, "the document holds a number that is not finite"};
    }
    return take(8);
  }

  Result<Done> array_of(std::span<const SharedJson> items) {
    for (const SharedJson& item : items) {
      if (auto fits = value(*item, 1); !fits) return fits;
    }
    return take(2);
  }

 private:
  Result<Done> take(std::size_t bytes) {
    if (bytes > left_) {
      return Error{Errc::limit_exceeded,
                   "the document is larger than " + std::to_string(max_ / 1024) + " KiB"};
    }
    left_ -= bytes;
    return Done{};
  }

  Result<Done> text(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
      return Error{Errc::expression_failed, "the document holds the NUL character, which cannot be kept"};
    }
    if (origin_ == Origin::foreign && !is_utf8(text)) {
      return Error{Errc::invalid_input, "the document holds text that is not UTF-8"};
    }
    return take(text.size() + 3);
  }

  Result<Done> object(const JsonObject& object, std::size_t depth) {
    for (const auto& member : object) {
      if (auto fits = text(member.key()); !fits) return fits;
      if (auto fits = value(member.value(), depth + 1); !fits) return fits;
    }
    return take(2);
  }

  Result<Done> array(const JsonArray& array, std::size_t depth) {
    for (const Json& item : array) {
      if (auto fits = value(item, depth + 1); !fits) return fits;
    }
    return take(2);
  }

  Origin origin_;
  std::size_t left_;
  std::size_t max_;
};

}  // namespace

Result<SharedJson> keep_computed(Json document) {
  auto fits = Inspector(Origin::computed, kMaxDocumentBytes).value(document, 0);
  if (!fits) return std::move(fits).error();
  return share(std::move(document));
}

Result<SharedJson> keep_array(std::span<const SharedJson> items) {
  auto fits = Inspector(Origin::computed, kMaxDocumentBytes).array_of(items);
  if (!fits) return std::move(fits).error();
  JsonArray array;
  array.reserve(items.size());
  for (const SharedJson& item : items) array.push_back(*item);
  return share(std::move(array));
}

Result<Done> check_foreign(const Json& document, std::size_t max_bytes) {
  return Inspector(Origin::foreign, max_bytes).value(document, 0);
}

std::string tidy_text(std::string text, std::size_t max_bytes) {
  const bool fits = text.size() <= max_bytes;
  if (fits && text.find('\0') == std::string::npos && is_utf8(text)) return text;
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t length = rest.front() == '\0' ? 0 : utf8_length(rest);
    const auto piece = length == 0 ? kReplacement : rest.substr(0, length);
    if (out.size() + piece.size() > max_bytes) break;
    out += piece;
    rest.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

RunError tidy_error(RunError error) {
  for (std::string* text : {&error.type, &error.title, &error.detail, &error.instance}) {
    *text = tidy_text(std::move(*text), kMaxErrorTextBytes);
  }
  if (error.status < 0 || error.status > 999) error.status = 500;
  if (error.response && !check_foreign(*error.response, kMaxErrorResponseBytes)) error.response = nullptr;
  return error;
}

}  // namespace runledger::run
