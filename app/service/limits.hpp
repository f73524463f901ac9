#pragma once

#include <string>
#include <string_view>

#include "actions/action_runner.hpp"
#include "actors/options.hpp"
#include "http/server.hpp"
#include "workflow/base/result.hpp"

namespace runledger::app {

// The limits of the whole service, as its rooms take them. Of the options of effects only the limits count.
struct Limits {
  http::ServerLimits server;
  actors::EngineOptions engine;
  actions::ActionOptions effects;
};

// Sets what `list` names, "name=number,name=number"; the rest stays. Errors: invalid_input naming the entry,
// and the names or the range that there are.
Result<Done> set_limits(std::string_view list, Limits& limits);

// Every limit that can be set, with its range, its default and what it bounds: lines of a help text.
std::string limits_help();

}  // namespace runledger::app
