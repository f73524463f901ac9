#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/actions/action_harness.hpp"
#include "tests/support/http_receiver.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;

// OpenAPI 3.1 in YAML, with what a document may say of parameters.
constexpr char kShop[] = R"(
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers:
  - url: /{stage}/v1/
    variables: {stage: {default: live}}
paths:
  /items/{id}{matrix}{label}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: X-Trace, in: header, schema: {type: string}}
    get:
      operationId: getItem
      parameters:
        - {name: matrix, in: path, required: true, style: matrix, explode: true}
        - {name: label, in: path, required: true, style: label}
        - $ref: '#/components/parameters/Tags'
        - {name: csv, in: query, explode: false}
        - {name: space, in: query, style: spaceDelimited, explode: false}
        - {name: pipe, in: query, style: pipeDelimited, explode: false}
        - {name: deep, in: query, style: deepObject}
        - {name: flat, in: query}
        - {name: session, in: cookie}
        - {name: Authorization, in: header}
  /items:
    servers: [{url: 'SERVER/other'}]
    post:
      operationId: addItem
      parameters: [{name: dry, in: query}]
      requestBody: {$ref: '#/components/requestBodies/Item'}
    put:
      operationId: formItem
      requestBody: {content: {application/x-www-form-urlencoded: {}}}
    patch:
      operationId: textItem
      requestBody: {content: {text/csv: {}}}
    delete:
      operationId: far
      parameters: [{$ref: 'other.yaml#/x'}]
    head:
      operationId: circle
      parameters: [{$ref: '#/components/parameters/Circle'}]
  /undeclared/{what}:
    get: {operationId: undeclared}
components:
  parameters:
    Tags: {name: tag, in: query, schema: {type: array}}
    Circle: {$ref: '#/components/parameters/Circle'}
  requestBodies:
    Item: {required: true, content: {application/xml: {}, application/vnd.item+json: {}}}
)";

class OpenApiCall : public ::testing::Test {
 protected:
  void SetUp() override { serve(kShop, "application/yaml"); }
  void TearDown() override { harness.expect_one_answer_each(); }

  void serve(std::string document, const std::string& type) {
    if (const auto at = document.find("SERVER"); at != std::string::npos)
      document.replace(at, 6, receiver.url());
    receiver.script([document, type](const ReceivedRequest& request) {
      if (request.target.starts_with("/docs/")) return ScriptedAnswer{.body = document, .content_type = type};
      return ScriptedAnswer{.body = R"({"done":true})"};
    });
  }

  run::ActionOutcome call(const std::string& operation, const std::string& parameters,
                          const std::string& more = "", const std::string& document = "/docs/shop.yaml") {
    return harness.perform("openapi", R"({"uri":")" + receiver.url(document) + R"(","operationId":")" +
                                          operation + R"(","parameters":)" + parameters + more + "}");
  }
  ReceivedRequest last() { return receiver.requests().back(); }

  HttpReceiver receiver;
  ActionHarness harness;
};

TEST_F(OpenApiCall, PlacesParametersByTheirStyle) {
  const Json result =
      result_of(call("getItem", R"({"id":"a/b c","matrix":[1,2],"label":["x","y"],"tag":["r&d","é"],
      "csv":[1,2],"space":["a","b"],"pipe":["a","b"],"deep":{"k":1,"l":"m"},"flat":{"p":true},"session":"s 1",
      "X-Trace":["t1","t2"],"Authorization":"never"})"));
  EXPECT_EQ(result, json(R"({"done":true})"));
  EXPECT_EQ(last().method, "GET");
  EXPECT_EQ(
      last().target,
      "/live/v1/items/a%2Fb%20c;matrix=1;matrix=2.x,y?tag=r%26d&tag=%C3%A9&csv=1,2&space=a%20b&pipe=a%7Cb"
      "&deep%5Bk%5D=1&deep%5Bl%5D=m&p=true");
  EXPECT_EQ(last().header("cookie"), "session=s%201");
  EXPECT_EQ(last().header("x-trace"), "t1,t2");
  EXPECT_EQ(last().header("authorization"), "");
  EXPECT_EQ(last().header("idempotency-key"), ActionHarness::key());
}

