#include "workflow/schema/uri.hpp"

namespace runledger::schema {
namespace {

// RFC 3986 §5.2.4, on whole segments.
std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto next = path.find('/', 1);
    const std::string_view segment = path.substr(0, next);  // with the slash before it, if any
    path.remove_prefix(segment.size());
    const std::string_view name = segment.starts_with('/') ? segment.substr(1) : segment;
    if (name != "." && name != "..") {
      out += segment;
      continue;
    }
    if (name == "..") out.resize(out.find_last_of('/') == std::string::npos ? 0 : out.find_last_of('/'));
    if (path.empty()) out.push_back('/');  // "a/." and "a/.." name a folder
  }
  return out;
}

// RFC 3986 §5.2.3.
std::string merge_paths(const UriParts& base, std::string_view path) {
  if (base.authority && base.path.empty()) return '/' + std::string(path);
  const auto slash = base.path.find_last_of('/');
  return std::string(base.path.substr(0, slash == std::string_view::npos ? 0 : slash + 1)) += path;
}

std::string put_together(const UriParts& parts, std::string_view path) {
  std::string out;
  if (parts.scheme) (out += *parts.scheme) += ':';
  if (parts.authority) (out += "//") += *parts.authority;
  out += path;
  if (parts.query) (out += '?') += *parts.query;
  if (parts.fragment) (out += '#') += *parts.fragment;
  return out;
}

}  // namespace

UriParts split_uri(std::string_view rest) {
  UriParts parts;
  if (const auto hash = rest.find('#'); hash != std::string_view::npos) {
    parts.fragment = rest.substr(hash + 1);
    rest = rest.substr(0, hash);
  }
  if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
    parts.query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  const auto colon = rest.find_first_of(":/");
  if (colon != std::string_view::npos && colon > 0 && rest[colon] == ':') {
    parts.scheme = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    parts.authority = rest.substr(0, rest.find('/'));
    rest.remove_prefix(parts.authority->size());
  }
  parts.path = rest;
  return parts;
}

std::string resolve_uri(std::string_view base_text, std::string_view reference) {
  const UriParts base = split_uri(base_text);
  UriParts target = split_uri(reference);
  if (target.scheme) return put_together(target, without_dot_segments(target.path));
  target.scheme = base.scheme;
  if (target.authority) return put_together(target, without_dot_segments(target.path));
  target.authority = base.authority;
  if (target.path.empty()) {
    if (!target.query) target.query = base.query;
    return put_together(target, base.path);
  }
  if (target.path.front() == '/') return put_together(target, without_dot_segments(target.path));
  return put_together(target, without_dot_segments(merge_paths(base, target.path)));
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) return std::nullopt;
    out.push_back(static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])));
    i += 2;
  }
  return out;
}

}  // namespace runledger::schema
