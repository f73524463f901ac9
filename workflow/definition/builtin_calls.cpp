#include "workflow/definition/builtin_calls.hpp"

#include <algorithm>
#include <vector>

#include "workflow/definition/service_calls.hpp"

namespace runledger::definition {
namespace {

// Arguments of `call: http`, Open Workflow DSL 1.0.3 "HTTP Call". `connection` is ours. Header and query
// values may be numbers and booleans too, written as text; a list repeats the parameter.
constexpr std::string_view kHttp = R"({
  "type": "object",
  "required": ["method", "endpoint"],
  "properties": {
    "method": {"type": "string", "pattern": "^[A-Za-z]{1,20}$"},
    "endpoint": {"type": ["string", "object"]},
    "headers": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
    "query": {"type": "object", "additionalProperties": {
      "type": ["string", "number", "boolean", "array"],
      "items": {"type": ["string", "number", "boolean"]}}},
    "body": {},
    "output": {"enum": ["raw", "content", "response"]},
    "redirect": {"type": "boolean"},
    "connection": {"type": "string"}
  }
})";

// Arguments of `call: openapi`, Open Workflow DSL 1.0.3 "OpenAPI Call".
constexpr std::string_view kOpenApi = R"({
  "type": "object",
  "required": ["document", "operationId"],
  "properties": {
    "document": {
      "type": "object",
      "required": ["endpoint"],
      "properties": {"name": {"type": "string"}, "endpoint": {"type": ["string", "object"]}}
    },
    "operationId": {"type": "string", "minLength": 1, "maxLength": 200},
    "parameters": {"type": ["object", "string"]},
    "authentication": {"type": "object"},
    "output": {"enum": ["raw", "content", "response"]},
    "redirect": {"type": "boolean"}
  }
})";

constexpr std::string_view kEmail = R"({
  "type": "object",
  "required": ["connection", "to", "subject"],
  "properties": {
    "connection": {"type": "string"},
    "from": {"type": "string", "minLength": 3, "maxLength": 320},
    "to": {"$ref": "#/$defs/addresses"},
    "cc": {"$ref": "#/$defs/addresses"},
    "bcc": {"$ref": "#/$defs/addresses"},
    "replyTo": {"$ref": "#/$defs/addresses"},
    "subject": {"type": "string", "maxLength": 998},
    "text": {"type": "string"},
    "html": {"type": "string"},
    "attachments": {
      "type": "array", "maxItems": 20,
      "items": {
        "type": "object",
        "required": ["name"],
        "additionalProperties": false,
        "properties": {
          "name": {"type": "string", "minLength": 1, "maxLength": 200},
          "contentType": {"type": "string", "maxLength": 100},
          "text": {"type": "string"},
          "base64": {"type": "string"}
        },
        "oneOf": [{"required": ["text"]}, {"required": ["base64"]}]
      }
    }
  },
  "$defs": {
    "addresses": {
      "type": ["string", "array"], "minLength": 3, "minItems": 1, "maxItems": 100,
      "items": {"type": "string", "minLength": 3, "maxLength": 320}}
  }
})";

// Either one statement or a transaction of several.
constexpr std::string_view kPostgres = R"({
  "type": "object",
  "required": ["connection"],
  "properties": {
    "connection": {"type": "string"},
    "statement": {"$ref": "#/$defs/statement"},
    "parameters": {"$ref": "#/$defs/parameters"},
    "expectRows": {"$ref": "#/$defs/expectRows"},
    "transaction": {
      "type": "array", "minItems": 1, "maxItems": 100,
      "items": {
        "type": "object",
        "required": ["statement"],
        "properties": {
          "statement": {"$ref": "#/$defs/statement"},
          "parameters": {"$ref": "#/$defs/parameters"},
          "expectRows": {"$ref": "#/$defs/expectRows"}
        }
      }
    }
  },
  "$defs": {
    "statement": {"type": "string", "minLength": 1},
    "parameters": {"type": "array", "maxItems": 1000},
    "expectRows": {"type": "integer", "minimum": 0}
  }
})";

constexpr std::string_view kLog = R"({
  "type": "object",
  "required": ["message"],
  "properties": {
    "message": {},
    "level": {"enum": ["debug", "info", "warn", "error"]}
  }
})";

const std::vector<BuiltinCall>& all() {
  static const Json http = parse_json(kHttp).value();
  static const Json openapi = parse_json(kOpenApi).value();
  static const Json email = parse_json(kEmail).value();
  static const Json postgres = parse_json(kPostgres).value();
  static const Json log = parse_json(kLog).value();
  static const std::vector<BuiltinCall> calls = [] {
    std::vector<BuiltinCall> own = {{"http", "http", http},
                                    {"openapi", "openapi", openapi},
                                    {"email:1.0.0@default", "email", email},
                                    {"postgres:1.0.0@default", "postgres", postgres},
                                    {"log:1.0.0@default", "log", log}};
    for (const auto& service : service_calls()) own.push_back(service);
    return own;
  }();
  return calls;
}

}  // namespace

std::span<const BuiltinCall> builtin_calls() {
  return all();
}

const BuiltinCall* find_builtin_call(std::string_view call) {
  const auto found =
      std::find_if(all().begin(), all().end(), [&](const auto& known) { return known.call == call; });
  return found == all().end() ? nullptr : &*found;
}

std::vector<std::string_view> connection_kinds(std::string_view call_kind) {
  if (call_kind == "email") return {"smtp", "outbox"};
  return {call_kind};
}

}  // namespace runledger::definition
