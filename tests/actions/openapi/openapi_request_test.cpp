#include "actions/openapi/openapi_request.hpp"

#include <gtest/gtest.h>

namespace runledger::actions {
namespace {

std::string target(const std::string& server, const std::string& arguments) {
  Operation operation;
  operation.method = "GET";
  operation.server = server;
  operation.path = "/pets";
  const Result<Json> given = parse_json(arguments);
  const Url at = parse_url("https://docs.example/api/v1.json").value();
  const auto request = openapi_request(operation, given.value().get_object(), at);
  return request ? std::string(request->at("uri").as_string()) : request.error().message;
}

TEST(OpenApiRequest, TakesServersRelativeToTheDocument) {
  EXPECT_EQ(target("https://api.example/v2", "{}"), "https://api.example:443/v2/pets");
  EXPECT_EQ(target("/v2", "{}"), "https://docs.example:443/v2/pets");
  EXPECT_EQ(target("", "{}"), "https://docs.example:443/pets");
  EXPECT_EQ(target("//api.example/v2", "{}"), "https://api.example:443/v2/pets");
  EXPECT_NE(target("file:///etc", "{}").find("no http or https URL"), std::string::npos);
}

TEST(OpenApiRequest, SendsNoAuthenticationFromHttpsToPlainHttp) {
  EXPECT_EQ(target("http://api.example", "{}"), "http://api.example:80/pets");
  EXPECT_NE(target("http://api.example", R"({"authentication":{"bearer":{"token":"t"}}})")
                .find("must not go there"),
            std::string::npos);
}

}  // namespace
}  // namespace runledger::actions
