#pragma once

#include <optional>

#include "workflow/schema/compiled.hpp"

namespace runledger::schema {

// A node from which keywords that stay at the same place of the document ($ref, allOf, if, ...) lead back to
// itself, or nullopt. $dynamicRef is left out, because where it leads is only known while validating; the
// evaluator bounds it. Takes time linear in the schema and no stack.
std::optional<NodeIndex> find_endless_reference(const Schema& schema);

}  // namespace runledger::schema
