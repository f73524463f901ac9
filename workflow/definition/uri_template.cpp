#include "workflow/definition/uri_template.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <utility>

#include "workflow/definition/place.hpp"

namespace runledger::definition {
namespace {

constexpr std::string_view kNameCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
constexpr std::string_view kOperators = "+#./;?&";
constexpr std::size_t kMaxPrefix = 9999;

Error wrong(std::string_view expression, std::string_view why) {
  return Error{Errc::invalid_input,
               "`{" + std::string(expression.substr(0, 40)) + "}`: " + std::string(why) + " (RFC 6570)"};
}

Result<UriTemplate::Variable> parse_variable(std::string_view expression, std::string_view text) {
  UriTemplate::Variable variable;
  if (text.ends_with('*')) {
    variable.explode = true;
    text.remove_suffix(1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const auto digits = text.substr(colon + 1);
    const auto [end, failure] =
        std::from_chars(digits.data(), digits.data() + digits.size(), variable.prefix);
    if (failure != std::errc{} || end != digits.data() + digits.size() || variable.prefix == 0 ||
        variable.prefix > kMaxPrefix) {
      return wrong(expression, "a prefix is a number from 1 to 9999");
    }
    text = text.substr(0, colon);
  }
  if (text.empty() || text.find_first_not_of(kNameCharacters) != std::string_view::npos ||
      text.front() == '.' || text.back() == '.') {
    return wrong(expression, "a name has letters, digits, `_`, `-` and dots in between");
  }
  variable.name = text;
  return variable;
}

Result<UriTemplate::Expression> parse_expression(std::string_view text) {
  UriTemplate::Expression expression;
  auto rest = text;
  if (!rest.empty() && kOperators.find(rest.front()) != std::string_view::npos) {
    expression.operation = rest.front();
    rest.remove_prefix(1);
  }
  while (true) {
    const auto comma = rest.find(',');
    auto variable = parse_variable(text, rest.substr(0, comma));
    if (!variable) return variable.error();
    expression.variables.push_back(*std::move(variable));
    if (comma == std::string_view::npos) return expression;
    rest.remove_prefix(comma + 1);
  }
}

// RFC 6570 appendix A.
struct Rule {
  std::string_view first;
  std::string_view separator;
  bool named;
  std::string_view if_empty;
  bool reserved;  // reserved characters and percent-encoded triplets stay
};

Rule rule_of(char operation) {
  switch (operation) {
    case '+':
      return {"", ",", false, "", true};
    case '#':
      return {"#", ",", false, "", true};
    case '.':
      return {".", ".", false, "", false};
    case '/':
      return {"/", "/", false, "", false};
    case ';':
      return {";", ";", true, "", false};
    case '?':
      return {"?", "&", true, "=", false};
    case '&':
      return {"&", "&", true, "=", false};
    default:
      return {"", ",", false, "", false};
  }
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

void append_encoded(std::string_view text, bool reserved, std::string& out) {
  static constexpr std::string_view kUnreserved =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  static constexpr std::string_view kReserved = ":/?#[]@!$&'()*+,;=";
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool triplet = c == '%' && i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]);
    if (kUnreserved.find(c) != std::string_view::npos ||
        (reserved && (triplet || kReserved.find(c) != std::string_view::npos))) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
}

// The first `count` characters of a UTF-8 text.
std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    --count;
  }
  return text.substr(0, at);
}

Result<std::string> text_of(const UriTemplate::Variable& variable, const Json& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_number() || value.is_bool()) return write_json(value);
  if (value.is_null()) return std::string("null");
  return Error{Errc::invalid_input,
               "`" + variable.name + "` must be a text, a number, or a list or an object of those"};
}

// One variable on its way into the URI.
class Expansion {
 public:
  Expansion(const Rule& rule, const UriTemplate::Variable& variable, std::string& out)
      : rule_(rule), variable_(variable), out_(out) {}

  Result<Done> append(const Json& value) {
    if (value.is_array()) return append_list(value.get_array());
    if (value.is_object()) return append_pairs(value.get_object());
    auto text = text_of(variable_, value);
    if (!text) return text.error();
    std::string_view taken = *text;
    if (variable_.prefix > 0) taken = first_characters(taken, variable_.prefix);
    if (rule_.named) append_name(variable_.name, taken.empty());
    append_encoded(taken, rule_.reserved, out_);
    return Done{};
  }

