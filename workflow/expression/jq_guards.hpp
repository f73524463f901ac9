#pragma once

#include <string_view>

namespace runledger::expression {

// Definitions put before every program that libjq runs. They stand in front of what in jq 1.6 crashes the
// process, never ends in C code (where jq_halt cannot reach), or takes gigabytes in one step:
//   "a" * 1e9, growing texts and arrays by `+`, `.[1e9] = 1`, `-9223372036854775808 % -1`, ["a"] | implode,
//   indices(""). Operators are calls of functions such as _multiply, so shadowing those guards the operators
//   too.
// No `?` in them: jq 1.6's swallows the errors of all that follows. They also make assignment mean the same
// in jq 1.6 and 1.7 (`|= empty` deletes),
// and keep -0 away, which only a text would show and only libjq would make.
inline constexpr std::string_view kGuards = R"jq(
def __plus(a; b): _plus(a; b);
def _plus(a; b): __plus(a; b)
  | if (type == "string" and utf8bytelength > 16777216) or (type == "array" and length > 1000000)
    then error("the text or array grows beyond its limit") else . end;
def __multiply(a; b): _multiply(a; b);
def __bounded($text; $times):
  if ($times | isnan) or __multiply($text | utf8bytelength; $times) > 16777216
  then error("the text grows beyond its limit") else . end;
def _multiply(a; b): b as $b | a as $a | ($a | type) as $left | ($b | type) as $right
  | if $left == "number" and $right == "number" then .
    elif $left == "string" and $right == "number" then __bounded($a; $b)
    elif $left == "number" and $right == "string" then __bounded($b; $a)
    else . end
  | __multiply($a; $b) | if . == 0 then 0 else . end;
def __divide(a; b): _divide(a; b);
def _divide(a; b): __divide(a; b) | if . == 0 then 0 else . end;
def __negate: _negate;
def _negate: __negate | if . == 0 then 0 else . end;
def __mod(a; b): _mod(a; b);
def _mod(a; b): b as $b | a as $a
  | if ($b | type) == "number" and ($a | type) == "number"
    then if ($a | isnan) or ($b | isnan) then error("the remainder of nan is undefined")
      elif $b <= -1 and $b > -2 then 0
      else __mod($a; $b) end
    else __mod($a; $b) end;
def __implode: implode;
def implode:
  if type == "array" and all(.[]; type == "number" and . > 0 and . <= 1114111 and (. < 55296 or . > 57343))
  then __implode else error("implode needs an array of code points") end;
def __indices($i): indices($i);
def indices($i): if $i == "" then null else __indices($i) end;
def index($i): indices($i) | .[0];
def rindex($i): indices($i) | .[-1:][0];
def add: reduce .[] as $x (null; . + $x);
def join($s): reduce .[] as $i (null;
    (if . == null then "" else . + $s end)
    + (if $i == null then "" elif ($i | type) == "boolean" or ($i | type) == "number" then ($i | tojson) else $i end))
  // "";
def __reachable($p):
  if ($p | type) == "array" and any($p[]; type == "number" and (. > 1000000 or isnan))
  then error("an array's index goes beyond its limit") else . end;
def __setpath($p; $v): setpath($p; $v);
def setpath(p; v): p as $p | v as $v | __reachable($p) | __setpath($p; $v);
def _assign(paths; $value): reduce path(paths) as $p (.; setpath($p; $value));
def _modify(paths; update):
  reduce path(paths) as $p ([., []];
    . as [$x, $gone] | label $out
    | ((($x | getpath($p) | update) as $v | [($x | setpath($p; $v)), $gone] | ., break $out),
       [$x, __plus($gone; [$p])]))
  | . as [$x, $gone] | $x | delpaths($gone);
)jq";

}  // namespace runledger::expression
