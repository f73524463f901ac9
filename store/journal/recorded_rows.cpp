#include "store/journal/recorded_rows.hpp"

#include <algorithm>

#include "ledger/hash.hpp"

namespace runledger::store {
namespace {

template <class SomeId>
SomeId read_id(std::string_view bytes) {
  SomeId id;
  std::copy_n(bytes.begin(), std::min(bytes.size(), id.bytes.size()), id.bytes.begin());
  return id;
}

std::string read_hash(std::string_view bytes) {
  ledger::Hash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return ledger::hex(hash);
}

}  // namespace

StreamEnd stream_end(const PqResult& result, std::size_t row) {
  StreamEnd end{result.int8(row, 0), std::nullopt};
  if (!result.is_null(row, 1)) end.last = read_id<EventId>(result.bytes(row, 1));
  return end;
}

std::vector<RecordedEvent> recorded_events(const PqResult& result) {
  std::vector<RecordedEvent> events(result.rows());
  for (std::size_t row = 0; row < events.size(); ++row) {
    RecordedEvent& event = events[row];
    event.position = result.int8(row, 0);
    event.id = read_id<EventId>(result.bytes(row, 1));
    event.stream.value = result.bytes(row, 2);
    event.version = result.int8(row, 3);
    event.type = result.bytes(row, 4);
    event.type_version = static_cast<int>(read_int8(result.bytes(row, 5)));
    if (!result.is_null(row, 6)) event.run = read_id<RunId>(result.bytes(row, 6));
    event.data = result.bytes(row, 7);
    event.actor = result.bytes(row, 8);
    if (!result.is_null(row, 9)) event.causation = read_id<EventId>(result.bytes(row, 9));
    event.correlation = result.bytes(row, 10);
    event.recorded_at = read_timestamptz(result.bytes(row, 11));
    event.leaf_hash = read_hash(result.bytes(row, 12));
  }
  return events;
}

}  // namespace runledger::store
