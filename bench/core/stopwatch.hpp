#pragma once

#include <functional>

namespace runledger::bench {

// Processor seconds that this thread has used: what else the machine does hardly moves it.
double thread_seconds();

// The processor seconds that one `work` takes: repeated until a third of a second is over, the median of five
// such rounds.
double seconds_of(const std::function<void()>& work);

}  // namespace runledger::bench
