// The OpenAPI document tells of every route, and of none that is not there.
#include <gmock/gmock.h>

#include <boost/json/object.hpp>

#include <algorithm>
#include <set>

#include "app/service/service.hpp"
#include "store/store.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/postgres.hpp"

namespace runledger::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "GET /webhooks/{}/runs/{}": how a parameter is called does not matter.
std::string operation(std::string method, std::string_view pattern) {
  std::transform(method.begin(), method.end(), method.begin(),
                 [](unsigned char c) { return std::toupper(c); });
  std::string out = std::move(method) + ' ';
  bool in_name = false;
  for (const char c : pattern) {
    if (c == '}') in_name = false;
    if (!in_name) out += c;
    if (c == '{') in_name = true;
  }
  return out;
}

// Dev mode's receiver stands in for outside services; it is no part of the API.
std::set<std::string> routed(const std::vector<http::Route>& routes) {
  std::set<std::string> out;
  for (const auto& route : routes) {
    if (!route.pattern.starts_with("/dev/")) {
      out.insert(operation(std::string(http::name_of(route.method)), route.pattern));
    }
  }
  return out;
}

std::set<std::string> documented(const Json& document) {
  std::set<std::string> out;
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& method : path.value().as_object())
      out.insert(operation(std::string(method.key()), path.key()));
  }
  return out;
}

std::vector<std::string> missing(const std::set<std::string>& wanted, const std::set<std::string>& there) {
  std::vector<std::string> out;
  std::set_difference(wanted.begin(), wanted.end(), there.begin(), there.end(), std::back_inserter(out));
  return out;
}

class OpenApiHttp : public ::testing::Test {
 protected:
  void start(std::function<void(http::Router&, http::WorkerPool&)> more_routes = {}) {
    ASSERT_TRUE(store::migrate(database_.url()).ok());
    app::ServiceOptions options;
    options.database_url = database_.url();
    options.master_key = std::string(32, 'k');
    options.admin_token = "an-admin-token-for-the-tests";
    options.more_routes = std::move(more_routes);
    auto started = app::Service::start(options);
    ASSERT_TRUE(started.ok()) << started.error().message;
    service_ = std::move(*started);
    service_->open();
  }

  TestDatabase database_;
  std::unique_ptr<app::Service> service_;
};

TEST_F(OpenApiHttp, DocumentAndRoutesAreTheSame) {
  start();
  const auto reply = send("GET", service_->url() + "/admin/openapi.json");
  ASSERT_EQ(reply.status, 200);
  const Json document = reply.json();
  EXPECT_EQ(reply.at("/openapi").substr(0, 4), "3.1.");
  const auto routes = routed(service_->routes());
  EXPECT_GT(routes.size(), 25U);
  EXPECT_THAT(missing(routes, documented(document)), IsEmpty()) << "add them to admin/openapi/openapi.yaml";
  EXPECT_THAT(missing(documented(document), routes), IsEmpty()) << "documented, and not there";
}

// The guard itself: a difference on either side is seen.
TEST_F(OpenApiHttp, UndocumentedRouteAndUnroutedPathAreSeen) {
  start([](http::Router& router, http::WorkerPool&) {
    router.add(http::Method::patch, "/admin/v1/runs/{id}",
               [](const http::Request&, const http::PathParams&, const http::Responder&) {});
    router.add(http::Method::get, "/dev/anything",
               [](const http::Request&, const http::PathParams&, const http::Responder&) {});
  });
  Json document = send("GET", service_->url() + "/admin/openapi.json").json();
  ASSERT_TRUE(document.is_object());
  document.at("paths").as_object()["/admin/v1/nowhere"] = JsonObject{{"post", JsonObject{}}};
  const auto routes = routed(service_->routes());
  EXPECT_THAT(missing(routes, documented(document)), ElementsAre("PATCH /admin/v1/runs/{}"));
  EXPECT_THAT(missing(documented(document), routes), ElementsAre("POST /admin/v1/nowhere"));
}

}  // namespace
}  // namespace runledger::test
