#include "workflow/definition/diagnostics.hpp"

#include <algorithm>
#include <tuple>

namespace runledger::definition {
namespace {

// A hostile definition may have an error in each of its 100,000 values; nobody reads beyond the first pages.
constexpr std::size_t kMostDiagnostics = 1000;

auto order(const Diagnostic& d) {
  return std::tie(d.position.line, d.position.column, d.pointer, d.severity, d.message);
}

}  // namespace

std::string Diagnostic::text() const {
  return std::to_string(position.line) + ':' + std::to_string(position.column) +
         (severity == Severity::error ? ": error: " : ": warning: ") + message;
}

void Diagnostics::error(std::string_view pointer, std::string message) {
  add({Severity::error, sources_.value_at(document_, pointer), std::string(pointer), std::move(message)});
}

void Diagnostics::error_at_key(std::string_view pointer, std::string message) {
  add({Severity::error, sources_.key_at(document_, pointer), std::string(pointer), std::move(message)});
}

void Diagnostics::warn(std::string_view pointer, std::string message) {
  add({Severity::warning, sources_.value_at(document_, pointer), std::string(pointer), std::move(message)});
}

void Diagnostics::warn_at_key(std::string_view pointer, std::string message) {
  add({Severity::warning, sources_.key_at(document_, pointer), std::string(pointer), std::move(message)});
}

void Diagnostics::add(Diagnostic diagnostic) {
  const bool error = diagnostic.severity == Severity::error;
  if (error) ++errors_;
  if (found_.size() < kMostDiagnostics || (error && errors_ == 1)) found_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::take() {
  std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return order(a) < order(b); });
  const auto same = [](const auto& a, const auto& b) { return order(a) == order(b); };
  found_.erase(std::unique(found_.begin(), found_.end(), same), found_.end());
  return std::move(found_);
}

}  // namespace runledger::definition
