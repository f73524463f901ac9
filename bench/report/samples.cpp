#include "bench/report/samples.hpp"

#include <algorithm>

namespace runledger::bench {

void Samples::add(const std::string& measurement, const Numbers& numbers) {
  for (const auto& [name, value] : numbers) {
    auto& values = values_[measurement][name];
    values.insert(std::upper_bound(values.begin(), values.end(), value), value);
  }
}

std::optional<double> Samples::median(const std::string& measurement, const std::string& number) const {
  const auto found = values_.find(measurement);
  if (found == values_.end() || !found->second.contains(number)) return std::nullopt;
  return median_of(found->second.at(number));
}

std::map<std::string, std::vector<double>> Samples::numbers_of(const std::string& measurement) const {
  const auto found = values_.find(measurement);
  return found == values_.end() ? std::map<std::string, std::vector<double>>{} : found->second;
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace runledger::bench
