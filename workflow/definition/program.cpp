#include "workflow/definition/program.hpp"

namespace runledger::definition {

const Node* Program::find(std::string_view pointer) const {
  const auto found = by_pointer.find(std::string(pointer));
  return found == by_pointer.end() ? nullptr : &nodes[found->second];
}

}  // namespace runledger::definition
