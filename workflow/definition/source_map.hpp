#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/definition/program.hpp"

namespace runledger::definition {

// Where each value of a document stands in the text that it was read from: a tree of the document's own
// shape, members and elements in their order. An alias shares the part of what it names, so its members'
// positions are those of the anchor.
class SourceMap {
 public:
  using Index = std::uint32_t;

  struct Entry {
    SourcePosition value;
    std::vector<std::pair<SourcePosition, Index>> children;  // position of the key (or element), the value
  };

  Index add(Entry entry);
  void set_root(Index root) { root_ = root; }

  // The position of the value, or of the key, that `pointer` names in `document`, the document this map was
  // made with. Where the pointer leads nowhere: its nearest existing parent. 0:0 when there is no map at all.
  SourcePosition value_at(const Json& document, std::string_view pointer) const;
  SourcePosition key_at(const Json& document, std::string_view pointer) const;

 private:
  struct Found {
    SourcePosition key, value;
  };
  Found find(const Json& document, std::string_view pointer) const;

  std::vector<Entry> entries_;
  Index root_ = 0;
};

}  // namespace runledger::definition
