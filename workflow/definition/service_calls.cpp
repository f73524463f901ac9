#include "workflow/definition/service_calls.hpp"

#include <vector>

namespace runledger::definition {
namespace {

constexpr std::string_view kSlack = R"({
  "type": "object",
  "required": ["connection"],
  "anyOf": [{"required": ["text"]}, {"required": ["blocks"]}],
  "properties": {
    "connection": {"type": "string"},
    "text": {"type": "string", "maxLength": 40000},
    "blocks": {"type": ["array", "string"], "maxItems": 50},
    "channel": {"type": "string", "minLength": 1, "maxLength": 100},
    "threadTs": {"type": "string", "maxLength": 40}
  }
})";

constexpr std::string_view kTeams = R"({
  "type": "object",
  "required": ["connection"],
  "anyOf": [{"required": ["text"]}, {"required": ["card"]}],
  "properties": {
    "connection": {"type": "string"},
    "title": {"type": "string", "maxLength": 1000},
    "text": {"type": "string", "maxLength": 25000},
    "card": {"type": ["object", "string"]}
  }
})";

// PagerDuty Events API v2.
constexpr std::string_view kPagerDuty = R"({
  "type": "object",
  "required": ["connection", "action"],
  "properties": {
    "connection": {"type": "string"},
    "action": {"enum": ["trigger", "acknowledge", "resolve"]},
    "dedupKey": {"type": "string", "minLength": 1, "maxLength": 255},
    "summary": {"type": "string", "minLength": 1, "maxLength": 1024},
    "source": {"type": "string", "minLength": 1},
    "severity": {"enum": ["critical", "error", "warning", "info"]},
    "timestamp": {"type": "string"},
    "component": {"type": "string"},
    "group": {"type": "string"},
    "class": {"type": "string"},
    "customDetails": {},
    "links": {"type": ["array", "string"]},
    "images": {"type": ["array", "string"]},
    "client": {"type": "string"},
    "clientUrl": {"type": "string"}
  },
  "allOf": [
    {"if": {"required": ["action"], "properties": {"action": {"const": "trigger"}}},
     "then": {"required": ["summary", "source", "severity"]}},
    {"if": {"required": ["action"], "properties": {"action": {"enum": ["acknowledge", "resolve"]}}},
     "then": {"required": ["dedupKey"]}}
  ]
})";

// Standard Webhooks 1.0.
constexpr std::string_view kWebhook = R"({
  "type": "object",
  "oneOf": [{"required": ["connection"]}, {"required": ["endpoint", "secret"]}],
  "properties": {
    "connection": {"type": "string"},
    "endpoint": {"type": "string"},
    "secret": {"type": "string", "minLength": 1, "maxLength": 100},
    "headers": {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}},
    "body": {}
  }
})";

}  // namespace

std::span<const BuiltinCall> service_calls() {
  static const Json slack = parse_json(kSlack).value();
  static const Json teams = parse_json(kTeams).value();
  static const Json pagerduty = parse_json(kPagerDuty).value();
  static const Json webhook = parse_json(kWebhook).value();
  static const std::vector<BuiltinCall> calls = {{"slack:1.0.0@default", "slack", slack},
                                                 {"teams:1.0.0@default", "teams", teams},
                                                 {"pagerduty:1.0.0@default", "pagerduty", pagerduty},
                                                 {"webhook:1.0.0@default", "webhook", webhook}};
  return calls;
}

}  // namespace runledger::definition
