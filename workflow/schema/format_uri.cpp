#include "workflow/schema/format.hpp"
#include "workflow/schema/uri.hpp"

namespace runledger::schema {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

// RFC 3986 §2: unreserved and sub-delims, which every part may hold.
bool is_plain(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos;
}

// Whether `text` consists of plain characters, percent-encodings, those in `also`, and (in an IRI) non-ASCII
// ones.
bool has_only(std::string_view text, std::string_view also, bool international) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) return false;
      i += 2;
    } else if (!is_plain(c) && also.find(c) == std::string_view::npos && !(international && !is_ascii(c))) {
      return false;
    }
  }
  return true;
}

bool is_scheme(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return false;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return false;
  }
  return true;
}

// RFC 3986 §3.2.2 IP-literal, without its brackets.
bool is_ip_literal(std::string_view text) {
  if (!text.starts_with('v') && !text.starts_with('V')) return is_ipv6(text);
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || dot < 2 || dot + 1 == text.size()) return false;
  for (const char c : text.substr(1, dot - 1)) {
    if (hex_digit(c) < 0) return false;
  }
  return text.find('%') == std::string_view::npos && has_only(text.substr(dot + 1), ":", false);
}

bool is_port(std::string_view text) {
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return true;
}

bool is_authority(std::string_view text, bool international) {
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    if (!has_only(text.substr(0, at), ":", international)) return false;
    text.remove_prefix(at + 1);
  }
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos || !is_ip_literal(text.substr(1, close - 1))) return false;
    const std::string_view rest = text.substr(close + 1);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  }
  const auto colon = text.find(':');
  if (!has_only(text.substr(0, colon), "", international)) return false;
  return colon == std::string_view::npos || is_port(text.substr(colon + 1));
}

bool is_reference(std::string_view text, bool needs_scheme, bool international) {
  const UriParts parts = split_uri(text);
  if (parts.scheme ? !is_scheme(*parts.scheme) : needs_scheme) return false;
  if (parts.authority && !is_authority(*parts.authority, international)) return false;
  // Without a scheme, a colon in the first segment would be read as one (RFC 3986 §4.2).
  if (!parts.scheme && !parts.authority &&
      parts.path.substr(0, parts.path.find('/')).find(':') != std::string_view::npos) {
    return false;
  }
  return has_only(parts.path, ":@/", international) &&
         has_only(parts.query.value_or(""), ":@/?", international) &&
         has_only(parts.fragment.value_or(""), ":@/?", international);
}

// RFC 6570 §2.3 varname, with the modifiers of §2.4.
bool is_variable(std::string_view text) {
  if (text.ends_with('*')) {
    text.remove_suffix(1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    const std::string_view length = text.substr(colon + 1);
    if (length.empty() || length.size() > 4 || length.front() == '0' || !is_port(length)) return false;
    text = text.substr(0, colon);
  }
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) return false;
      i += 2;
    } else if (c == '.' ? text[i - 1] == '.' : !is_letter(c) && !is_digit(c) && c != '_') {
      return false;
    }
  }
  return true;
}

// The inside of {...}.
bool is_expression(std::string_view text) {
  if (!text.empty() && std::string_view("+#./;?&=,!@|").find(text.front()) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  while (true) {
    const auto comma = text.find(',');
    if (!is_variable(text.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

// RFC 6570 §2.1: what may stand outside of expressions.
bool is_template_literal(std::string_view text) {
  constexpr std::string_view kForbidden = "\"<>\\^`{|} ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_ascii(c) && (c < 0x20 || c == 0x7F || kForbidden.find(c) != std::string_view::npos)) return false;
    if (c == '%' && (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0))
      return false;
  }
  return true;
}

}  // namespace

bool is_uri(std::string_view text) {
  return is_reference(text, true, false);
}

bool is_uri_reference(std::string_view text) {
  return is_reference(text, false, false);
}

bool is_iri(std::string_view text) {
  return is_reference(text, true, true);
}

bool is_iri_reference(std::string_view text) {
  return is_reference(text, false, true);
}

bool is_uri_template(std::string_view text) {
  while (!text.empty()) {
    const auto open = text.find('{');
    if (!is_template_literal(text.substr(0, open))) return false;
    if (open == std::string_view::npos) return true;
    const auto close = text.find('}', open);
    if (close == std::string_view::npos || !is_expression(text.substr(open + 1, close - open - 1)))
      return false;
    text.remove_prefix(close + 1);
  }
  return true;
}

}  // namespace runledger::schema
