#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/run/commands.hpp"

namespace runledger::actions {

inline constexpr std::string_view kRedacted = "[redacted]";

// Knows the secret values that one effect used and takes them out of whatever leaves it: in clear, in base64
// (as in `Authorization: Basic`), percent-encoded and JSON-escaped. One thread at a time.
class Redactor {
 public:
  // Empty values are ignored.
  void add(std::string_view secret);
  bool empty() const { return needles_.empty(); }
  bool occurs_in(std::string_view text) const;

  std::string clean(std::string text) const;
  // Strings, member names, and numbers whose whole text is a secret.
  Json clean(const Json& value) const;
  run::ActionOutcome clean(run::ActionOutcome outcome) const;

 private:
  void add_needle(std::string needle);

  std::vector<std::string> needles_;  // longest first: a secret inside another one leaves no remainder
};

}  // namespace runledger::actions
