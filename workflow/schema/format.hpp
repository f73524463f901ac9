#pragma once

#include <string_view>

// The values of "format" that are asserted (JSON Schema validation §7.3). Each check is total, takes time
// linear in the text and, but for `regex`, allocates nothing. Thread-safe.
namespace runledger::schema {

using FormatCheck = bool (*)(std::string_view text);

struct Format {
  std::string_view name;         // "date-time"
  std::string_view description;  // completes "must be ...": "a date and time such as 2026-11-23T14:50:01Z"
  FormatCheck check;
};

// The format of that name, or nullptr: an unknown format asserts nothing (§7.2.3).
const Format* find_format(std::string_view name);

bool is_date_time(std::string_view text);  // RFC 3339 §5.6 date-time; leap seconds only where they can be
bool is_date(std::string_view text);       // full-date
bool is_time(std::string_view text);       // full-time
bool is_duration(std::string_view text);   // RFC 3339 appendix A
bool is_email(std::string_view text);      // RFC 5321 §4.1.2 Mailbox
bool is_idn_email(std::string_view text);  // RFC 6531: as email, with any non-ASCII character
bool is_hostname(std::string_view text);   // RFC 1123 §2.1
bool is_ipv4(std::string_view text);       // RFC 2673 §3.2 dotted-quad
bool is_ipv6(std::string_view text);       // RFC 4291 §2.2, without zone
bool is_uri(std::string_view text);        // RFC 3986 URI, with scheme
bool is_uri_reference(std::string_view text);          // RFC 3986 URI-reference
bool is_iri(std::string_view text);                    // RFC 3987: as uri, with any non-ASCII character
bool is_iri_reference(std::string_view text);          // likewise
bool is_uri_template(std::string_view text);           // RFC 6570
bool is_uuid(std::string_view text);                   // RFC 4122 §3, either case
bool is_json_pointer(std::string_view text);           // RFC 6901 §5
bool is_relative_json_pointer(std::string_view text);  // draft-bhutton-relative-json-pointer-00

}  // namespace runledger::schema
