#pragma once

#include "bench/report/samples.hpp"
#include "workflow/base/json.hpp"

namespace runledger::bench {

// One measurement's line: its labels, the medians of its numbers, their spread over the rounds, the limits of
// the same rounds and the ratios to them. Ratios whose limit was not measured are left out.
JsonObject measurement_line(const Measurement& measurement, const Samples& samples);

// The last line: each target with what was measured, and whether all are met. A target that was not measured
// is not met.
JsonObject targets_line(const Samples& samples);

}  // namespace runledger::bench
