#include "workflow/run/secrets.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace runledger::run {
namespace {

using Lookup = std::function<Result<std::string>(std::string_view name)>;

// A placeholder is "{{runledger-secret:<nonce>:<name>}}", with % and } of the name percent-encoded, so that
// the first "}}" ends it.
constexpr std::string_view kOpen = "{{runledger-secret:";
constexpr std::string_view kClose = "}}";

std::string encode_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '%') {
      out += "%25";
    } else if (c == '}') {
      out += "%7D";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string decode_name(std::string_view encoded) {
  std::string out;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const auto rest = encoded.substr(i);
    if (rest.starts_with("%25") || rest.starts_with("%7D")) {
      out.push_back(rest[1] == '2' ? '%' : '}');
      i += 2;
    } else {
      out.push_back(encoded[i]);
    }
  }
  return out;
}

// One walk over a document. Secret values are put into the output and never searched again, so a secret that
// looks like a placeholder stays as it is.
class Revealer {
 public:
  Revealer(std::string_view nonce, const Lookup& lookup)
      : start_(std::string(kOpen) + std::string(nonce) + ':'), lookup_(lookup) {}

  Result<Json> value(const Json& source) const {
    if (const auto* string = source.if_string()) {
      auto revealed = text(*string);
      if (!revealed) return std::move(revealed).error();
      return Json(*revealed);
    }
    if (const auto* list = source.if_array()) return array(*list);
    if (const auto* members = source.if_object()) return object(*members);
    return source;
  }

 private:
  Result<std::string> text(std::string_view source) const {
    std::string out;
    while (true) {
      const auto at = source.find(start_);
      if (at == std::string_view::npos) break;
      out += source.substr(0, at);
      const auto rest = source.substr(at + start_.size());
      const auto end = rest.find(kClose);
      if (end == std::string_view::npos) {
        source = source.substr(at);
        break;
      }
      auto secret = lookup_(decode_name(rest.substr(0, end)));
      if (!secret) return std::move(secret).error();
      out += *secret;
      source = rest.substr(end + kClose.size());
    }
    out += source;
    return out;
  }

  Result<Json> array(const JsonArray& source) const {
    JsonArray out;
    out.reserve(source.size());
    for (const Json& item : source) {
      auto revealed = value(item);
      if (!revealed) return revealed;
      out.push_back(*std::move(revealed));
    }
    return Json(std::move(out));
  }

  Result<Json> object(const JsonObject& source) const {
    JsonObject out;
    out.reserve(source.size());
    for (const auto& member : source) {
      auto key = text(member.key());
      if (!key) return std::move(key).error();
      auto revealed = value(member.value());
      if (!revealed) return revealed;
      out.insert_or_assign(*key, *std::move(revealed));
    }
    return Json(std::move(out));
  }

  std::string start_;
  const Lookup& lookup_;
};

}  // namespace

std::string secret_placeholder(std::string_view name, std::string_view nonce) {
  std::string out(kOpen);
  out += nonce;
  out.push_back(':');
  out += encode_name(name);
  out += kClose;
  return out;
}

Result<Json> reveal_secrets(const Json& arguments, std::string_view nonce,
                            const std::function<Result<std::string>(std::string_view name)>& lookup) {
  // Without a nonce every payload could forge a placeholder.
  if (nonce.empty()) return arguments;
  return Revealer(nonce, lookup).value(arguments);
}

}  // namespace runledger::run
