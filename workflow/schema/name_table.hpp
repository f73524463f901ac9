#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace runledger::schema {

// A fixed map from field names to nodes, made for asking it about each field of a document: names of one
// length stand together, so most questions end after comparing with one or two names, and none needs a hash
// that a stranger could make collide.
class NameTable {
 public:
  using Entry = std::pair<std::string_view, std::uint32_t>;

  NameTable() = default;
  // The names must differ and outlive the table.
  explicit NameTable(std::vector<Entry> entries) : entries_(std::move(entries)) {
    std::sort(entries_.begin(), entries_.end(),
              [](const Entry& a, const Entry& b) { return before(a.first, b.first); });
    std::uint32_t i = 0;
    for (std::size_t length = 0; length < starts_.size(); ++length) {
      while (i < entries_.size() && entries_[i].first.size() < length) ++i;
      starts_[length] = i;
    }
  }

  // The node of that name, or nullptr.
  const std::uint32_t* find(std::string_view name) const {
    if (name.size() < kLongest) {
      const std::uint32_t first = starts_[name.size()];
      const std::uint32_t end = starts_[name.size() + 1];
      if (end - first <= kFew) {
        for (std::uint32_t i = first; i < end; ++i) {
          if (entries_[i].first == name) return &entries_[i].second;
        }
        return nullptr;
      }
    }
    const auto found =
        std::lower_bound(entries_.begin(), entries_.end(), name,
                         [](const Entry& entry, std::string_view key) { return before(entry.first, key); });
    return found != entries_.end() && found->first == name ? &found->second : nullptr;
  }

 private:
  static constexpr std::size_t kLongest = 40;
  static constexpr std::uint32_t kFew = 8;

  static bool before(std::string_view a, std::string_view b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }

  std::vector<Entry> entries_;
  std::array<std::uint32_t, kLongest + 1> starts_{};  // by length: the first entry that is as long or longer
};

}  // namespace runledger::schema
