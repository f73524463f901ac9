#include "app/service/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <variant>

namespace runledger::app {
namespace {

using Number = std::size_t& (*)(Limits&);
using Seconds = Milliseconds& (*)(Limits&);

struct Limit {
  std::string_view name;
  std::variant<Number, Seconds> place;
  std::uint64_t least, most;
  std::string_view bounds;
};

constexpr std::uint64_t kMiB = 1024 * 1024;
constexpr std::uint64_t kGiB = 1024 * kMiB;
constexpr std::uint64_t kDay = 86'400;

Number number(Number place) {
  return place;
}
Seconds seconds(Seconds place) {
  return place;
}

const auto& all() {
  static const std::array limits{
      Limit{"body-bytes", number([](Limits & l) -> auto& { return l.server.body_bytes; }), 1024, 8 * kMiB,
            "content of a request"},
      Limit{"header-bytes", number([](Limits & l) -> auto& { return l.server.header_bytes; }), 4096, kMiB,
            "request line and header fields"},
      Limit{"connections", number([](Limits & l) -> auto& { return l.server.connections; }), 1, 1'000'000,
            "open connections to this server"},
      Limit{"arriving-bytes", number([](Limits & l) -> auto& { return l.server.buffered_bytes; }), kMiB,
            64 * kGiB, "requests that have not arrived completely, together"},
      Limit{"header-seconds", seconds([](Limits & l) -> auto& { return l.server.header_timeout; }), 1, kDay,
            "from a request's first byte to the end of its header"},
      Limit{"body-seconds", seconds([](Limits & l) -> auto& { return l.server.body_timeout; }), 1, kDay,
            "from there to the end of its content"},
      Limit{"idle-seconds", seconds([](Limits & l) -> auto& { return l.server.idle_timeout; }), 1, kDay,
            "a connection between two requests"},
      Limit{"journal-groups", number([](Limits & l) -> auto& { return l.engine.journal_queue_limit; }), 16,
            1'000'000, "starts that wait for the database"},
      Limit{"journal-bytes", number([](Limits & l) -> auto& { return l.engine.journal_queue_bytes; }), kMiB,
            64 * kGiB, "what waits for the database"},
      Limit{"active-runs", number([](Limits & l) -> auto& { return l.engine.max_active_runs; }), 1,
            10'000'000, "runs in memory"},
      Limit{"waiting-senders", number([](Limits & l) -> auto& { return l.engine.max_watchers; }), 1,
            1'000'000, "requests that wait for the end of their run"},
      Limit{"run-events", number([](Limits & l) -> auto& { return l.engine.run_limits.events; }), 100,
            10'000'000, "events of one run"},
      Limit{"calls-queued", number([](Limits & l) -> auto& { return l.effects.max_queued; }), 1, 1'000'000,
            "HTTP calls and e-mails under way or waiting for their turn"},
      Limit{"calls-at-once", number([](Limits & l) -> auto& { return l.effects.max_transfers; }), 1, 10'000,
            "HTTP calls and e-mails under way"},
      Limit{"calls-per-host", number([](Limits & l) -> auto& { return l.effects.max_transfers_per_host; }), 1,
            10'000, "those of them to one host and port"},
      Limit{"call-seconds", seconds([](Limits & l) -> auto& { return l.effects.http_timeout; }), 1, kDay,
            "an HTTP call without a timeout of its own"},
      Limit{"email-seconds", seconds([](Limits & l) -> auto& { return l.effects.email_timeout; }), 1, kDay,
            "an e-mail without a timeout of its own"},
      Limit{"response-bytes", number([](Limits & l) -> auto& { return l.effects.max_response_bytes; }), 1024,
            8 * kMiB, "the answer to an HTTP call, decompressed"},
      Limit{"sql-connections", number([](Limits & l) -> auto& { return l.effects.sql_threads; }), 1, 1'000,
            "SQL calls under way"},
      Limit{"sql-queued", number([](Limits & l) -> auto& { return l.effects.max_sql_queued; }), 1, 1'000'000,
            "SQL calls under way or waiting for their turn"},
      Limit{"sql-seconds", seconds([](Limits & l) -> auto& { return l.effects.sql_timeout; }), 1, kDay,
            "an SQL call without a timeout of its own"},
      Limit{"sql-rows", number([](Limits & l) -> auto& { return l.effects.max_rows; }), 1, 1'000'000,
            "rows of one result"},
      Limit{"sql-result-bytes", number([](Limits & l) -> auto& { return l.effects.max_result_bytes; }), 1024,
            8 * kMiB, "one result"},
  };
  return limits;
}

std::uint64_t value_of(const Limit& limit, Limits& limits) {
  if (const auto* place = std::get_if<Number>(&limit.place)) return (*place)(limits);
  const Milliseconds time = std::get<Seconds>(limit.place)(limits);
  return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(time).count());
}

void set(const Limit& limit, std::uint64_t value, Limits& limits) {
  if (const auto* place = std::get_if<Number>(&limit.place)) {
    (*place)(limits) = value;
  } else {
    std::get<Seconds>(limit.place)(limits) = std::chrono::seconds(static_cast<std::int64_t>(value));
  }
}

std::string range_of(const Limit& limit) {
  return std::to_string(limit.least) + " to " + std::to_string(limit.most);
}

Result<Done> set_one(std::string_view entry, Limits& limits) {
  const auto equals = std::min(entry.find('='), entry.size());
  const std::string_view name = entry.substr(0, equals);
  const std::string_view text = entry.substr(std::min(equals + 1, entry.size()));
  const auto found =
      std::find_if(all().begin(), all().end(), [&](const Limit& limit) { return limit.name == name; });
  if (found == all().end()) {
    std::string known;
    for (const Limit& limit : all()) known += (known.empty() ? "" : ", ") + std::string(limit.name);
    return Error{Errc::invalid_input,
                 "there is no limit '" + std::string(name.substr(0, 60)) + "'; there are " + known};
  }
  std::uint64_t value = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || end != text.data() + text.size() || value < found->least ||
      value > found->most) {
    return Error{Errc::invalid_input, "the limit " + std::string(name) + " must be a number from " +
                                          range_of(*found) + ", not '" + std::string(text.substr(0, 60)) +
                                          "'"};
  }
  set(*found, value, limits);
  return Done{};
}

}  // namespace

Result<Done> set_limits(std::string_view list, Limits& limits) {
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (auto done = set_one(list.substr(0, comma), limits); !done) return done;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  const http::ServerLimits& server = limits.server;
  if (server.buffered_bytes < server.header_bytes + server.body_bytes) {
    return Error{
        Errc::invalid_input,
        "the limit arriving-bytes must be at least header-bytes and body-bytes together, or no request "
        "of that size can arrive"};
  }
  return Done{};
}

std::string limits_help() {
  Limits defaults;
  std::string help = "Limits (--limits), with their ranges and defaults:\n";
  for (const Limit& limit : all()) {
    std::string line = "  " + std::string(limit.name);
    line.resize(std::max<std::size_t>(line.size() + 1, 20), ' ');
    line += std::string(limit.bounds) + " (" + range_of(limit) + "; " +
            std::to_string(value_of(limit, defaults)) + ")\n";
    help += line;
  }
  return help;
}

}  // namespace runledger::app
