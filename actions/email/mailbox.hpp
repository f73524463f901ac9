#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/result.hpp"

namespace runledger::actions {

// Who gets or sends an e-mail.
struct Mailbox {
  std::string name;     // to show; UTF-8; may be empty
  std::string address;  // "local@domain"; UTF-8: beyond ASCII, the server must know SMTPUTF8 (RFC 6531)

  std::string_view domain() const;
};

// Reads `ann@example.org`, `Ann <ann@example.org>` or `"Smith, Ann" <ann@example.org>` (RFC 5322 §3.4, the
// dot-atom forms; at most 254 bytes of address, RFC 5321 §4.5.3.1). Errors: invalid_input saying what is
// wrong; line breaks and other control characters are refused anywhere.
Result<Mailbox> parse_mailbox(std::string_view text);

}  // namespace runledger::actions
