#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/run/commands.hpp"

namespace runledger::actions {

inline constexpr std::string_view kRedacted = "[redacted]";

// Knows the secret values that one effect used and takes them out of whatever leaves it: in clear, in lower
// case (as a host name in a resolver's error), in base64 (as in `Authorization: Basic`), percent-encoded and
// JSON-escaped. A value of less than 4 bytes is taken out where it stands alone, not inside of words: secrets
// are longer (PUT /admin/v1/secrets), but a connection's password may be what it is. One thread at a time.
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
  struct Needle {
    std::string text;
    bool alone;  // only where no letter or digit stands beside it
  };
  void add_needle(std::string text, bool alone);

  std::vector<Needle> needles_;
};

}  // namespace runledger::actions
