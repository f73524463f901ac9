#pragma once

#include <optional>
#include <string_view>

namespace runledger::http {

// The methods that Runledger's routes may use (RFC 9110 §9, RFC 5789). Any other is answered 501 by the
// server.
enum class Method { get, head, post, put, patch, delete_, options };

// The method as written on the wire, e.g. "DELETE".
std::string_view name_of(Method method);
// Case-sensitive, as RFC 9110 §9.1 wants; nothing for a method that we do not implement.
std::optional<Method> parse_method(std::string_view text);

}  // namespace runledger::http
