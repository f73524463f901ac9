#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace runledger::run::testing {

enum class Effects { none, calls };

// Makes small definitions of every supported kind of task, nested up to three blocks deep. They always end:
// `then` leads only forward. The same seed gives the same definition.
class RandomDefinition {
 public:
  RandomDefinition(std::uint32_t seed, Effects effects) : random_(seed), effects_(effects) {}

  // The YAML of `do`.
  std::string body() { return "do: " + tasks(0); }

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  bool one_in(std::uint32_t n) { return below(n) == 0; }

  std::string tasks(int depth);
  std::string task(int depth, std::uint32_t index, std::uint32_t count);
  std::string kind(int depth);
  std::string leaf();
  std::string loop(int depth);
  std::string fork(int depth);
  std::string guard(int depth);
  std::string flow(std::uint32_t index, std::uint32_t count);

  std::mt19937 random_;
  Effects effects_;
  int loops_ = 0;  // around the task being made
};

}  // namespace runledger::run::testing