 private:
  void append_name(std::string_view name, bool empty) {
    append_encoded(name, true, out_);
    out_ += empty ? rule_.if_empty : std::string_view("=");
  }

  Result<Done> no_prefix() const {
    if (variable_.prefix == 0) return Done{};
    return Error{Errc::invalid_input, "`" + variable_.name + "` is no text, so it has no prefix"};
  }

  Result<Done> append_list(const JsonArray& list) {
    if (auto fits = no_prefix(); !fits) return fits;
    if (rule_.named && !variable_.explode) append_name(variable_.name, false);
    bool first = true;
    for (const Json& item : list) {
      auto text = text_of(variable_, item);
      if (!text) return text.error();
      if (!std::exchange(first, false)) out_ += variable_.explode ? rule_.separator : ",";
      if (rule_.named && variable_.explode) append_name(variable_.name, text->empty());
      append_encoded(*text, rule_.reserved, out_);
    }
    return Done{};
  }

  Result<Done> append_pairs(const JsonObject& pairs) {
    if (auto fits = no_prefix(); !fits) return fits;
    if (rule_.named && !variable_.explode) append_name(variable_.name, false);
    bool first = true;
    for (const auto& pair : pairs) {
      auto text = text_of(variable_, pair.value());
      if (!text) return text.error();
      if (!std::exchange(first, false)) out_ += variable_.explode ? rule_.separator : ",";
      append_encoded(key_of(pair), rule_.reserved, out_);
      if (variable_.explode) {
        out_ += rule_.named && text->empty() ? rule_.if_empty : std::string_view("=");
      } else {
        out_ += ',';
      }
      append_encoded(*text, rule_.reserved, out_);
    }
    return Done{};
  }

  const Rule& rule_;
  const UriTemplate::Variable& variable_;
  std::string& out_;
};

Result<Done> expand_one(const UriTemplate::Expression& expression, const JsonObject& values,
                        std::string& out) {
  const Rule rule = rule_of(expression.operation);
  bool first = true;
  for (const auto& variable : expression.variables) {
    const Json* value = values.if_contains(variable.name);
    if (is_undefined(value)) continue;
    out += std::exchange(first, false) ? rule.first : rule.separator;
    if (auto appended = Expansion(rule, variable, out).append(*value); !appended) return appended;
  }
  return Done{};
}

}  // namespace

Result<UriTemplate> UriTemplate::parse(std::string_view text) {
  UriTemplate parsed;
  while (!text.empty()) {
    const auto open = text.find_first_of("{}");
    if (open != 0) parsed.parts_.emplace_back(std::string(text.substr(0, open)));
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    if (text[open] == '}' || close == std::string_view::npos) {
      return Error{Errc::invalid_input, "the endpoint's braces do not pair up"};
    }
    auto expression = parse_expression(text.substr(open + 1, close - open - 1));
    if (!expression) return expression.error();
    parsed.parts_.emplace_back(*std::move(expression));
    text.remove_prefix(close + 1);
  }
  return parsed;
}

std::vector<std::string> UriTemplate::names() const {
  std::vector<std::string> names;
  for (const auto& part : parts_) {
    const auto* expression = std::get_if<Expression>(&part);
    if (expression == nullptr) continue;
    for (const auto& variable : expression->variables) {
      if (std::find(names.begin(), names.end(), variable.name) == names.end()) names.push_back(variable.name);
    }
  }
  return names;
}

Result<std::string> UriTemplate::expand(const JsonObject& values) const {
  std::string uri;
  for (const auto& part : parts_) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      uri += *literal;
    } else if (auto done = expand_one(std::get<Expression>(part), values, uri); !done) {
      return done.error();
    }
  }
  return uri;
}

bool is_undefined(const Json* value) {
  if (value == nullptr || value->is_null()) return true;
  if (value->is_array()) return value->get_array().empty();
  return value->is_object() && value->get_object().empty();
}

}  // namespace runledger::definition
