#include "admin/openapi/document.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>
#include <string>

#include "workflow/base/json.hpp"

namespace runledger::admin {
namespace {

void expect_references_resolve(const Json& document, const Json& here) {
  if (here.is_array()) {
    for (const auto& item : here.get_array()) expect_references_resolve(document, item);
  } else if (here.is_object()) {
    for (const auto& member : here.get_object()) {
      if (member.key() == "$ref") {
        const std::string target(member.value().get_string());
        ASSERT_EQ(target.rfind("#/", 0), 0U) << target;
        EXPECT_NE(resolve_pointer(document, target.substr(1)), nullptr) << target << " leads nowhere";
      } else {
        expect_references_resolve(document, member.value());
      }
    }
  }
}

TEST(OpenApi, EveryReferenceResolves) {
  const auto document = parse_json(openapi_document());
  ASSERT_TRUE(document.ok());
  expect_references_resolve(*document, *document);
}

TEST(OpenApi, EveryOperationHasAUniqueIdASummaryAndItsPathParameters) {
  const auto document = parse_json(openapi_document());
  ASSERT_TRUE(document.ok());
  std::set<std::string> ids;
  for (const auto& path : document->at("paths").as_object()) {
    for (const auto& entry : path.value().as_object()) {
      const auto& operation = entry.value().as_object();
      EXPECT_TRUE(ids.insert(std::string(operation.at("operationId").as_string())).second) << path.key();
      EXPECT_FALSE(operation.at("summary").as_string().empty()) << path.key();
      const std::string text = write_json(entry.value());
      const std::string pattern(path.key());
      for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', open + 1)) {
        const auto name = pattern.substr(open + 1, pattern.find('}', open) - open - 1);
        EXPECT_NE(text.find("#/components/parameters/" + name), std::string::npos)
            << pattern << " lacks " << name;
      }
    }
  }
  EXPECT_GT(ids.size(), 25U);
}

}  // namespace
}  // namespace runledger::admin
