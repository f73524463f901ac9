#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actions/email/mailbox.hpp"
#include "workflow/base/time.hpp"

namespace runledger::actions {

// Texts as e-mail headers hold them. All results are ASCII but for addresses that are not (RFC 6532), fold at
// 76 characters or less where that is possible, and hold no line break but folds, provided that the input has
// no control characters.

// An unstructured value: as it is when short printable ASCII, otherwise encoded words (RFC 2047).
std::string header_text(std::string_view utf8);
// `Ann <ann@example.org>, ...` with names quoted or encoded as they need.
std::string header_mailboxes(const std::vector<Mailbox>& mailboxes);
// "Mon, 23 Nov 2026 15:04:05 +0000" (RFC 5322 §3.3).
std::string header_date(Timestamp time);

}  // namespace runledger::actions
