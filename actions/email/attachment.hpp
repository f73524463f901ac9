#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "actions/email/message.hpp"

namespace runledger::actions {

// Reads `attachments`: at most 20, of at most 16 MiB together. The name has neither folders nor control
// characters. Without `contentType`, text is text/plain in UTF-8 and base64 is application/octet-stream.
// Errors: invalid_input naming the attachment; limit_exceeded.
Result<std::vector<Attachment>> read_attachments(const JsonObject& arguments);

// The attachment as a part of a multipart message (RFC 2045, 2183; names beyond ASCII as RFC 2231 has them).
std::string attachment_part(const Attachment& attachment);

}  // namespace runledger::actions
