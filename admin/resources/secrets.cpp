#include <algorithm>
#include <boost/json/object.hpp>

#include "admin/acts/secrets.hpp"
#include "admin/resources/forms.hpp"
#include "admin/resources/input.hpp"
#include "admin/resources/resources.hpp"
#include "http/problem.hpp"

namespace runledger::admin {
namespace {

using http::Response;

constexpr std::size_t kShortestSecret = 8;

// As definitions may name them: $secrets.<name> must be a plain path.
bool is_secret_name(std::string_view text) {
  if (text.empty() || text.size() > 63) return false;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return is_letter(text[0]) && std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
         });
}

Response save(Context& context, const http::Request& request, const http::PathParams& params) {
  const SecretName name{params.at("name")};
  if (!is_secret_name(name.value)) {
    return http::problem_response({Errc::invalid_input,
                                   "a secret's name has 1 to 63 letters, digits, '_' and '-', and "
                                   "begins with a letter or '_'"});
  }
  auto body = object_body(request, {"value"});
  if (!body) return http::problem_response(body.error());
  auto value = required_text(*body, "value", 16'384);
  if (!value) return http::problem_response(value.error());
  if (value->size() < kShortestSecret) {
    return http::problem_response(
        {Errc::invalid_input, "a secret's value must have at least " + std::to_string(kShortestSecret) +
                                  " bytes: a shorter one can be guessed, and taking it out of what services "
                                  "answer would take out half of the answer"});
  }
  auto saved = save_secret(context, name, *value, actor_of(request));
  if (!saved) return http::problem_response(saved.error());
  return Response{204, {}, {}};
}

Response list(Context& context, const http::Request& request, const http::PathParams&) {
  auto page = only_page(request);
  if (!page) return http::problem_response(page.error());
  auto rows = context.queries.secrets(*page);
  if (!rows) return http::problem_response(rows.error());
  return http::json_response(200, page_form(*rows));
}

Response remove(Context& context, const http::Request& request, const http::PathParams& params) {
  if (auto checked = only_parameters(request, {"force"}); !checked)
    return http::problem_response(checked.error());
  auto force = flag_parameter(request, "force");
  if (!force) return http::problem_response(force.error());
  auto done =
      delete_secret(context, SecretName{params.at("name")}, force->value_or(false), actor_of(request));
  if (!done) return http::problem_response(done.error());
  return Response{204, {}, {}};
}

}  // namespace

Endpoints secret_endpoints() {
  using http::Method;
  return {
      {Method::get, "/admin/v1/secrets", list},
      {Method::put, "/admin/v1/secrets/{name}", save},
      {Method::delete_, "/admin/v1/secrets/{name}", remove},
  };
}

}  // namespace runledger::admin
