#include "workflow/definition/variable_name.hpp"

#include "workflow/expression/variables.hpp"

namespace runledger::definition {
namespace {

bool is_variable_name(std::string_view text) {
  if (text.empty() || text.size() > 100 || (text[0] >= '0' && text[0] <= '9')) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
         std::string_view::npos;
}

}  // namespace

std::string_view compile_variable_name(Compilation& c, Members& owner, std::string_view name,
                                       std::string_view fallback) {
  if (!owner.text(name)) return fallback;
  const auto place = *owner.get(name);
  // A name of the language would be hidden by it.
  for (const auto taken : expression::kStandardVariables) {
    if (place.text() != taken) continue;
    c.diagnostics.error(place.pointer,
                        in_quotes(name) + " cannot be " + in_quotes(taken) + ": the name is taken");
  }
  if (is_variable_name(place.text())) return place.text();
  c.diagnostics.error(
      place.pointer,
      in_quotes(name) + " must be a variable's name: letters, digits and _, without a dollar sign");
  return fallback;
}

}  // namespace runledger::definition
