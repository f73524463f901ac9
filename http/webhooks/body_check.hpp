#pragma once

#include <cstddef>
#include <optional>
#include <variant>

#include "http/request.hpp"
#include "http/webhooks/refusal.hpp"
#include "workflow/base/json.hpp"
#include "workflow/definition/program.hpp"

namespace runledger::http::webhooks {

// 415 unless the content is JSON in UTF-8 without a Content-Encoding: application/json or
// application/<any>+json.
std::optional<Refusal> check_content_type(const Request& request);

// The content as the run's input. 400 with line and column for what is not JSON, 422 with a JSON pointer for
// each member that breaks the workflow's input schema.
std::variant<Json, Refusal> read_input(const Request& request, const definition::Program& program,
                                       std::size_t json_depth);

}  // namespace runledger::http::webhooks
