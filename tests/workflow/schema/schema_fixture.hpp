#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "workflow/schema/schema.hpp"

namespace runledger::schema {

inline Json json(std::string_view text) {
  auto parsed = parse_json(text);
  if (!parsed) ADD_FAILURE() << "the test's own JSON: " << parsed.error().message;
  return parsed ? std::move(*parsed) : Json();
}

inline SchemaPtr compiled(std::string_view text) {
  auto schema = compile(json(text));
  if (!schema) ADD_FAILURE() << "the test's own schema: " << schema.error().message;
  return schema ? *schema : *compile(Json(false));
}

// Why a schema does not compile, or "compiles".
inline std::string compile_error(std::string_view text) {
  const auto schema = compile(json(text));
  return schema ? "compiles" : schema.error().message;
}

inline bool accepts(std::string_view schema, std::string_view instance) {
  return is_valid(*compiled(schema), json(instance));
}

// Each violation as "instance pointer | schema pointer | message".
inline std::vector<std::string> violations_of(std::string_view schema, std::string_view instance,
                                              const ValidateOptions& options = {}) {
  std::vector<std::string> lines;
  for (const auto& violation : validate(*compiled(schema), json(instance), options)) {
    lines.push_back(violation.instance_pointer + " | " + violation.schema_pointer + " | " +
                    violation.message);
  }
  return lines;
}

}  // namespace runledger::schema
