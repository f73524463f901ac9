#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/measurements/measurement.hpp"

namespace runledger::bench {

// What the rounds have given: of each measurement's each number, one value a round.
class Samples {
 public:
  void add(const std::string& measurement, const Numbers& numbers);

  // Nothing when it was not measured.
  std::optional<double> median(const std::string& measurement, const std::string& number) const;
  // Each number of a measurement with its values, sorted; empty when it was not measured.
  std::map<std::string, std::vector<double>> numbers_of(const std::string& measurement) const;

 private:
  std::map<std::string, std::map<std::string, std::vector<double>>> values_;
};

double median_of(std::vector<double> values);

}  // namespace runledger::bench
