#pragma once

#include <string>
#include <utility>
#include <vector>

#include "workflow/base/json.hpp"

namespace runledger::test {

struct Reply {
  int status = 0;                                            // 0: no answer came (refused, reset, timed out)
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  // The body as JSON; JSON null when it is none.
  Json json() const;
  // The value at a JSON pointer of the body as text (strings raw, others as JSON); "" when there is none.
  std::string at(const std::string& pointer) const;
  std::string header(const std::string& name) const;
};

using RequestHeaders = std::vector<std::string>;  // "Name: value"

// One request over a connection of its own (or a kept one of this thread). At most 30 s.
Reply send(const std::string& method, const std::string& url, const RequestHeaders& headers = {},
           const std::string& body = {});
inline std::string bearer(const std::string& token) {
  return "Authorization: Bearer " + token;
}

}  // namespace runledger::test
