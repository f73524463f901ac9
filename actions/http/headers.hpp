#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::actions {

struct HttpHeader {
  std::string name;
  std::string value;
};

// Header fields in order; names compare without case (RFC 9110 §5.1).
class HttpHeaders {
 public:
  // Replaces a field of the same name. Errors: invalid_input when the name is no token, the value holds a
  // control character, or the field is one that frames the message and is the engine's to set.
  Result<Done> set(std::string_view name, std::string_view value);
  // As received: repeated fields stay.
  void append(std::string name, std::string value);
  void remove(std::string_view name);
  // nullptr when absent; the first one when repeated.
  const std::string* find(std::string_view name) const;
  const std::vector<HttpHeader>& all() const { return headers_; }
  void clear() { headers_.clear(); }

 private:
  std::vector<HttpHeader> headers_;
};

// Whether the field usually carries a credential: its value is never shown.
bool is_credential_header(std::string_view name);
bool same_name(std::string_view left, std::string_view right);

}  // namespace runledger::actions
