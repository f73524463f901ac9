#include "workflow/schema/format.hpp"

#include <array>

#include "workflow/schema/pattern.hpp"
#include "workflow/schema/uri.hpp"

namespace runledger::schema {
namespace {

constexpr std::array kFormats = {
    Format{"date-time", "a date and time such as 2026-11-23T14:50:01Z", is_date_time},
    Format{"date", "a date such as 2026-11-23", is_date},
    Format{"time", "a time with offset such as 14:50:01Z", is_time},
    Format{"duration", "an ISO 8601 duration such as PT15M", is_duration},
    Format{"email", "an e-mail address", is_email},
    Format{"idn-email", "an e-mail address", is_idn_email},
    Format{"hostname", "a host name", is_hostname},
    Format{"ipv4", "an IPv4 address such as 192.0.2.1", is_ipv4},
    Format{"ipv6", "an IPv6 address such as 2001:db8::1", is_ipv6},
    Format{"uri", "an absolute URI such as https://example.com/", is_uri},
    Format{"uri-reference", "a URI or a relative reference", is_uri_reference},
    Format{"iri", "an absolute IRI such as https://example.com/", is_iri},
    Format{"iri-reference", "an IRI or a relative reference", is_iri_reference},
    Format{"uri-template", "a URI template such as /orders/{id}", is_uri_template},
    Format{"uuid", "a UUID such as 0190163d-8694-739b-aea5-966c26f8ad91", is_uuid},
    Format{"json-pointer", "a JSON pointer such as /orders/0", is_json_pointer},
    Format{"relative-json-pointer", "a relative JSON pointer such as 1/name", is_relative_json_pointer},
    Format{"regex", "a regular expression (ECMA-262)", is_ecma_pattern},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

const Format* find_format(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : hex_digit(text[i]) < 0) return false;
  }
  return true;
}

bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  }
  return true;
}

bool is_relative_json_pointer(std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits == 0 || (digits > 1 && text.front() == '0')) return false;
  const std::string_view rest = text.substr(digits);
  return rest == "#" || is_json_pointer(rest);
}

}  // namespace runledger::schema
