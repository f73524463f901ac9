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

Error refuse(const Append& append, std::string_view why) {
  return {Errc::invalid_input, "stream " + append.stream.value.substr(0, 200) + ": " + std::string(why)};
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

}  // namespace

Result<PreparedGroup> prepare_group(const AppendGroup& group, Timestamp now, Random& random) {
  if (group.appends.empty()) return Error{Errc::invalid_input, "the group has nothing to append"};
  PreparedGroup prepared{&group, {}, group.body ? group.body->bytes.size() : 0};
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
      if (has_nul(one.encoded.data) || has_nul_escape(one.encoded.data)) {
        return refuse(append, std::string(one.encoded.type) + " contains the NUL character (\\u0000)");
      }
      prepared.bytes += one.encoded.data.size();
      std::array<std::uint8_t, kIdBytes> id_noise{};
      take(id_noise);
      take(one.salt);
      one.id = EventId{make_uuid_v7(now, id_noise)};
    }
  }
  if (prepared.bytes > kMaxGroupBytes) {
    return Error{Errc::limit_exceeded, "stream " + group.appends.front().stream.value.substr(0, 200) +
                                           ": events and body have " + std::to_string(prepared.bytes) +
                                           " bytes; at most 268435456 are appended at once"};
  }
  return prepared;
}

}  // namespace runledger::store
