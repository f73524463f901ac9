#include "workflow/record/codec/event_forms.hpp"

namespace runledger::record::forms {

void write(const ApiKeyCreated& event, MemberWriter& out) {
  out.text("key", event.key.text());
  out.text("workflow", event.workflow.value);
  out.text("name", event.name);
  out.text("prefix", event.prefix);
  out.text("sha256", event.sha256);
  out.time("createdAt", event.created_at);
}

void read(MemberReader& in, ApiKeyCreated& event) {
  event.key = in.id<ApiKeyId>("key");
  event.workflow.value = in.text("workflow");
  event.name = in.text("name");
  event.prefix = in.text("prefix");
  event.sha256 = in.text("sha256");
  event.created_at = in.time("createdAt");
}

void write(const ApiKeyRevoked& event, MemberWriter& out) {
  out.text("key", event.key.text());
  out.time("revokedAt", event.revoked_at);
}

void read(MemberReader& in, ApiKeyRevoked& event) {
  event.key = in.id<ApiKeyId>("key");
  event.revoked_at = in.time("revokedAt");
}

void write(const ConnectionSaved& event, MemberWriter& out) {
  out.text("connection", event.connection.value);
  out.text("kind", event.kind);
  out.document("settings", event.settings);
  out.time("savedAt", event.saved_at);
}

void read(MemberReader& in, ConnectionSaved& event) {
  event.connection.value = in.text("connection");
  event.kind = in.text("kind");
  event.settings = in.optional_document("settings");
  event.saved_at = in.time("savedAt");
}

void write(const ConnectionDeleted& event, MemberWriter& out) {
  out.text("connection", event.connection.value);
  out.time("deletedAt", event.deleted_at);
}

void read(MemberReader& in, ConnectionDeleted& event) {
  event.connection.value = in.text("connection");
  event.deleted_at = in.time("deletedAt");
}

void write(const SecretSaved& event, MemberWriter& out) {
  out.text("secret", event.secret.value);
  out.time("savedAt", event.saved_at);
}

void read(MemberReader& in, SecretSaved& event) {
  event.secret.value = in.text("secret");
  event.saved_at = in.time("savedAt");
}

void write(const SecretDeleted& event, MemberWriter& out) {
  out.text("secret", event.secret.value);
  out.time("deletedAt", event.deleted_at);
}

void read(MemberReader& in, SecretDeleted& event) {
  event.secret.value = in.text("secret");
  event.deleted_at = in.time("deletedAt");
}

}  // namespace runledger::record::forms
