#include "workflow/expression/builtins.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "workflow/expression/nearest_word.hpp"

namespace runledger::expression {
namespace {

struct Native {
  std::string_view name;
  std::size_t arguments;
  Builtin builtin;
};

constexpr Native kNative[] = {
    {"add", 0, Builtin::add},
    {"all", 0, Builtin::all},
    {"all", 1, Builtin::all_of},
    {"any", 0, Builtin::any},
    {"any", 1, Builtin::any_of},
    {"ascii_downcase", 0, Builtin::ascii_downcase},
    {"ascii_upcase", 0, Builtin::ascii_upcase},
    {"empty", 0, Builtin::empty},
    {"endswith", 1, Builtin::endswith},
    {"error", 1, Builtin::error},
    {"first", 0, Builtin::first},
    {"floor", 0, Builtin::floor},
    {"has", 1, Builtin::has},
    {"join", 1, Builtin::join},
    {"keys", 0, Builtin::keys},
    {"last", 0, Builtin::last},
    {"length", 0, Builtin::length},
    {"ltrimstr", 1, Builtin::ltrimstr},
    {"map", 1, Builtin::map},
    {"not", 0, Builtin::negation},
    {"reverse", 0, Builtin::reverse},
    {"rtrimstr", 1, Builtin::rtrimstr},
    {"select", 1, Builtin::select},
    {"split", 1, Builtin::split},
    {"startswith", 1, Builtin::startswith},
    {"to_entries", 0, Builtin::to_entries},
    {"tojson", 0, Builtin::tojson},
    {"tonumber", 0, Builtin::tonumber},
    {"tostring", 0, Builtin::tostring},
    {"type", 0, Builtin::type},
    {"values", 0, Builtin::values},
};

struct Foreign {
  std::string_view name;
  std::string_view arities;  // one digit each
};

// What jq 1.6's own `builtins` lists (plus the few that it hides), less kNative and kRefused.
constexpr Foreign kForeign[] = {
    {"IN", "12"},
    {"INDEX", "12"},
    {"JOIN", "234"},
    {"acos", "0"},
    {"acosh", "0"},
    {"all", "2"},
    {"any", "2"},
    {"arrays", "0"},
    {"ascii", "0"},
    {"asin", "0"},
    {"asinh", "0"},
    {"atan", "0"},
    {"atan2", "2"},
    {"atanh", "0"},
    {"booleans", "0"},
    {"bsearch", "1"},
    {"capture", "12"},
    {"cbrt", "0"},
    {"ceil", "0"},
    {"combinations", "01"},
    {"contains", "1"},
    {"copysign", "2"},
    {"cos", "0"},
    {"cosh", "0"},
    {"date", "0"},
    {"dateadd", "2"},
    {"datesub", "2"},
    {"del", "1"},
    {"delpaths", "1"},
    {"drem", "2"},
    {"error", "0"},
    {"exp", "0"},
    {"exp10", "0"},
    {"exp2", "0"},
    {"explode", "0"},
    {"expm1", "0"},
    {"fabs", "0"},
    {"fdim", "2"},
    {"finites", "0"},
    {"first", "1"},
    {"flatten", "01"},
    {"fma", "3"},
    {"fmax", "2"},
    {"fmin", "2"},
    {"fmod", "2"},
    {"format", "1"},
    {"frexp", "0"},
    {"from_entries", "0"},
    {"fromdate", "0"},
    {"fromdateiso8601", "0"},
    {"fromjson", "0"},
    {"gamma", "0"},
    {"getpath", "1"},
    {"gmtime", "0"},
    {"group_by", "1"},
    {"gsub", "23"},
    {"hypot", "2"},
    {"implode", "0"},
    {"in", "1"},
    {"index", "1"},
    {"indices", "1"},
    {"infinite", "0"},
    {"inside", "1"},
    {"isempty", "1"},
    {"isfinite", "0"},
    {"isinfinite", "0"},
    {"isnan", "0"},
    {"isnormal", "0"},
    {"isvalid", "1"},
    {"iterables", "0"},
    {"j0", "0"},
    {"j1", "0"},
    {"keys_unsorted", "0"},
    {"last", "1"},
    {"ldexp", "2"},
    {"leaf_paths", "0"},
    {"lgamma", "0"},
    {"lgamma_r", "0"},
    {"limit", "2"},
    {"log", "0"},
    {"log10", "0"},
    {"log1p", "0"},
    {"log2", "0"},
    {"logb", "0"},
    {"map_values", "1"},
    {"match", "12"},
    {"max", "0"},
    {"max_by", "1"},
    {"min", "0"},
    {"min_by", "1"},
    {"mktime", "0"},
    {"modf", "0"},
    {"nan", "0"},
    {"nearbyint", "0"},
    {"nextafter", "2"},
    {"nexttoward", "2"},
    {"normals", "0"},
    {"nth", "12"},
    {"nulls", "0"},
    {"numbers", "0"},
    {"objects", "0"},
    {"path", "1"},
    {"paths", "01"},
    {"pow", "2"},
    {"pow10", "0"},
    {"range", "123"},
    {"recurse", "012"},
    {"recurse_down", "0"},
    {"repeat", "1"},
    {"rindex", "1"},
    {"rint", "0"},
    {"round", "0"},
    {"scalars", "0"},
    {"scan", "1"},
    {"setpath", "2"},
    {"significand", "0"},
    {"sin", "0"},
    {"sinh", "0"},
    {"sort", "0"},
    {"sort_by", "1"},
    {"split", "2"},
    {"splits", "12"},
    {"sqrt", "0"},
    {"strftime", "1"},
    {"strings", "0"},
    {"strptime", "1"},
    {"sub", "23"},
    {"tan", "0"},
    {"tanh", "0"},
    {"test", "12"},
    {"tgamma", "0"},
    {"todate", "0"},
    {"todateiso8601", "0"},
    {"tostream", "0"},
    {"transpose", "0"},
    {"trunc", "0"},
    {"unique", "0"},
    {"unique_by", "1"},
    {"until", "2"},
    {"utf8bytelength", "0"},
    {"walk", "1"},
    {"while", "2"},
    {"with_entries", "1"},
    {"y0", "0"},
    {"y1", "0"},
};

struct Refused {
  std::string_view name;
  std::string_view hint;
};

constexpr std::string_view kNoEnvironment =
    "expressions cannot read the engine's environment; use $secrets or $context";
constexpr std::string_view kNoInputs = "an expression has one input, which is '.'";
constexpr std::string_view kNoClock =
    "a replay must give the same answer; use $workflow.startedAt, $task.startedAt or $runtime";
constexpr std::string_view kNoZone =
    "it depends on the machine's time zone; use gmtime or strftime, which are UTC";
constexpr std::string_view kNoEffects = "expressions have no side effects; use a 'log' task";
constexpr std::string_view kNoModules = "modules and the engine's files are out of reach";
constexpr std::string_view kNoStreams = "streamed paths can build arrays without bound; use setpath or paths";

constexpr std::string_view kNoBessel = "it can run for seconds without a chance to stop it";

constexpr Refused kRefused[] = {
    {"debug", kNoEffects},
    {"env", kNoEnvironment},
    {"fromstream", kNoStreams},
    {"get_jq_origin", kNoModules},
    {"get_prog_origin", kNoModules},
    {"get_search_list", kNoModules},
    {"halt", "use a 'raise' task to stop a run"},
    {"halt_error", "use a 'raise' task to stop a run"},
    {"builtins", kNoModules},
    {"input", kNoInputs},
    {"input_filename", kNoInputs},
    {"input_line_number", kNoInputs},
    {"inputs", kNoInputs},
    {"localtime", kNoZone},
    {"jn", kNoBessel},
    {"yn", kNoBessel},
    {"modulemeta", kNoModules},
    {"now", kNoClock},
    {"stderr", kNoEffects},
    {"strflocaltime", kNoZone},
    {"truncate_stream", kNoStreams},
};

constexpr std::string_view kFormats[] = {"@base32", "@base32d", "@base64", "@base64d", "@csv", "@html",
                                         "@json",   "@sh",      "@text",   "@tsv",     "@uri"};

FunctionInfo other_arity(std::string_view name) {
  std::vector<std::size_t> found;
  for (const auto& entry : kNative) {
    if (entry.name == name) found.push_back(entry.arguments);
  }
  for (const auto& entry : kForeign) {
    if (entry.name != name) continue;
    for (const char digit : entry.arities) found.push_back(static_cast<std::size_t>(digit - '0'));
  }
  if (found.empty()) return {};
  std::sort(found.begin(), found.end());
  std::string list;
  for (const auto n : found) list += (list.empty() ? "" : " or ") + std::to_string(n);
  return {Standing::arity, Builtin::none, std::move(list)};
}

std::string nearest_function(std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& entry : kNative) known.push_back(entry.name);
  for (const auto& entry : kForeign) known.push_back(entry.name);
  return std::string(nearest_word(name, known));
}

}  // namespace

FunctionInfo find_function(std::string_view name, std::size_t arguments) {
  for (const auto& entry : kRefused) {
    if (entry.name == name) return {Standing::refused, Builtin::none, std::string(entry.hint)};
  }
  for (const auto& entry : kNative) {
    if (entry.name == name && entry.arguments == arguments) return {Standing::native, entry.builtin, ""};
  }
  const char digit = static_cast<char>('0' + static_cast<int>(std::min<std::size_t>(arguments, 9)));
  for (const auto& entry : kForeign) {
    if (entry.name == name && entry.arities.find(digit) != std::string_view::npos) {
      return {Standing::foreign, Builtin::none, ""};
    }
  }
  auto info = other_arity(name);
  if (info.standing == Standing::unknown) info.hint = nearest_function(name);
  return info;
}

bool is_format(std::string_view name) {
  return std::find(std::begin(kFormats), std::end(kFormats), name) != std::end(kFormats);
}

}  // namespace runledger::expression
