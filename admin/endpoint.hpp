#pragma once

#include <string_view>
#include <vector>

#include "admin/context.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/router.hpp"

namespace runledger::admin {

// Answers one authenticated request. Runs on a worker thread and may block.
using Operation = http::Response (*)(Context&, const http::Request&, const http::PathParams&);

struct Endpoint {
  http::Method method;
  std::string_view pattern;  // below /admin/v1, in the OpenAPI document under the same text
  Operation operation;
};

using Endpoints = std::vector<Endpoint>;

}  // namespace runledger::admin
