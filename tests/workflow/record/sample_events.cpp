#include "tests/workflow/record/sample_events.hpp"

namespace runledger::record::testing {

std::vector<RecordEvent> sample_events() {
  const Timestamp noon = *parse_time("2026-11-23T12:00:00.000001Z");
  const WorkflowName workflow{"shop/order"};
  const auto key = *ApiKeyId::parse("0190163d-8694-739b-aea5-966c26f8ad94");
  RequestFacts facts;
  facts.request = *RequestId::parse("0190163d-8694-739b-aea5-966c26f8ad92");
  facts.workflow = workflow;
  facts.method = "POST";
  facts.path = "/webhooks/abcdefghijklmnopqrstuvwxyz?a=\"1\"";
  facts.remote_address = "203.0.113.7";
  facts.key = key;
  facts.content_type = "application/json; charset=utf-8";
  facts.body_bytes = 5'000'000'000;
  facts.body_sha256 = std::string(64, 'b');
  facts.received_at = noon;

  return {
      RequestAccepted{facts, *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91")},
      RequestRefused{facts, 422, "schema_violation", "/customer/email: must be a string, is 7"},
      WorkflowCreated{workflow, WebhookId{"abcdefghijklmnopqrstuvwxyz"}, noon},
      WorkflowVersionAdded{workflow, "1.2.3", std::string(64, 'a'),
                           "document:\n  dsl: '1.0.3'\n  name: \"Grüße\"\n", noon},
      WorkflowEnabled{workflow, noon},
      WorkflowDisabled{workflow, noon},
      ApiKeyCreated{key, workflow, "the shop", "rl_abcd", std::string(64, 'c'), noon},
      ApiKeyRevoked{key, noon},
      ConnectionSaved{ConnectionName{"mail"}, "smtp", share(JsonObject{{"host", "localhost"}, {"port", 25}}),
                      noon},
      ConnectionDeleted{ConnectionName{"mail"}, noon},
      SecretSaved{SecretName{"token"}, noon},
      SecretDeleted{SecretName{"token"}, noon},
      ScheduleFired{workflow, *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91"), noon, 3},
  };
}

}  // namespace runledger::record::testing
