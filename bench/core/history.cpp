#include "bench/core/history.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "workflow/definition/reader.hpp"

namespace runledger::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "runledger_core_bench: %s\n", why.c_str());
  std::abort();
}

}  // namespace

std::string document_of(const std::string& body) {
  return "document: { dsl: '1.0.3', namespace: bench, name: core, version: '1.0.0' }\n" + body;
}

definition::ProgramPtr program_of(const std::string& body) {
  auto read = definition::read_definition(document_of(body));
  if (read.program) return read.program;
  give_up(read.diagnostics.front().text());
}

LongRun run_on(const definition::Program& program, std::size_t events) {
  run::StartRun start;
  start.run = *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91");
  start.input = share(JsonObject());
  LongRun out;
  run::Command command = start;
  Timestamp now{std::chrono::seconds(1'764'000'000)};
  while (true) {
    auto decision = run::decide(program, std::move(out.state), command, {now, 0x5EED});
    if (!decision) give_up(decision.error().message);
    out.state = std::move(decision->after);
    for (auto& event : decision->events) out.events.push_back(std::move(event));
    if (out.events.size() >= events || !out.state.wake_at()) return out;
    now = *out.state.wake_at();
    command = run::Wake{};
  }
}

}  // namespace runledger::bench
