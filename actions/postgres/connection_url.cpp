#include "actions/postgres/connection_url.hpp"

#include <algorithm>
#include <optional>

#include "actions/network/url.hpp"

namespace runledger::actions {
namespace {

using Parameters = std::map<std::string, std::string>;

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

std::string percent_decode(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (low) {
      plain += static_cast<char>(*high * 16 + *low);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

void set_when_given(Parameters& parameters, const char* name, const std::string& value) {
  if (!value.empty()) parameters[name] = value;
}

Result<Parameters> parse_url_form(std::string_view text) {
  // Without a host ("postgresql:///shop?host=/run/pg") libcurl would take the database's name for it.
  const auto slashes = text.find("://");
  const bool no_host = text.substr(slashes + 3).starts_with("/");
  const std::string whole = no_host ? std::string(text).insert(slashes + 3, "none") : std::string(text);
  Result<Url> url = parse_url(whole);
  if (!url) return std::move(url).error();
  if (no_host) url->host.clear();
  Parameters parameters;
  const bool bracketed = url->host.starts_with('[');
  set_when_given(parameters, "host", bracketed ? url->host.substr(1, url->host.size() - 2) : url->host);
  set_when_given(parameters, "port", url->port);
  set_when_given(parameters, "user", url->user);
  set_when_given(parameters, "password", url->password);
  set_when_given(parameters, "dbname", percent_decode(std::string_view(url->path).substr(1)));
  std::string_view query = url->query;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) {
      return Error{Errc::invalid_input, "`url` holds a parameter without a value"};
    }
    parameters[percent_decode(pair.substr(0, equals))] = percent_decode(pair.substr(equals + 1));
  }
  return parameters;
}

// `key = 'value'`, quotes optional; a backslash takes the next character as it is.
class PairReader {
 public:
  explicit PairReader(std::string_view text) : text_(text) {}

  Result<Parameters> read() {
    Parameters parameters;
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) {
      const std::string key = read_key();
      skip_blanks();
      if (key.empty() || at_ >= text_.size() || text_[at_] != '=') return malformed();
      ++at_;
      skip_blanks();
      const std::optional<std::string> value = read_value();
      if (!value) return malformed();
      parameters[key] = *value;
    }
    return parameters;
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static Error malformed() {
    return Error{Errc::invalid_input,
                 "`url` is neither a postgresql:// URL nor a list of key=value pairs (PostgreSQL manual, "
                 "\"Connection Strings\")"};
  }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  std::string read_key() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '=' && !is_blank(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  std::optional<std::string> read_value() {
    const bool quoted = at_ < text_.size() && text_[at_] == '\'';
    if (quoted) ++at_;
    std::string value;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (quoted ? c == '\'' : is_blank(c)) break;
      if (c == '\\' && at_ + 1 < text_.size()) ++at_;
      value += text_[at_++];
    }
    if (quoted && at_++ >= text_.size()) return std::nullopt;
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Parameters> parse_connection_url(std::string_view text) {
  const bool is_url = text.starts_with("postgresql://") || text.starts_with("postgres://");
  return is_url ? parse_url_form(text) : PairReader(text).read();
}

}  // namespace runledger::actions
