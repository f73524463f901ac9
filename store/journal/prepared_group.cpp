#include "store/journal/prepared_group.hpp"

#include <algorithm>

#include "store/postgres/nul.hpp"
#include "workflow/run/codec.hpp"

namespace runledger::store {
namespace {

constexpr std::size_t kIdBytes = 10;
constexpr std::size_t kMaxGroupBytes = 256 << 20;

// A \u0000 escape in JSON text: the backslash before the u is not itself escaped.
bool has_nul_escape(std::string_view json) {
  for (std::size_t at = json.find("\\u0000"); at != std::string_view::npos;
       at = json.find("\\u0000", at + 1)) {
    std::size_t backslashes = 1;
    while (at >= backslashes && json[at - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 1) return true;
  }
  return false;
}

EncodedEvent encode(const Event& event) {
  return std::visit([](const auto& known) { return encode(known); }, event);
}

std::size_t most_bytes(const Event& event) {
  return std::holds_alternative<run::RunEvent>(event) ? run::kMaxEventBytes : record::kMaxEventBytes;
}

Error refuse(const Append& append, std::string_view why) {
  return {Errc::invalid_input, "stream " + append.stream.value.substr(0, 200) + ": " + std::string(why)};
}

Error too_large(const Append& append) {
  return {Errc::limit_exceeded,
          "stream " + append.stream.value.substr(0, 200) + ": events, body and vault have more than " +
              std::to_string(kMaxGroupBytes) + " bytes, the most that is appended at once"};
}

// What is written must be readable: a NUL has no place in a PostgreSQL text, and a text that decode() finds
// too long would stop its run for good.
Result<Done> check(const EncodedEvent& event, std::size_t most_bytes, const Append& append) {
  if (has_nul(event.data) || has_nul_escape(event.data)) {
    return refuse(append, std::string(event.type) + " contains the NUL character (\\u0000)");
  }
  if (event.data.size() > most_bytes) {
    return Error{Errc::limit_exceeded, "stream " + append.stream.value.substr(0, 200) + ": " +
                                           std::string(event.type) + " has " +
                                           std::to_string(event.data.size()) + " bytes; at most " +
                                           std::to_string(most_bytes) + " can be read back"};
  }
  return Done{};
}

Result<Done> check(const Append& append) {
  if (append.stream.value.empty()) return refuse(append, "the stream needs a name");
  if (append.events.empty()) return refuse(append, "there is no event to append");
  if (has_nul(append.stream.value) || has_nul(append.actor.value) || has_nul(append.correlation)) {
    return refuse(append, "stream, actor and correlation must not contain the NUL character");
  }
  for (const Event& event : append.events) {
    if (!append.run && std::holds_alternative<run::RunEvent>(event)) {
      return refuse(append, "an event of a run must name its run");
    }
  }
  return Done{};
}

Result<Done> check(const VaultChange& change) {
  if (!has_nul(change.name)) return Done{};
  return Error{Errc::invalid_input,
               "the name of a " + std::string(text_of(change.kind)) + " must not contain the NUL character"};
}

// Of what stands beside the events.
std::size_t bytes_beside(const AppendGroup& group) {
  std::size_t bytes = group.body ? group.body->bytes.size() : 0;
  for (const VaultChange& change : group.vault) {
    if (change.value) bytes += change.value->ciphertext.size();
  }
  return bytes;
}

}  // namespace

Result<PreparedGroup> prepare_group(const AppendGroup& group, Timestamp now, Random& random) {
  if (group.appends.empty()) return Error{Errc::invalid_input, "the group has nothing to append"};
  PreparedGroup prepared{&group, {}, now, bytes_beside(group)};
  if (prepared.bytes > kMaxGroupBytes) return too_large(group.appends.front());
  for (const VaultChange& change : group.vault) {
    if (auto checked = check(change); !checked) return std::move(checked).error();
  }
  for (const Append& append : group.appends) {
    if (auto checked = check(append); !checked) return std::move(checked).error();
    std::vector<std::uint8_t> noise(append.events.size() * (kIdBytes + sizeof(Salt)));
    random.fill(noise);
    auto next = noise.begin();
    const auto take = [&](auto& target) {
      std::copy_n(next, target.size(), target.begin());
      next += static_cast<std::ptrdiff_t>(target.size());
    };
    PreparedAppend& made = prepared.appends.emplace_back(PreparedAppend{&append, {}});
    for (const Event& event : append.events) {
      PreparedEvent& one = made.events.emplace_back(PreparedEvent{{}, {}, encode(event), &event});
      if (auto checked = check(one.encoded, most_bytes(event), append); !checked)
        return std::move(checked).error();
      // At once: all that a loop over a large document makes might not fit in memory.
      prepared.bytes += one.encoded.data.size();
      if (prepared.bytes > kMaxGroupBytes) return too_large(append);
      std::array<std::uint8_t, kIdBytes> id_noise{};
      take(id_noise);
      take(one.salt);
      one.id = EventId{make_uuid_v7(now, id_noise)};
    }
  }
  return prepared;
}

}  // namespace runledger::store
