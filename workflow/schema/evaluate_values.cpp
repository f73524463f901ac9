// The assertions about one value: its type, number, text or size (JSON Schema validation §6.1 to §6.3, §7).
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "workflow/schema/evaluator.hpp"
#include "workflow/schema/wording.hpp"

namespace runledger::schema {
namespace {

std::string_view text_of(const Json& string) {
  return {string.get_string().data(), string.get_string().size()};
}

// Characters are Unicode code points (RFC 8259 §8.2, as validation §6.3.1 says).
std::uint64_t count_characters(std::string_view text) {
  std::uint64_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

// The size that a bound is about, or nullopt when the value is of another type.
std::optional<std::uint64_t> size_of(CountBound::Of of, const Json& value) {
  switch (of) {
    case CountBound::Of::length:
      if (value.is_string()) return count_characters(text_of(value));
      break;
    case CountBound::Of::items:
      if (value.is_array()) return value.get_array().size();
      break;
    case CountBound::Of::properties:
      if (value.is_object()) return value.get_object().size();
      break;
  }
  return std::nullopt;
}

std::string count_message(const CountBound& keyword, std::uint64_t size) {
  const std::string limit = keyword.is_maximum ? "at most " : "at least ";
  switch (keyword.of) {
    case CountBound::Of::length:
      return "must have " + limit + counted(keyword.bound, "character", "characters") + ", has " +
             std::to_string(size);
    case CountBound::Of::items:
      return "must have " + limit + counted(keyword.bound, "item", "items") + ", has " + std::to_string(size);
    case CountBound::Of::properties:
      return "must have " + limit + counted(keyword.bound, "field", "fields") + ", has " +
             std::to_string(size);
  }
  return {};
}

bool within(const NumberBound& keyword, const Json& number) {
  const int order = compare_numbers(number, *keyword.bound);
  switch (keyword.relation) {
    case NumberBound::Relation::minimum:
      return order >= 0;
    case NumberBound::Relation::exclusive_minimum:
      return order > 0;
    case NumberBound::Relation::maximum:
      return order <= 0;
    case NumberBound::Relation::exclusive_maximum:
      return order < 0;
  }
  return false;
}

std::string bound_message(const NumberBound& keyword) {
  constexpr std::string_view kWords[] = {"at least ", "more than ", "at most ", "less than "};
  return "must be " + std::string(kWords[static_cast<std::size_t>(keyword.relation)]) + shown(*keyword.bound);
}

std::string enum_message(const JsonArray& values) {
  constexpr std::size_t kMostShown = 10;
  if (values.empty()) return "no value is allowed here";
  std::string message = "must be one of ";
  for (std::size_t i = 0; i < values.size() && i < kMostShown; ++i) {
    if (i > 0) message += ", ";
    message += shown(values[i]);
  }
  if (values.size() > kMostShown) message += ", ... (" + std::to_string(values.size()) + " in all)";
  return message;
}

}  // namespace

bool Evaluator::check(const TypeIs& keyword, const Subject& subject) {
  if ((types_of(subject.value) & keyword.accepted) != 0) return true;
  return fail("type", subject, [&] {
    return "expected " + type_names(keyword.accepted) + ", found " + std::string(type_name(subject.value));
  });
}

bool Evaluator::check(const EnumIs& keyword, const Subject& subject) {
  if (!spend(keyword.cost)) return false;
  for (const Json& value : *keyword.values) {
    if (json_equal(value, subject.value)) return true;
  }
  return fail("enum", subject, [&] { return enum_message(*keyword.values); });
}

bool Evaluator::check(const ConstIs& keyword, const Subject& subject) {
  if (!spend(keyword.cost)) return false;
  if (json_equal(*keyword.value, subject.value)) return true;
  return fail("const", subject, [&] { return "must be " + shown(*keyword.value); });
}

bool Evaluator::check(const NumberBound& keyword, const Subject& subject) {
  if (!subject.value.is_number() || within(keyword, subject.value)) return true;
  return fail(keyword_of(keyword.relation), subject, [&] { return bound_message(keyword); });
}

bool Evaluator::check(const MultipleOf& keyword, const Subject& subject) {
  if (!subject.value.is_number() || is_multiple(subject.value, keyword.divisor)) return true;
  return fail("multipleOf", subject, [&] { return "must be a multiple of " + shown(*keyword.shown); });
}

bool Evaluator::check(const CountBound& keyword, const Subject& subject) {
  if (subject.value.is_string() && !spend(text_cost(subject.value.get_string().size()))) return false;
  const auto size = size_of(keyword.of, subject.value);
  if (!size || (keyword.is_maximum ? *size <= keyword.bound : *size >= keyword.bound)) return true;
  return fail(keyword_of(keyword.of, keyword.is_maximum), subject,
              [&] { return count_message(keyword, *size); });
}

bool Evaluator::check(const Matches& keyword, const Subject& subject) {
  if (!subject.value.is_string()) return true;
  const std::string_view text = text_of(subject.value);
  if (!spend(text_cost(text.size()))) return false;
  if (keyword.pattern->found_in(text)) return true;
  return fail("pattern", subject, [&] { return "must match the pattern " + shortened(keyword.text, 200); });
}

bool Evaluator::check(const HasFormat& keyword, const Subject& subject) {
  if (!subject.value.is_string() || !(options_.assert_formats || keyword.always)) return true;
  const std::string_view text = text_of(subject.value);
  if (!spend(text_cost(text.size()))) return false;
  if (keyword.format->check(text)) return true;
  return fail("format", subject, [&] { return "must be " + std::string(keyword.format->description); });
}

}  // namespace runledger::schema
