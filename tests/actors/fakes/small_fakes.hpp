#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <string>

#include "workflow/ports/catalog.hpp"
#include "workflow/ports/clock.hpp"
#include "workflow/ports/time_zones.hpp"

namespace runledger::actors::test {

class ManualClock : public Clock {
 public:
  Timestamp now() const override { return Timestamp{std::chrono::microseconds{now_us_.load()}}; }
  void advance(Milliseconds time) { now_us_ += std::chrono::microseconds{time}.count(); }

 private:
  std::atomic<std::int64_t> now_us_{1'764'000'000'000'000};
};

class SystemClock : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
};

class SeededRandom : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override {
    const std::lock_guard lock(mutex_);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_() & 0xff);
  }

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

// No place but the one whose clocks show UTC.
class UtcOnly : public TimeZones {
 public:
  bool knows(std::string_view zone) const override { return zone == "UTC"; }
  LocalTime to_local(std::string_view, Timestamp time) const override {
    return LocalTime(std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()));
  }
  Moments moments_of(std::string_view, LocalTime local) const override {
    return {Timestamp(local.time_since_epoch()), Timestamp(local.time_since_epoch())};
  }
};

// A catalog of the programs added before the engine starts.
class FixedCatalog : public Catalog {
 public:
  FixedCatalog() : snapshot_(std::make_shared<CatalogSnapshot>()) {}

  // Current: in the snapshot; otherwise only to be had by hash.
  void add(const definition::ProgramPtr& program, bool current = true) {
    programs_[program->hash] = program;
    if (!current) return;
    auto workflow = std::make_shared<CatalogWorkflow>();
    workflow->name = program->name;
    workflow->program = program;
    auto next = std::make_shared<CatalogSnapshot>(*snapshot_);
    ++next->position;
    next->by_name[program->name.value] = workflow;
    snapshot_ = std::move(next);
  }
  void disable(const std::string& name) {
    auto next = std::make_shared<CatalogSnapshot>(*snapshot_);
    auto workflow = std::make_shared<CatalogWorkflow>(*next->by_name.at(name));
    workflow->enabled = false;
    ++next->position;
    next->by_name[name] = workflow;
    snapshot_ = std::move(next);
  }
  // A damaged catalog: under this hash there is another program.
  void mix_up(const std::string& hash, const definition::ProgramPtr& program) { programs_[hash] = program; }
  std::shared_ptr<const CatalogSnapshot> snapshot() const override { return snapshot_; }
  Result<Done> refresh() override { return Done{}; }
  Result<definition::ProgramPtr> program(std::string_view hash) override {
    const auto found = programs_.find(std::string(hash));
    if (found == programs_.end()) return Error{Errc::not_found, "no definition " + std::string(hash)};
    return found->second;
  }

 private:
  std::shared_ptr<CatalogSnapshot> snapshot_;
  std::map<std::string, definition::ProgramPtr> programs_;
};

}  // namespace runledger::actors::test
