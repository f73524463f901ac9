#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace runledger::schema {

// Which members or items of one value some keyword has looked at, by position: what `unevaluated*` needs to
// know. The first 256 take no memory of their own.
class Marks {
 public:
  explicit Marks(std::size_t count) {
    if (count > kInline) more_.resize((count - kInline + 63) / 64);
  }
  void mark(std::size_t i) { word(i) |= bit(i); }
  bool marked(std::size_t i) const { return (const_cast<Marks*>(this)->word(i) & bit(i)) != 0; }
  // Adds the marks of another set for the same value.
  void add(const Marks& other) {
    for (std::size_t i = 0; i < first_.size(); ++i) first_[i] |= other.first_[i];
    for (std::size_t i = 0; i < more_.size(); ++i) more_[i] |= other.more_[i];
  }

 private:
  static constexpr std::size_t kInline = 256;
  static std::uint64_t bit(std::size_t i) { return std::uint64_t{1} << (i % 64); }
  std::uint64_t& word(std::size_t i) { return i < kInline ? first_[i / 64] : more_[(i - kInline) / 64]; }

  std::array<std::uint64_t, kInline / 64> first_{};
  std::vector<std::uint64_t> more_;
};

}  // namespace runledger::schema
