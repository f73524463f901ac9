#include "tests/actors/fakes/world.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "workflow/definition/reader.hpp"

namespace runledger::actors::test {

definition::ProgramPtr program_of(const std::string& yaml) {
  auto read = definition::read_definition(yaml);
  for (const auto& diagnostic : read.diagnostics) EXPECT_TRUE(read.program) << diagnostic.text();
  return read.program;
}

definition::ProgramPtr program_named(const std::string& name, const std::string& tasks) {
  return program_of("document: {dsl: '1.0.3', namespace: test, name: " + name + ", version: '1.0.0'}\n" +
                    tasks);
}

definition::ProgramPtr pure_program() {
  return program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: pure, version: '1.0.0'}
do:
  - first: {set: {a: 1}}
  - second: {set: {b: 2}}
  - third: {set: {c: 3}}
)");
}

definition::ProgramPtr two_calls_program() {
  return program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: calls, version: '1.0.0'}
do:
  - one: {call: http, with: {method: post, endpoint: 'http://example.test/one'}}
  - two: {call: http, with: {method: post, endpoint: 'http://example.test/two'}}
)");
}

definition::ProgramPtr waiting_program() {
  return program_of(R"(
document: {dsl: '1.0.3', namespace: test, name: waits, version: '1.0.0'}
do:
  - one: {call: http, with: {method: post, endpoint: 'http://example.test/one'}}
  - pause: {wait: {hours: 1}}
  - two: {call: http, with: {method: post, endpoint: 'http://example.test/two'}}
)");
}

definition::ProgramPtr started_by_actor(const definition::ProgramPtr& program) {
  auto copy = std::make_shared<definition::Program>(*program);
  copy->name.value += "-by-actor";
  copy->hash.replace(0, 4, "beef");
  copy->is_brief = false;
  return copy;
}

World::World(EngineOptions engine_options, std::uint64_t seed)
    : options(std::move(engine_options)), random(seed) {
  for (const auto& program : {pure_program(), two_calls_program(), waiting_program()}) {
    catalog.add(program);
    catalog.add(started_by_actor(program));
  }
  build();
  tree->begin();
  tree->settle();
}

World::~World() {
  kill();
}

void World::build() {
  services = std::make_shared<Services>(
      options, EnginePorts{journal_log, {&read_log}, index, catalog, runner, clock, random, zones});
  tree = std::make_unique<ActorTree>(services, Scheduling::virtual_time);
  alive_ = std::make_shared<bool>(true);
}

void World::kill() {
  *alive_ = false;
  const bool was_away = database.set_away(true);
  runner.die();
  tree.reset();
  runner.revive();
  database.set_away(was_away);
}

void World::restart() {
  restart_without_beginning();
  tree->begin();
  tree->settle();
}

void World::restart_without_beginning() {
  kill();
  build();
}

StartRequest World::request(RunId run, const definition::ProgramPtr& program, Timestamp now) {
  StartRequest request;
  request.run = run;
  request.workflow = program->name;
  request.definition_hash = program->hash;
  request.input = share(Json{{"customer", "Ada"}});
  record::RequestFacts facts;
  facts.request.bytes = run.bytes;
  facts.workflow = program->name;
  facts.received_at = now;
  request.request = facts;
  request.body = R"({"customer":"Ada"})";
  request.actor = {"key:test"};
  return request;
}

RunId World::start(const definition::ProgramPtr& program) {
  const RunId run = make_id<RunId>(clock, random);
  const auto heard = [answers = answers_, alive = alive_, run](Result<Started> answer) {
    if (!*alive) return;
    EXPECT_TRUE(answers->emplace(run, std::move(answer)).second) << "answered twice";
  };
  desk().start(request(run, program, clock.now()), heard);
  return run;
}

std::optional<Result<Started>> World::started(RunId run) const {
  const auto found = answers_->find(run);
  if (found == answers_->end()) return std::nullopt;
  return found->second;
}

void World::advance(Milliseconds time) {
  clock.advance(time);
  tree->advance(time);
}

void World::pass(Milliseconds time) {
  clock.advance(time);
  tree->pass(time);
}

bool World::advance_until(const std::function<bool()>& condition) {
  settle();
  for (int i = 0; i < 36'000 && !condition(); ++i) advance(Milliseconds{100});
  return condition();
}

void World::run_to_the_end() {
  settle();
  int quiet = 0;
  // Longer than any back-off and any wait of the programs above.
  while (quiet < 80) {
    const bool finished = runner.finish_one();
    const std::uint64_t before = services->counters.groups;
    advance(finished ? Milliseconds{0} : Milliseconds{60'000});
    quiet = finished || services->counters.groups != before ? 0 : quiet + 1;
  }
}

}  // namespace runledger::actors::test
