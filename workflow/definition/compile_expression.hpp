#pragma once

#include <optional>
#include <span>

#include "workflow/definition/compilation.hpp"
#include "workflow/definition/place.hpp"

namespace runledger::definition {

// Whether `$secrets` may stand here. A secret in a run's data would be recorded, so only what goes straight
// into an effect may hold one, and only as a plain `${ $secrets.name }`, which the engine passes on without
// looking at it.
enum class SecretUse { refused, allowed };

// A value with `${ }` in its strings. Gives the template of null after an error.
Template compile_template(Compilation& c, const Place& place, SecretUse secrets = SecretUse::refused);
// The same for a value made out of the values at `sources`, where the errors are looked for.
Template compile_generated(Compilation& c, const Json& generated, std::span<const Place> sources,
                           SecretUse secrets);
// `input.from`, `output.as`, `export.as`: a string is an expression, bare or in `${ }`; an object a template.
Template compile_data_expression(Compilation& c, const Place& place);
// `if`, `when`, `exceptWhen`: an expression, bare or in `${ }`.
std::optional<Expression> compile_condition(Compilation& c, const Place& place);
// A template without expressions.
Template constant_template(const Json& value);

}  // namespace runledger::definition
