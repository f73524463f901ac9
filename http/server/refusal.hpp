#pragma once

#include <string>

#include "workflow/base/errc.hpp"

namespace runledger::http::server {

// Why the server itself turned a request away before any handler saw it. The connection is closed after it.
struct Refusal {
  int status = 400;
  Errc code = Errc::invalid_input;
  std::string detail;
};

}  // namespace runledger::http::server
