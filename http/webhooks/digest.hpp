#pragma once

#include <string>
#include <string_view>

namespace runledger::http::webhooks {

// SHA-256 as 64 lower-case hex characters, by OpenSSL: for keys and contents.
std::string digest_of(std::string_view bytes);

}  // namespace runledger::http::webhooks