TEST_F(OpenApiCall, SendsTheBodyAsTheOperationTakesIt) {
  result_of(call("addItem", R"({"dry":true,"body":{"a":[1]}})"));
  EXPECT_EQ(last().target, "/other/items?dry=true");
  EXPECT_EQ(last().method, "POST");
  EXPECT_EQ(last().header("content-type"), "application/vnd.item+json");
  EXPECT_EQ(last().body, R"({"a":[1]})");
  result_of(call("addItem", R"({"name":"x","n":2})"));
  EXPECT_EQ(last().body, R"({"name":"x","n":2})");
  result_of(call("formItem", R"({"name":"x y","tag":[1,2]})"));
  EXPECT_EQ(last().body, "name=x%20y&tag=1&tag=2");
  result_of(call("textItem", R"({"body":"a,b"})"));
  EXPECT_EQ(last().header("content-type"), "text/csv");
  EXPECT_EQ(last().body, "a,b");
}

TEST_F(OpenApiCall, FailsBeforeItIsBegunWhenItDoesNotFitTheDocument) {
  struct Case {
    const char *operation, *parameters, *says;
  };
  for (const auto& [operation, parameters, says] :
       {Case{"nobody", "{}", "no operation with the operationId `nobody`"},
        Case{"getItem", R"({"id":"1","matrix":"m"})", "needs the parameter `label`"},
        Case{"getItem", R"({"id":"..","matrix":"m","label":"l"})", "would change the path"},
        Case{"getItem", R"({"id":{"a":[1]},"matrix":"m","label":"l"})", "`id` must be"},
        Case{"getItem", R"({"id":"1","matrix":"m","label":"l","colour":1})", "no parameter `colour`"},
        Case{"addItem", "{}", "needs a body"}, Case{"addItem", R"({"body":1,"other":2})", "`other`"},
        Case{"textItem", R"({"body":[1]})", "only a string"}, Case{"far", "{}", "refers to another one"},
        Case{"circle", "{}", "leads to no object"}, Case{"undeclared", "{}", "does not declare"}}) {
    const auto failure = error_of(call(operation, parameters));
    EXPECT_EQ(failure.type, run::error_type::kConfiguration) << operation;
    EXPECT_THAT(failure.detail, HasSubstr(says)) << operation;
  }
  for (const auto& request : receiver.requests()) EXPECT_TRUE(request.target.starts_with("/docs/"));
}

TEST_F(OpenApiCall, KeepsADocumentForTheNextCall) {
  for (int i = 0; i < 3; ++i) result_of(call("addItem", R"({"n":1})"));
  EXPECT_EQ(receiver.request_count(), 4U);
}

TEST_F(OpenApiCall, AuthenticatesTheDocumentAndTheCallApart) {
  const std::string both = R"(,"documentAuthentication":{"bearer":{"token":"d0c-token"}},
      "authentication":{"basic":{"username":"ann","password":"pa55word"}})";
  for (int i = 0; i < 2; ++i) result_of(call("addItem", R"({"n":1})", both));
  EXPECT_EQ(receiver.request_count(), 4U);  // what needs an authentication is not kept
  EXPECT_EQ(receiver.requests().at(0).header("authorization"), "Bearer d0c-token");
  EXPECT_EQ(receiver.requests().at(1).header("authorization"), "Basic YW5uOnBhNTV3b3Jk");
}

