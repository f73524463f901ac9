#include "workflow/schema/wording.hpp"

#include <array>

namespace runledger::schema {
namespace {

struct TypeWord {
  TypeMask mask;
  std::string_view word;
};
constexpr std::array kWords = {
    TypeWord{kObject, "object"}, TypeWord{kArray, "array"},     TypeWord{kString, "string"},
    TypeWord{kNumber, "number"}, TypeWord{kInteger, "integer"}, TypeWord{kBoolean, "boolean"},
    TypeWord{kNull, "null"},
};

}  // namespace

std::string_view type_name(const Json& value) {
  const TypeMask types = types_of(value);
  if ((types & kInteger) != 0) return "integer";
  for (const auto& [mask, word] : kWords) {
    if (types == mask) return word;
  }
  return "nothing";
}

std::string type_names(TypeMask mask) {
  std::vector<std::string_view> words;
  for (const auto& known : kWords) {
    if ((mask & known.mask) != 0) words.push_back(known.word);
  }
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string shown(const Json& value) {
  return shortened(write_json(value));
}

std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural) {
  return (std::to_string(count) + ' ') += count == 1 ? singular : plural;
}

}  // namespace runledger::schema
