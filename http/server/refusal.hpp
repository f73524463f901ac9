#pragma once

#include <memory>
#include <string>

#include "http/request.hpp"
#include "workflow/base/errc.hpp"

namespace runledger::http::server {

// Why the server itself turned a request away before any handler saw it. The connection is closed after it.
struct Refusal {
  int status = 400;
  Errc code = Errc::invalid_input;
  std::string detail;
  // The head of the request when that was sound, so that the refusal can be recorded; else null.
  std::shared_ptr<Request> head = nullptr;
};

}  // namespace runledger::http::server