TEST_F(OpenApiCall, GivesResponsesAndErrorsAsAnHttpCall) {
  const Json result = result_of(call("addItem", R"({"n":1})", R"(,"output":"response")"));
  EXPECT_EQ(result.at("statusCode"), Json(200));
  EXPECT_EQ(result.at("request").at("uri"), Json(receiver.url("/other/items")));
  EXPECT_EQ(result.at("content"), json(R"({"done":true})"));
  receiver.answer_next({{.status = 409, .body = R"({"why":"there"})"}});
  const auto failure = error_of(call("addItem", R"({"n":1})"));
  EXPECT_EQ(failure.status, 409);
  EXPECT_EQ(failure.response->at("body"), json(R"({"why":"there"})"));
}

TEST_F(OpenApiCall, ReadsSwagger2) {
  serve(R"({"swagger":"2.0","basePath":"/v2/","consumes":["application/json"],"paths":{"/pet/{petId}":{
      "get":{"operationId":"getPet","parameters":[
        {"name":"petId","in":"path","required":true,"type":"integer"},
        {"name":"status","in":"query","type":"array","collectionFormat":"multi"},
        {"name":"csv","in":"query","type":"array"},
        {"name":"pipes","in":"query","type":"array","collectionFormat":"pipes"},
        {"name":"api_key","in":"header","type":"string"}]},
      "post":{"operationId":"form","consumes":["application/x-www-form-urlencoded"],"parameters":[
        {"name":"petId","in":"path","required":true,"type":"integer"},{"name":"name","in":"formData","type":"string"}]},
      "put":{"operationId":"putPet","parameters":[
        {"name":"petId","in":"path","required":true,"type":"integer"},{"name":"pet","in":"body","required":true}]}}}})",
        "application/json");
  const std::string at = "/docs/swagger.json";
  result_of(call("getPet", R"({"petId":7,"status":["a","b"],"csv":[1,2],"pipes":["x","y"],"api_key":"k"})",
                 "", at));
  EXPECT_EQ(last().target, "/v2/pet/7?status=a&status=b&csv=1,2&pipes=x%7Cy");
  EXPECT_EQ(last().header("api_key"), "k");
  result_of(call("form", R"({"petId":7,"name":"Rex & Co"})", "", at));
  EXPECT_EQ(last().body, "name=Rex%20%26%20Co");
  result_of(call("putPet", R"({"petId":7,"pet":{"name":"Rex"}})", "", at));
  EXPECT_EQ(last().body, R"({"name":"Rex"})");
  EXPECT_THAT(error_of(call("putPet", R"({"petId":7})", "", at)).detail, HasSubstr("`pet`"));
}

TEST_F(OpenApiCall, SaysWhyThereIsNoDocument) {
  receiver.answer_next({{.status = 404},
                        {.body = "openapi: [", .content_type = "application/yaml"},
                        {.body = R"({"openapi":"4.0"})"},
                        {.body = "[]"},
                        {.way = ScriptedAnswer::Way::garbage}});
  EXPECT_EQ(error_of(call("x", "{}")).status, 404);
  EXPECT_THAT(error_of(call("x", "{}")).detail, HasSubstr("malformed: line"));
  EXPECT_THAT(error_of(call("x", "{}")).detail, HasSubstr("neither OpenAPI"));
  EXPECT_THAT(error_of(call("x", "{}")).detail, HasSubstr("neither OpenAPI"));
  const auto lost = error_of(call("x", "{}"));
  EXPECT_EQ(lost.type, run::error_type::kCommunication);
  EXPECT_EQ(lost.instance, "/do/0/notify");
}

TEST_F(OpenApiCall, RefusesPrivateAddressesForTheDocumentToo) {
  ActionHarness strict{actions::ActionOptions{}};
  const auto failure = error_of(strict.perform(
      "openapi", R"({"uri":")" + receiver.url("/docs/x") + R"(","operationId":"getItem","parameters":{}})"));
  EXPECT_EQ(failure.status, 403);
  EXPECT_EQ(receiver.request_count(), 0U);
}

}  // namespace
}  // namespace runledger::test
