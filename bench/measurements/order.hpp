#pragma once

#include <string>

namespace runledger::bench {

// An `input.schema` block for a definition, and an order of about 1 KB that fits it.
std::string order_schema();
std::string order_payload();

}  // namespace runledger::bench
