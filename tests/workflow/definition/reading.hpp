#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "workflow/definition/reader.hpp"

// Helpers for tests that read definitions.
namespace runledger::definition {

inline std::string header() {
  return "document: {dsl: '1.0.3', namespace: test, name: sample, version: '1.0.0'}\n";
}

// A definition with the given task list.
inline std::string with_tasks(const std::string& tasks) {
  return header() + "do:\n" + tasks;
}

// All diagnostics as lines "12:7: error: ...".
inline std::string report(const ReadOutcome& outcome) {
  std::string lines;
  for (const auto& diagnostic : outcome.diagnostics) lines += diagnostic.text() + "\n";
  return lines;
}

inline std::string report(const std::string& text) {
  return report(read_definition(text));
}

// The program of a definition that must be accepted.
inline ProgramPtr accepted(const std::string& text) {
  auto outcome = read_definition(text);
  if (outcome.program == nullptr) {
    ADD_FAILURE() << "refused:\n" << report(outcome) << text;
    std::abort();
  }
  return outcome.program;
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace runledger::definition
