#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/definition/reader.hpp"
#include "workflow/definition/source_map.hpp"

namespace runledger::definition {

// Gathers what is wrong with one document and finds its place in the text.
class Diagnostics {
 public:
  // Both must outlive the object.
  Diagnostics(const Json& document, const SourceMap& sources) : document_(document), sources_(sources) {}

  // About the value at `pointer`, or, for the `_key` kinds, about its name.
  void error(std::string_view pointer, std::string message);
  void error_at_key(std::string_view pointer, std::string message);
  void warn(std::string_view pointer, std::string message);
  void warn_at_key(std::string_view pointer, std::string message);

  // Something found elsewhere, with its place.
  void add(Diagnostic diagnostic);

  bool has_errors() const { return errors_ > 0; }
  SourcePosition key_position(std::string_view pointer) const { return sources_.key_at(document_, pointer); }
  // What was said so far in source order, each thing once (a function's body is compiled for each call of
  // it).
  std::vector<Diagnostic> take();

 private:
  const Json& document_;
  const SourceMap& sources_;
  std::vector<Diagnostic> found_;
  std::size_t errors_ = 0;
};

}  // namespace runledger::definition
