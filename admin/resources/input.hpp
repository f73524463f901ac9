#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/router.hpp"
#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/ports/queries.hpp"

// Reading requests of the admin API: bounded, every refusal names the parameter or member.
namespace runledger::admin {

// A JSON object with only the members named, or an empty one when the body is empty. Errors: invalid_input.
Result<JsonObject> object_body(const http::Request& request, std::initializer_list<std::string_view> members);
// A member that must be a string of 1 to `longest` characters. Errors: invalid_input.
Result<std::string> required_text(const JsonObject& body, std::string_view member, std::size_t longest);
// As above, or `fallback` when the member is absent.
Result<std::string> optional_text(const JsonObject& body, std::string_view member, std::size_t longest,
                                  std::string fallback);
// Why an admin acts, to be recorded; "" when left out. Errors: invalid_input.
Result<std::string> reason_in(const JsonObject& body);

// ?limit= and ?cursor=. Errors: invalid_input.
Result<PageRequest> page_request(const http::Request& request);
// Refuses query parameters other than these (a mistyped filter must not silently list everything).
Result<Done> only_parameters(const http::Request& request, std::initializer_list<std::string_view> names);
// The page asked for, of a list without filters. Errors: invalid_input.
Result<PageRequest> only_page(const http::Request& request);
// ?name=<RFC 3339 time>.
Result<std::optional<Timestamp>> time_parameter(const http::Request& request, std::string_view name);
// ?name=true or false.
Result<std::optional<bool>> flag_parameter(const http::Request& request, std::string_view name);
Result<std::optional<WorkflowName>> workflow_parameter(const http::Request& request);

// {namespace}/{name} of the path.
WorkflowName workflow_of(const http::PathParams& params);
// {id} of the path. Errors: not_found, as an id that cannot be is one that is not there.
template <class SomeId>
Result<SomeId> id_of(const http::PathParams& params, std::string_view what) {
  if (auto id = SomeId::parse(params.at("id"))) return *id;
  return Error{Errc::not_found,
               "there is no " + std::string(what) + " '" + params.at("id").substr(0, 60) + "'"};
}

// Who calls. There is one admin token so far; sub-accounts come with roles.
Actor actor_of(const http::Request& request);

}  // namespace runledger::admin
