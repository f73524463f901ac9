#include "store/journal/batch_plan.hpp"

#include "ledger/leaf.hpp"
#include "store/journal/statements.hpp"

namespace runledger::store {
namespace {

// Room for what later versions want to say about an event; part of what is hashed.
constexpr std::string_view kMeta = "{}";

std::optional<std::string_view> unless_empty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return std::string_view(text);
}

ledger::Hash leaf_hash_of(const PreparedEvent& event, const Append& append, std::uint64_t version,
                          const std::optional<EventId>& cause, std::string_view recorded_at) {
  const std::string id = event.id.text();
  const std::string causation = cause ? cause->text() : std::string();
  const std::string run = append.run ? append.run->text() : std::string();
  ledger::LeafHeader header;
  header.event_id = id;
  header.stream = append.stream.value;
  header.version = version;
  header.type = event.encoded.type;
  header.type_version = static_cast<std::uint32_t>(event.encoded.type_version);
  header.run_id = unless_empty(run);
  header.actor = append.actor.value;
  header.causation = unless_empty(causation);
  header.correlation = unless_empty(append.correlation);
  header.recorded_at = recorded_at;
  header.meta = kMeta;
  return ledger::leaf_hash(header, ledger::data_commitment(event.salt, event.encoded.data).value());
}

}  // namespace

BatchPlan::BatchPlan(const Head& head, StreamEnds ends)
    : head_(head),
      next_(head),
      ends_(std::move(ends)),
      events_{PgType::int8, PgType::uuid, PgType::text, PgType::int8,        PgType::text,
              PgType::int4, PgType::uuid, PgType::json, PgType::bytea,       PgType::json,
              PgType::text, PgType::uuid, PgType::text, PgType::timestamptz, PgType::bytea},
      bodies_{PgType::uuid, PgType::bytea} {}

Result<Appended> BatchPlan::add(const PreparedGroup& group) {
  if (auto checked = check_versions(group); !checked) return std::move(checked).error();
  const std::uint64_t first = next_.position + 1;
  recorded_at_ = group.recorded_at;
  recorded_at_text_ = format_time(recorded_at_);
  std::optional<EventId> cause = group.source->cause;
  for (const PreparedAppend& append : group.appends) add_append(append, cause);
  if (const auto& body = group.source->body) bodies_.add(body->request, body->bytes);
  for (const VaultChange& change : group.source->vault) add_change(change);
  return Appended{first, next_.position, recorded_at_};
}

StreamEnd BatchPlan::end_of(const std::string& stream) const {
  const auto moved = streams_.find(stream);
  return moved != streams_.end() ? moved->second : ends_(stream).value_or(StreamEnd{});
}

// Before anything is added: a group is added whole or not at all.
Result<Done> BatchPlan::check_versions(const PreparedGroup& group) const {
  std::unordered_map<std::string_view, std::uint64_t> within;
  for (const PreparedAppend& append : group.appends) {
    const std::string& stream = append.source->stream.value;
    const auto [found, is_new] = within.try_emplace(stream, 0);
    if (is_new) found->second = end_of(stream).version;
    const auto& expected = append.source->expected_version;
    if (expected && *expected != found->second) {
      return Error{Errc::conflict, "stream " + stream + " is at version " + std::to_string(found->second) +
                                       ", not at " + std::to_string(*expected) +
                                       " as the writer expected: read it again and decide anew"};
    }
    found->second += append.events.size();
  }
  return Done{};
}

// What led to an event: the one before it in its group; for a group's first, what the writer names, else the
// last event of its stream, if the writer decided upon that.
void BatchPlan::add_append(const PreparedAppend& append, std::optional<EventId>& cause) {
  const std::string& stream = append.source->stream.value;
  StreamEnd end = end_of(stream);
  if (!cause && append.source->expected_version) cause = end.last;
  for (const PreparedEvent& event : append.events) {
    add_event(event, *append.source, ++end.version, cause);
    end.last = cause = event.id;
  }
  streams_[stream] = end;
}

void BatchPlan::add_change(const VaultChange& change) {
  const std::string_view kind = text_of(change.kind);
  if (const auto& value = change.value) {
    vault_.add(kPutVaultValue, parameters(kind, change.name, value->key_id, value->nonce, value->ciphertext));
  } else {
    vault_.add(kEraseVaultValue, parameters(kind, change.name));
  }
}

void BatchPlan::add_event(const PreparedEvent& event, const Append& append, std::uint64_t version,
                          const std::optional<EventId>& cause) {
  const ledger::Hash leaf = leaf_hash_of(event, append, version, cause, recorded_at_text_);
  next_.frontier.append(leaf);
  ++next_.position;
  if (!first_event_) first_event_ = event.id;
  const std::string_view salt(reinterpret_cast<const char*>(event.salt.data()), event.salt.size());
  events_.add(next_.position, event.id, append.stream, version, event.encoded.type,
              std::int32_t{event.encoded.type_version}, append.run, event.encoded.data, salt, kMeta,
              append.actor.value, cause, unless_empty(append.correlation), recorded_at_, leaf);
  projections_.fold({next_.position, append.run, *event.event});
}

StatementSink BatchPlan::statements() const {
  StatementSink sink;
  // First of all the head: it takes the lock that orders all appends.
  sink.add(kMoveHead, parameters(head_.position, head_.fence, next_.position, next_.frontier.serialize()));
  sink.add(kInsertEvents, events_);
  sink.add(kInsertBodies, bodies_);
  for (const auto& [statement, values] : vault_.queued()) sink.add(*statement, values);
  projections_.write(sink);
  return sink;
}

}  // namespace runledger::store
