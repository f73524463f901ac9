// What the pure core costs: no server, no database, no threads. JSON lines; what each means: bench/README.md.
#include <malloc.h>

#include <atomic>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "bench/core/history.hpp"
#include "bench/core/stopwatch.hpp"
#include "bench/measurements/order.hpp"
#include "workflow/definition/reader.hpp"
#include "workflow/definition/source_document.hpp"
#include "workflow/run/codec.hpp"
#include "workflow/run/evolve.hpp"
#include "workflow/schema/schema.hpp"

namespace runledger::bench {
namespace {

// Else the compiler may leave out what nobody looks at.
std::atomic<std::size_t> sink{0};

void print(const char* name, JsonObject numbers) {
  JsonObject line{{"bench", name}};
  for (auto& [key, value] : numbers) line[key] = value;
  std::printf("%s\n", write_json(line).c_str());
  std::fflush(stdout);
}

// Beside it what reading the same text as mere YAML takes.
void reader() {
  std::string text = document_of("do:\n");
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    text += "  - step" + n + ":\n      if: .order.total > " + n +
            "\n      call: http\n      with:\n        method: post\n        endpoint: "
            "'https://example.org/${ .order.id }'\n        body: { id: '${ .order.id }', step: " +
            n + " }\n      output: { as: '${ $input + {step" + n + ": .id} }' }\n";
  }
  const double yaml = seconds_of([&] { sink += definition::read_document(text).ok ? 1 : 0; });
  const double all =
      seconds_of([&] { sink += definition::read_definition(text).program != nullptr ? 1 : 0; });
  print("reader_100_tasks", {{"ms", all * 1e3}, {"yaml_alone_ms", yaml * 1e3}, {"target_ms", 5.0}});
}

// `set` and `switch` with paths, in a loop: decide, which folds each event as it goes.
void interpreter() {
  constexpr int kRounds = 100;
  const auto program = program_of(
      "do:\n"
      "  - count: { set: { n: '${ .n + 1 }', of: '${ .order.total }' } }\n"
      "  - more:\n"
      "      switch:\n"
      "        - yes: { when: '.n < " +
      std::to_string(kRounds) + "', then: count }\n        - no: { then: end }\n");
  std::size_t transitions = 0;
  const double seconds = seconds_of([&] { transitions = run_on(*program, 1).events.size() - 2; });
  print("pure_transitions", {{"per_s", static_cast<double>(transitions) / seconds},
                             {"ns", seconds / static_cast<double>(transitions) * 1e9},
                             {"target_per_s", 500'000}});
}

// Folding histories of a run that goes round and waits; beside it reading the same events from their text.
void folding() {
  const auto program = program_of(
      "do:\n"
      "  - count: { set: { n: '${ .n + 1 }' } }\n"
      "  - pause: { wait: { seconds: 1 } }\n"
      "  - again: { switch: [ { always: { then: count } } ] }\n");
  for (const std::size_t length : {1'000UL, 10'000UL, 50'000UL, 100'000UL}) {
    const auto run = run_on(*program, length);
    std::vector<EncodedEvent> texts;
    for (const auto& event : run.events) texts.push_back(run::encode(event));
    const double fold = seconds_of([&] {
      run::State state;
      for (const auto& event : run.events) sink += run::evolve_in_place(state, event).ok() ? 1 : 0;
    });
    const double decode = seconds_of([&] {
      for (const auto& text : texts)
        sink += run::decode(text.type, text.type_version, text.data).ok() ? 1 : 0;
    });
    const double count = static_cast<double>(run.events.size());
    print(("fold_" + std::to_string(length)).c_str(), {{"events", run.events.size()},
                                                       {"events_per_s", count / fold},
                                                       {"decode_events_per_s", count / decode},
                                                       {"both_events_per_s", count / (fold + decode)},
                                                       {"target_events_per_s", 100'000}});
  }
}

// An order of 0.9 KB; beside it reading its JSON.
void validation() {
  const auto program = program_of(order_schema() + "do:\n  - done: { set: { ok: true } }\n");
  const std::string text = order_payload();
  const Json order = *parse_json(text);
  const auto& schema = *program->data.input_schema;
  const double parse = seconds_of([&] { sink += parse_json(text).ok() ? 1 : 0; });
  const double validate = seconds_of([&] { sink += schema::validate(schema, order).size(); });
  print("schema_order", {{"us", validate * 1e6}, {"parse_alone_us", parse * 1e6}, {"target_us", 5.0}});
}

}  // namespace
}  // namespace runledger::bench

int main(int count, char** words) {
  using namespace runledger::bench;
  // Else freeing a run's last block gives pages back to the system, and the next run faults them in again: in
  // a server other memory keeps the heap's end in use.
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_MMAP_THRESHOLD, 256 << 20);
  const std::string only = count > 1 ? words[1] : "";
  const std::pair<const char*, void (*)()> all[] = {
      {"reader", reader}, {"interpreter", interpreter}, {"folding", folding}, {"validation", validation}};
  for (const auto& [name, measure] : all) {
    if (only.empty() || only == name) measure();
  }
}
