#include <algorithm>
#include <array>

#include "workflow/schema/ecma_regex.hpp"

namespace runledger::schema {
namespace {

struct CategoryName {
  std::string_view long_name;
  std::string_view short_name;
};

// Unicode's general categories (PropertyValueAliases.txt, gc); RE2 knows only the short names.
constexpr std::array kCategories = {
    CategoryName{"Letter", "L"},
    CategoryName{"Lowercase_Letter", "Ll"},
    CategoryName{"Modifier_Letter", "Lm"},
    CategoryName{"Other_Letter", "Lo"},
    CategoryName{"Titlecase_Letter", "Lt"},
    CategoryName{"Uppercase_Letter", "Lu"},
    CategoryName{"Mark", "M"},
    CategoryName{"Combining_Mark", "M"},
    CategoryName{"Spacing_Mark", "Mc"},
    CategoryName{"Enclosing_Mark", "Me"},
    CategoryName{"Nonspacing_Mark", "Mn"},
    CategoryName{"Number", "N"},
    CategoryName{"Decimal_Number", "Nd"},
    CategoryName{"digit", "Nd"},
    CategoryName{"Letter_Number", "Nl"},
    CategoryName{"Other_Number", "No"},
    CategoryName{"Punctuation", "P"},
    CategoryName{"punct", "P"},
    CategoryName{"Connector_Punctuation", "Pc"},
    CategoryName{"Dash_Punctuation", "Pd"},
    CategoryName{"Close_Punctuation", "Pe"},
    CategoryName{"Final_Punctuation", "Pf"},
    CategoryName{"Initial_Punctuation", "Pi"},
    CategoryName{"Other_Punctuation", "Po"},
    CategoryName{"Open_Punctuation", "Ps"},
    CategoryName{"Symbol", "S"},
    CategoryName{"Currency_Symbol", "Sc"},
    CategoryName{"Modifier_Symbol", "Sk"},
    CategoryName{"Math_Symbol", "Sm"},
    CategoryName{"Other_Symbol", "So"},
    CategoryName{"Separator", "Z"},
    CategoryName{"Line_Separator", "Zl"},
    CategoryName{"Paragraph_Separator", "Zp"},
    CategoryName{"Space_Separator", "Zs"},
    CategoryName{"Other", "C"},
    CategoryName{"Control", "Cc"},
    CategoryName{"cntrl", "Cc"},
    CategoryName{"Format", "Cf"},
    CategoryName{"Surrogate", "Cs"},
    CategoryName{"Private_Use", "Co"},
};

std::string category(std::string_view name) {
  for (const auto& known : kCategories) {
    if (name == known.long_name || name == known.short_name) {
      return "\\p{" + std::string(known.short_name) + "}";
    }
  }
  return {};
}

bool is_script_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return name.size() > 3 && std::all_of(name.begin(), name.end(), is_letter);
}

}  // namespace

std::string translate_property(std::string_view body) {
  if (body == "ASCII") return "\\x{0}-\\x{7f}";
  if (body == "Any") return "\\x{0}-\\x{10ffff}";
  if (body == "LC" || body == "Cased_Letter") return "\\p{Lu}\\p{Ll}\\p{Lt}";
  const auto equals = body.find('=');
  if (equals == std::string_view::npos) return category(body);
  const auto key = body.substr(0, equals);
  const auto value = body.substr(equals + 1);
  if (key == "General_Category" || key == "gc") return category(value);
  // RE2 knows scripts by their long names and says so when it does not know one.
  if ((key == "Script" || key == "sc") && is_script_name(value)) return "\\p{" + std::string(value) + "}";
  return {};
}

}  // namespace runledger::schema
