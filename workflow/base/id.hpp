#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace runledger {

// The 16 bytes of a UUID (RFC 9562). Use Id<Tag>, which cannot be mixed up.
using UuidBytes = std::array<std::uint8_t, 16>;

// "0190163d-8694-739b-aea5-966c26f8ad91", lower case.
std::string uuid_text(const UuidBytes& bytes);
// Reads the 36-character form, either case; nothing else is accepted.
std::optional<UuidBytes> parse_uuid(std::string_view text);
// Makes a UUIDv7 (RFC 9562 §5.7) from a time and 10 random bytes. Pure: the shell brings time and randomness.
UuidBytes make_uuid_v7(std::chrono::sys_time<std::chrono::microseconds> now,
                       const std::array<std::uint8_t, 10>& random);

// A UUID that names one kind of thing: Id<RunTag> and Id<RequestTag> do not convert into each other.
template <class Tag>
struct Id {
  UuidBytes bytes{};

  std::string text() const { return uuid_text(bytes); }
  static std::optional<Id> parse(std::string_view text) {
    if (auto found = parse_uuid(text)) return Id{*found};
    return std::nullopt;
  }
  bool is_nil() const { return bytes == UuidBytes{}; }
  friend auto operator<=>(const Id&, const Id&) = default;
};

using RunId = Id<struct RunTag>;
using RequestId = Id<struct RequestTag>;
using EventId = Id<struct EventTag>;
using ApiKeyId = Id<struct ApiKeyTag>;

// A string that names one kind of thing: Name<WorkflowTag> and Name<ConnectionTag> do not convert into each
// other.
template <class Tag>
struct Name {
  std::string value;

  friend auto operator<=>(const Name&, const Name&) = default;
};

// "namespace/name" of a workflow.
using WorkflowName = Name<struct WorkflowTag>;
// The unguessable part of a workflow's webhook URL: 26 characters of lower-case base32, 128 random bits.
using WebhookId = Name<struct WebhookTag>;
using ConnectionName = Name<struct ConnectionTag>;
using SecretName = Name<struct SecretTag>;
// The subject of an ordered series of events, e.g. "run/<id>". See event_log.hpp for the families.
using StreamName = Name<struct StreamTag>;

}  // namespace runledger

template <class Tag>
struct std::hash<runledger::Id<Tag>> {
  std::size_t operator()(const runledger::Id<Tag>& id) const noexcept {
    std::size_t low = 0;  // the last 8 bytes of a UUIDv7 are random
    std::memcpy(&low, id.bytes.data() + 8, sizeof low);
    return low;
  }
};

template <class Tag>
struct std::hash<runledger::Name<Tag>> {
  std::size_t operator()(const runledger::Name<Tag>& name) const noexcept {
    return std::hash<std::string>{}(name.value);
  }
};
