#include "workflow/definition/endpoint_template.hpp"

#include <gtest/gtest.h>

#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

// As a task does: compiled once, evaluated with the input, expanded.
std::string expand(std::string_view uri, std::string_view input) {
  const auto compiled = compile_endpoint_template(uri);
  if (!compiled) return "refused: " + compiled.error().message;
  const auto evaluated =
      expression::Template::compile(*compiled, {}).value().render(parse_json(input).value());
  if (!evaluated) return "failed: " + evaluated.error().message;
  const auto expanded = expand_endpoint_template(*evaluated);
  return expanded ? *expanded : "failed: " + expanded.error().message;
}

TEST(EndpointTemplate, FillsInMembersOfTheInput) {
  EXPECT_EQ(expand("https://x/pets/{petId}", R"({"petId": 7})"), "https://x/pets/7");
  EXPECT_EQ(expand("https://x/{a}/{b-c}?q={a.b}", R"({"a": "1", "b-c": "2", "a.b": "3"})"),
            "https://x/1/2?q=3");
}

// RFC 6570 §1.2: a simple expansion encodes everything but unreserved characters.
TEST(EndpointTemplate, EncodesSoThatAValueStaysOneSegment) {
  EXPECT_EQ(expand("/pets/{id}", R"({"id": "../admin?x=1&y#z é"})"),
            "/pets/..%2Fadmin%3Fx%3D1%26y%23z%20%C3%A9");
}

TEST(EndpointTemplate, FailsWhenAMemberOfThePathIsMissing) {
  for (const auto* uri :
       {"/pets/{petId}", "/pets{/petId}", "/pets/{+petId}", "/pets{;petId}", "/p{.petId}"}) {
    EXPECT_EQ(expand(uri, "{}"), "failed: the endpoint needs petId, which the task's input lacks") << uri;
    EXPECT_NE(expand(uri, R"({"petId": null})").find("petId"), std::string::npos) << uri;
  }
}

TEST(EndpointTemplate, LeavesOutWhatIsMissingOfTheQuery) {
  EXPECT_EQ(expand("/pets{?status,page}", R"({"page": 2})"), "/pets?page=2");
  EXPECT_EQ(expand("/pets?a=1{&tags*}{#at}", R"({"tags": ["b", "c d"]})"), "/pets?a=1&tags=b&tags=c%20d");
}

TEST(EndpointTemplate, FailsWhenAValueWouldLeaveItsSegment) {
  EXPECT_TRUE(expand("https://x/pets/{id}", R"({"id": ".."})").starts_with("failed"));
  EXPECT_TRUE(expand("https://x/files/{+path}", R"({"path": "a/../../admin"})").starts_with("failed"));
  EXPECT_TRUE(expand("https://x/files/{+path}", R"({"path": "a/%2E%2e/b"})").starts_with("failed"));
  EXPECT_EQ(expand("https://x/files/{+path}", R"({"path": "a/.b/c..d"})"), "https://x/files/a/.b/c..d");
  EXPECT_EQ(expand("https://x/files{?at}", R"({"at": ".."})"), "https://x/files?at=..");
}

TEST(EndpointTemplate, RefusesReservedExpansionBesideTheHost) {
  for (const auto* uri : {"https://x{+path}", "https://{+host}/a", "https://{a}{+b}"}) {
    EXPECT_NE(expand(uri, R"({})").find("another host"), std::string::npos) << uri;
  }
  EXPECT_EQ(expand("https://x/{+path}", R"({"path": "/y@z"})"), "https://x//y@z");
}

TEST(EndpointTemplate, TellsTemplatesFromExpressions) {
  EXPECT_TRUE(is_uri_template("/{a}"));
  EXPECT_FALSE(is_uri_template("/plain"));
  EXPECT_FALSE(is_uri_template("https://x/${ .a | {b: .} | .b }/y"));
  EXPECT_TRUE(is_uri_template("/{a}/${ .b }"));
  EXPECT_FALSE(compile_endpoint_template("/{a}/${ .b }").ok());
}

}  // namespace
}  // namespace runledger::definition
