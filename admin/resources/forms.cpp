#include "admin/resources/forms.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace runledger::admin {
namespace {

template <class SomeId>
Json id_or_null(const std::optional<SomeId>& id) {
  return id ? Json(id->text()) : Json();
}

Json time_or_null(const std::optional<Timestamp>& time) {
  return time ? Json(format_time(*time)) : Json();
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

Json copy_or_null(const SharedJson& document) {
  return document ? *document : Json();
}

}  // namespace

Json form(const RunRow& run) {
  return JsonObject{{"id", run.run.text()},
                    {"workflow", run.workflow.value},
                    {"version", run.version},
                    {"definitionHash", run.definition_hash},
                    {"status", run.status},
                    {"trigger", run.trigger},
                    {"requestId", id_or_null(run.request)},
                    {"rerunOf", id_or_null(run.rerun_of)},
                    {"parentRunId", id_or_null(run.parent)},
                    {"parentTask", text_or_null(run.parent_task)},
                    {"startedAt", format_time(run.started_at)},
                    {"finishedAt", time_or_null(run.finished_at)},
                    {"task", text_or_null(run.task)},
                    {"error", run.error ? run::to_json(*run.error) : Json()},
                    {"firstPosition", run.first_position},
                    {"lastPosition", run.last_position},
                    {"eventCount", run.event_count}};
}

Json form(const RunDetail& run) {
  Json out = form(run.row);
  out.get_object()["input"] = copy_or_null(run.input);
  out.get_object()["output"] = copy_or_null(run.output);
  return out;
}

Json form(const RecordedEvent& event) {
  auto data = parse_json(event.data, kEventDataLimits);
  return JsonObject{{"position", event.position},
                    {"id", event.id.text()},
                    {"stream", event.stream.value},
                    {"version", event.version},
                    {"type", event.type},
                    {"typeVersion", event.type_version},
                    {"runId", id_or_null(event.run)},
                    {"data", data ? std::move(*data) : Json(event.data)},
                    {"actor", event.actor},
                    {"causation", id_or_null(event.causation)},
                    {"correlation", text_or_null(event.correlation)},
                    {"recordedAt", format_time(event.recorded_at)},
                    {"leafHash", event.leaf_hash}};
}

Json form(const RequestRow& request) {
  const auto& facts = request.facts;
  return JsonObject{{"id", facts.request.text()},
                    {"workflow", facts.workflow ? Json(facts.workflow->value) : Json()},
                    {"accepted", request.accepted},
                    {"status", request.status},
                    {"reason", text_or_null(request.reason)},
                    {"detail", text_or_null(request.detail)},
                    {"runId", id_or_null(request.run)},
                    {"method", facts.method},
                    {"path", facts.path},
                    {"remoteAddress", facts.remote_address},
                    {"apiKeyId", id_or_null(facts.key)},
                    {"contentType", text_or_null(facts.content_type)},
                    {"bodyBytes", facts.body_bytes},
                    {"bodySha256", text_or_null(facts.body_sha256)},
                    {"receivedAt", format_time(facts.received_at)},
                    {"position", request.position}};
}

Json form(const ErrorGroup& group) {
  return JsonObject{{"workflow", group.workflow.value},
                    {"task", text_or_null(group.task)},
                    {"type", group.type},
                    {"title", group.title},
                    {"count", group.count},
                    {"firstSeen", format_time(group.first_seen)},
                    {"lastSeen", format_time(group.last_seen)},
                    {"sampleRunId", group.sample_run.text()},
                    {"sampleDetail", group.sample_detail}};
}

Json form(const WorkflowVersionRow& version, bool with_source) {
  JsonObject out{
      {"version", version.version}, {"hash", version.hash}, {"addedAt", format_time(version.added_at)}};
  if (with_source) out["source"] = version.source;
  return out;
}

Json form(const ApiKeyRow& key) {
  return JsonObject{{"id", key.key.text()},
                    {"workflow", key.workflow.value},
                    {"name", key.name},
                    {"prefix", key.prefix},
                    {"createdAt", format_time(key.created_at)},
                    {"revokedAt", time_or_null(key.revoked_at)}};
}

Json form(const ConnectionRow& connection) {
  return JsonObject{{"name", connection.connection.value},
                    {"kind", connection.kind},
                    {"settings", copy_or_null(connection.settings)},
                    {"savedAt", format_time(connection.saved_at)}};
}

Json form(const SecretRow& secret) {
  return JsonObject{{"name", secret.secret.value}, {"savedAt", format_time(secret.saved_at)}};
}

}  // namespace runledger::admin
