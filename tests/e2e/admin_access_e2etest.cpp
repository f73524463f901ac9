// Nobody without the admin token learns or changes anything, on whatever route.
#include <gmock/gmock.h>

#include <boost/json/object.hpp>

#include "tests/e2e/server_fixture.hpp"

namespace runledger::test {
namespace {

class AdminAccessE2e : public ServerFixture {
 protected:
  void SetUp() override { start_server(); }
};

// "/admin/v1/runs/{id}" -> "/admin/v1/runs/x"
std::string filled(std::string pattern) {
  for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
    pattern.replace(open, pattern.find('}', open) - open + 1, "x");
  }
  return pattern;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

TEST_F(AdminAccessE2e, EveryAdminRouteWantsTheAdminToken) {
  const Json document = send("GET", url_ + "/admin/openapi.json").json();
  const std::vector<RequestHeaders> strangers = {
      {},
      {bearer("a-wrong-token-for-the-tests")},
      {"Authorization: Basic YWRtaW46YW4tYWRtaW4tdG9rZW4tZm9yLXRoZS10ZXN0cw=="},
      {"Authorization: Bearer"},
      {bearer("an-admin-token-for-the-tests-and-more")},
      {bearer("an-admin-token-for-the-test")},
  };
  std::size_t tried = 0;
  for (const auto& path : document.at("paths").as_object()) {
    if (!std::string(path.key()).starts_with("/admin/v1/")) continue;
    for (const auto& method : path.value().as_object()) {
      const std::string name = upper(std::string(method.key()));
      SCOPED_TRACE(name + ' ' + std::string(path.key()));
      for (const auto& headers : strangers) {
        const auto reply =
            send(name, url_ + filled(std::string(path.key())), headers, name == "GET" ? "" : "{}");
        EXPECT_EQ(reply.status, 401) << reply.body;
        EXPECT_EQ(reply.header("content-type"), "application/problem+json");
        EXPECT_THAT(reply.header("www-authenticate"), ::testing::StartsWith("Bearer"));
      }
      ++tried;
    }
  }
  EXPECT_GT(tried, 20U);
}

TEST_F(AdminAccessE2e, TokenInTheQueryOpensNothing) {
  EXPECT_EQ(send("GET", url_ + "/admin/v1/runs?access_token=an-admin-token-for-the-tests").status, 401);
}

TEST_F(AdminAccessE2e, UnknownParametersAndMembersAreRefusedByName) {
  const auto filter = admin("GET", "/runs?statsu=faulted");
  EXPECT_EQ(filter.status, 400);
  EXPECT_THAT(filter.at("/detail"), ::testing::HasSubstr("statsu"));
  const auto member = admin("POST", "/api-keys", R"({"workflow":"a/b","name":"x","scope":"all"})");
  EXPECT_EQ(member.status, 400);
  EXPECT_THAT(member.at("/detail"), ::testing::HasSubstr("scope"));
  for (const char* path : {"/runs?limit=0", "/runs?limit=201", "/runs?limit=x", "/runs?cursor=nonsense",
                           "/runs?status=done", "/runs?startedFrom=yesterday", "/runs?workflow=noslash",
                           "/runs?limit=1&limit=2", "/requests?accepted=maybe", "/requests?cursor=%00",
                           "/connections?kind=http", "/secrets?nmae=x", "/workflows/a/b/versions?limt=1"}) {
    const auto reply = admin("GET", path);
    EXPECT_EQ(reply.status, 400) << path << reply.body;
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << path;
  }
}

TEST_F(AdminAccessE2e, WhatIsNotThereIsNotFound) {
  const std::string nobody = "01900000-0000-7000-8000-000000000000";
  const auto expect_not_found = [this](const std::string& method, const std::vector<std::string>& paths) {
    for (const auto& path : paths) EXPECT_EQ(admin(method, path).status, 404) << method << ' ' << path;
  };
  expect_not_found("GET", {"/runs/" + nobody, "/runs/nonsense", "/runs/" + nobody + "/events",
                           "/requests/" + nobody, "/requests/" + nobody + "/body", "/workflows/no/such",
                           "/workflows/no/such/versions", "/connections/nosuch", "/no/such/resource"});
  expect_not_found("POST", {"/runs/" + nobody + "/retry", "/runs/" + nobody + "/rerun",
                            "/workflows/no/such/enable", "/workflows/no/such/disable"});
  expect_not_found("DELETE", {"/api-keys/" + nobody, "/connections/nosuch", "/secrets/nosuch"});
}

}  // namespace
}  // namespace runledger::test
