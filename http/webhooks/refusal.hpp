#pragma once

#include <string>

#include "http/problem.hpp"

namespace runledger::http::webhooks {

// Why a delivery starts no run: what the client reads, and the slug under which it is recorded.
struct Refusal {
  std::string reason;  // "invalid_key", "malformed_json", ...: stable, see RequestRefused
  Problem problem;
  std::string finding{};  // more, for the record alone
};

}  // namespace runledger::http::webhooks
