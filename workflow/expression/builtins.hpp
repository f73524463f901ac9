#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace runledger::expression {

// jq functions that the native evaluator carries. `none`: libjq's.
enum class Builtin : std::uint8_t {
  none,
  add,
  all,
  all_of,  // all(f)
  any,
  any_of,  // any(f)
  ascii_downcase,
  ascii_upcase,
  empty,
  endswith,
  error,  // error(message)
  first,
  floor,
  has,
  join,
  keys,
  last,
  length,
  ltrimstr,
  map,
  negation,  // not
  reverse,
  rtrimstr,
  select,
  split,  // split(separator)
  startswith,
  to_entries,
  tojson,
  tonumber,
  tostring,
  type,
  values,
};

enum class Standing : std::uint8_t {
  native,   // `builtin` carries it
  foreign,  // libjq carries it
  refused,  // known to jq but not allowed here; `hint` says what to do instead
  unknown,  // no function of this name
  arity,    // the name is known, but with other numbers of arguments: `hint` names them
};

struct FunctionInfo {
  Standing standing = Standing::unknown;
  Builtin builtin = Builtin::none;
  std::string hint;
};

// What calling `name` with `arguments` arguments means. For unknown names the hint is the nearest known one,
// or empty. The set is that of jq 1.6, so that a definition means the same with every supported libjq.
FunctionInfo find_function(std::string_view name, std::size_t arguments);

// True for @text, @json, @base64 and the other formats of jq 1.6 (with the @).
bool is_format(std::string_view name);

}  // namespace runledger::expression
