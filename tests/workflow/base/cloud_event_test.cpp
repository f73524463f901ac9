#include "workflow/base/cloud_event.hpp"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>

namespace runledger {
namespace {

std::string complaint(const std::string& event) {
  const auto json = parse_json(event);
  const auto checked = check_cloud_event(json->get_object());
  return checked ? std::string() : checked.error().message;
}

constexpr char kLeast[] = R"("id":"7","source":"/shop","specversion":"1.0","type":"order.packed")";

TEST(CloudEvent, TakesWhatTheSpecificationAllows) {
  EXPECT_EQ(complaint("{" + std::string(kLeast) + "}"), "");
  EXPECT_EQ(
      complaint(
          "{" + std::string(kLeast) +
          R"(,"subject":"A-17","time":"2026-11-28T12:00:00+01:00","datacontenttype":"text/plain",)"
          R"("dataschema":"https://example.com/s","priority":-3,"express":true,"lane":null,"data":[1]})"),
      "");
}

TEST(CloudEvent, SaysWhichAttributeIsWrongAndWhatItMustBe) {
  const struct {
    const char* event;
    const char* says;
  } cases[] = {
      {R"({"source":"/s","specversion":"1.0","type":"t"})", "`id` is missing"},
      {R"({"id":"","source":"/s","specversion":"1.0","type":"t"})",
       "`id` must be a text, and not an empty one"},
      {R"({"id":7,"source":"/s","specversion":"1.0","type":"t"})", "`id` must be a text"},
      {R"({"id":"7","source":"a b","specversion":"1.0","type":"t"})", "`source` must be a URI"},
      {R"({"id":"7","source":"/s","specversion":"0.3","type":"t"})", "`specversion` must be \"1.0\""},
      {R"({"id":"7","source":"/s","specversion":"1.0","type":null})", "`type` must not be null"},
      {R"({"id":"7","source":"/s","specversion":"1.0","type":"t","time":"noon"})", "RFC 3339"},
      {R"({"id":"7","source":"/s","specversion":"1.0","type":"t","Order":"x"})", "`Order` is no name"},
      {R"({"id":"7","source":"/s","specversion":"1.0","type":"t","lane":{}})", "belongs in `data`"},
      {R"({"id":"7","source":"/s","specversion":"1.0","type":"t","lane":2147483648})", "32 bits"},
      {R"({"id":"7","source":"/s","specversion":"1.0","type":"t","lane":1.5})", "32 bits"},
      {R"({"id":"7","source":"/s","specversion":"1.0","type":"t","data_base64":"AA=="})", "write `data`"},
  };
  for (const auto& one : cases) {
    EXPECT_NE(complaint(one.event).find(one.says), std::string::npos)
        << one.event << " gave: " << complaint(one.event);
  }
}

}  // namespace
}  // namespace runledger
