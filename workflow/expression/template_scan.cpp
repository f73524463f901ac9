#include "workflow/expression/template_scan.hpp"

#include <string>

namespace runledger::expression {
namespace {

// Walks jq text far enough to know which '}' is the closing one.
class BracketWalk {
 public:
  explicit BracketWalk(std::string_view text) : text_(text) {}

  // The offset of the '}' that closes the `${` before `start`, or npos.
  std::size_t closing(std::size_t start) {
    for (at_ = start; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (in_string()) {
        inside_string(c);
      } else if (c == '"') {
        open_.push_back('"');
      } else if (c == '#') {
        skip_comment();
      } else if (c == '(' || c == '[' || c == '{') {
        open_.push_back(c);
      } else if (c == ')' || c == ']' || c == '}') {
        // Brackets that do not match are the parser's to report; only '}' at the outside ends the expression.
        if (open_.empty() && c == '}') return at_;
        if (!open_.empty()) open_.pop_back();
      }
    }
    return std::string_view::npos;
  }

 private:
  bool in_string() const { return !open_.empty() && open_.back() == '"'; }

  void inside_string(char c) {
    if (c == '"') {
      open_.pop_back();
    } else if (c == '\\') {
      ++at_;
      if (at_ < text_.size() && text_[at_] == '(') open_.push_back('(');
    }
  }

  void skip_comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;
};

}  // namespace

Result<std::vector<Segment>> scan_template(std::string_view text) {
  std::vector<Segment> segments;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto start = text.find("${", at);
    if (start != at)
      segments.push_back({false, text.substr(at, start == std::string_view::npos ? start : start - at), at});
    if (start == std::string_view::npos) break;
    const auto end = BracketWalk(text).closing(start + 2);
    if (end == std::string_view::npos) {
      return Error{Errc::expression_failed,
                   "the '${' at byte " + std::to_string(start) +
                       " is never closed; a '}' is missing (and a YAML value with '${ }' "
                       "that holds ': ' or '#' must be quoted)"};
    }
    segments.push_back({true, text.substr(start + 2, end - start - 2), start + 2});
    at = end + 1;
  }
  return segments;
}

}  // namespace runledger::expression
