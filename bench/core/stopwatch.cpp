#include "bench/core/stopwatch.hpp"

#include <time.h>

#include <algorithm>
#include <vector>

namespace runledger::bench {

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double seconds_of(const std::function<void()>& work) {
  constexpr int kRounds = 5;
  constexpr double kRound = 0.33;
  std::vector<double> rounds;
  for (int round = 0; round < kRounds; ++round) {
    const double start = thread_seconds();
    int times = 0;
    double passed = 0;
    do {
      work();
      ++times;
      passed = thread_seconds() - start;
    } while (passed < kRound);
    rounds.push_back(passed / times);
  }
  std::sort(rounds.begin(), rounds.end());
  return rounds[kRounds / 2];
}

}  // namespace runledger::bench
