#include "workflow/definition/uri_template.hpp"

#include <gtest/gtest.h>

#include "workflow/expression/template.hpp"

namespace runledger::definition {
namespace {

std::string expand(std::string_view uri, std::string_view input) {
  const auto text = uri_template_to_text(uri);
  if (!text) return "refused";
  const auto compiled = expression::Template::compile(Json(boost::json::string(*text)), {});
  if (!compiled) return "does not compile: " + compiled.error().message;
  const auto rendered = compiled->render(parse_json(input).value());
  return rendered ? std::string(rendered->as_string()) : rendered.error().message;
}

TEST(UriTemplate, FillsInMembersOfTheInput) {
  EXPECT_EQ(expand("https://x/pets/{petId}", R"({"petId": 7})"), "https://x/pets/7");
  EXPECT_EQ(expand("https://x/{a}/{b-c}?q={a.b}", R"({"a": "1", "b-c": "2", "a.b": "3"})"),
            "https://x/1/2?q=3");
  EXPECT_EQ(expand("/plain", "{}"), "/plain");
}

// RFC 6570 §1.2: level 1 encodes everything but unreserved characters.
TEST(UriTemplate, EncodesSoThatAValueStaysOneSegment) {
  EXPECT_EQ(expand("/pets/{id}", R"({"id": "../admin?x=1&y#z é"})"),
            "/pets/..%2Fadmin%3Fx%3D1%26y%23z%20%C3%A9");
}

TEST(UriTemplate, FailsWhenAMemberIsMissing) {
  EXPECT_NE(expand("/pets/{petId}", "{}").find("petId"), std::string::npos);
  EXPECT_NE(expand("/pets/{petId}", R"({"petId": null})").find("petId"), std::string::npos);
}

TEST(UriTemplate, LeavesExpressionsAlone) {
  EXPECT_EQ(expand("https://x/${ .a | {b: .} | .b }/y", R"({"a": "1"})"), "https://x/1/y");
}

TEST(UriTemplate, RefusesWhatItCannotExpand) {
  for (const auto* uri : {"/{+path}", "/{?q}", "/{a,b}", "/{a*}", "/{}", "/{a", "/a}", "/{a}/${ .b }"}) {
    EXPECT_FALSE(uri_template_to_text(uri).ok()) << uri;
  }
}

}  // namespace
}  // namespace runledger::definition
