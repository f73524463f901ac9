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
                          std::string_view recorded_at) {
  const std::string id = event.id.text();
  const std::string run = append.run ? append.run->text() : std::string();
  ledger::LeafHeader header;
  header.event_id = id;
  header.stream = append.stream.value;
  header.version = version;
  header.type = event.encoded.type;
  header.type_version = static_cast<std::uint32_t>(event.encoded.type_version);
  header.run_id = unless_empty(run);
  header.actor = append.actor.value;
  header.correlation = unless_empty(append.correlation);
  header.recorded_at = recorded_at;
  header.meta = kMeta;
  return ledger::leaf_hash(header, ledger::data_commitment(event.salt, event.encoded.data).value());
}

}  // namespace

BatchPlan::BatchPlan(const Head& head, StreamVersions versions)
    : head_(head),
      next_(head),
      versions_(std::move(versions)),
      events_{PgType::int8, PgType::uuid, PgType::text, PgType::int8,        PgType::text,
              PgType::int4, PgType::uuid, PgType::json, PgType::bytea,       PgType::json,
              PgType::text, PgType::uuid, PgType::text, PgType::timestamptz, PgType::bytea},
      bodies_{PgType::uuid, PgType::bytea} {}

Result<Appended> BatchPlan::add(const PreparedGroup& group) {
  if (auto checked = check_versions(group); !checked) return std::move(checked).error();
  const std::uint64_t first = next_.position + 1;
  recorded_at_ = group.recorded_at;
  recorded_at_text_ = format_time(recorded_at_);
  for (const PreparedAppend& append : group.appends) add_append(append);
  if (const auto& body = group.source->body) bodies_.add(body->request, body->bytes);
  return Appended{first, next_.position, recorded_at_};
}

std::uint64_t BatchPlan::version_of(const std::string& stream) const {
  const auto moved = streams_.find(stream);
  return moved != streams_.end() ? moved->second : versions_(stream).value_or(0);
}

// Before anything is added: a group is added whole or not at all.
Result<Done> BatchPlan::check_versions(const PreparedGroup& group) const {
  std::unordered_map<std::string_view, std::uint64_t> within;
  for (const PreparedAppend& append : group.appends) {
    const std::string& stream = append.source->stream.value;
    const auto [found, is_new] = within.try_emplace(stream, 0);
    if (is_new) found->second = version_of(stream);
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

void BatchPlan::add_append(const PreparedAppend& append) {
  const std::string& stream = append.source->stream.value;
  std::uint64_t version = version_of(stream);
  for (const PreparedEvent& event : append.events) add_event(event, *append.source, ++version);
  streams_[stream] = version;
}

void BatchPlan::add_event(const PreparedEvent& event, const Append& append, std::uint64_t version) {
  const ledger::Hash leaf = leaf_hash_of(event, append, version, recorded_at_text_);
  next_.frontier.append(leaf);
  ++next_.position;
  if (!first_event_) first_event_ = event.id;
  const std::string_view salt(reinterpret_cast<const char*>(event.salt.data()), event.salt.size());
  events_.add(next_.position, event.id, append.stream, version, event.encoded.type,
              std::int32_t{event.encoded.type_version}, append.run, event.encoded.data, salt, kMeta,
              append.actor.value, std::optional<EventId>(), unless_empty(append.correlation), recorded_at_,
              leaf);
  projections_.fold({next_.position, append.run, *event.event});
}

StatementSink BatchPlan::statements() const {
  StatementSink sink;
  // First of all the head: it takes the lock that orders all appends.
  sink.add(kMoveHead, parameters(head_.position, head_.fence, next_.position, next_.frontier.serialize()));
  sink.add(kInsertEvents, events_);
  sink.add(kInsertBodies, bodies_);
  projections_.write(sink);
  return sink;
}

}  // namespace runledger::store
