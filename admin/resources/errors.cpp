#include "admin/resources/forms.hpp"
#include "admin/resources/input.hpp"
#include "admin/resources/resources.hpp"
#include "http/problem.hpp"

namespace runledger::admin {
namespace {

constexpr std::size_t kMostGroups = 200;

http::Response list(Context& context, const http::Request& request, const http::PathParams&) {
  if (auto checked = only_parameters(request, {"workflow"}); !checked)
    return http::problem_response(checked.error());
  auto workflow = workflow_parameter(request);
  if (!workflow) return http::problem_response(workflow.error());
  auto groups = context.queries.errors(*workflow, kMostGroups + 1);
  if (!groups) return http::problem_response(groups.error());
  return http::json_response(200, list_form(*groups, kMostGroups));
}

}  // namespace

Endpoints error_endpoints() {
  return {{http::Method::get, "/admin/v1/errors", list}};
}

}  // namespace runledger::admin
