#include "workflow/run/decide/data_flow.hpp"

#include "workflow/run/standard_errors.hpp"

namespace runledger::run {
namespace {

constexpr std::size_t kViolationsTold = 5;

std::string tell(const std::vector<schema::Violation>& violations) {
  std::string text;
  for (const schema::Violation& violation : violations) {
    if (!text.empty()) text += "; ";
    text += violation.instance_pointer.empty() ? "the document" : violation.instance_pointer;
    text += ' ' + violation.message;
  }
  return text;
}

Result<Done> check(const schema::SchemaPtr& schema, const Json& document, std::string_view what) {
  if (!schema || schema::is_valid(*schema, document)) return Done{};
  schema::ValidateOptions options;
  options.max_violations = kViolationsTold;
  return Error{Errc::invalid_input, "the " + std::string(what) + " breaks its schema: " +
                                        tell(schema::validate(*schema, document, options))};
}

Error at(std::string_view stage, Error error) {
  error.message = std::string(stage) + ": " + error.message;
  return error;
}

}  // namespace

Result<SharedJson> take_in(const definition::DataFlow& flow, const Scope& scope,
                           const SharedJson& raw_input) {
  if (auto valid = check(flow.input_schema, *raw_input, "input"); !valid) return std::move(valid).error();
  if (!flow.input_from) return raw_input;
  auto taken = scope.render(*flow.input_from, *raw_input);
  if (!taken) return at("input.from", std::move(taken).error());
  return taken;
}

Result<SharedJson> give_out(const definition::DataFlow& flow, const Scope& scope,
                            const SharedJson& raw_output) {
  SharedJson output = raw_output;
  if (flow.output_as) {
    auto given = scope.render(*flow.output_as, *raw_output);
    if (!given) return at("output.as", std::move(given).error());
    output = *std::move(given);
  }
  if (auto valid = check(flow.output_schema, *output, "output"); !valid) return std::move(valid).error();
  return output;
}

Result<SharedJson> export_context(const definition::DataFlow& flow, const Scope& scope,
                                  const SharedJson& output) {
  if (!flow.export_as) return SharedJson();
  auto exported = scope.render(*flow.export_as, *output);
  if (!exported) return at("export.as", std::move(exported).error());
  if (auto valid = check(flow.export_schema, **exported, "exported context"); !valid) {
    return std::move(valid).error();
  }
  return exported;
}

RunError as_run_error(const Error& error, std::string instance) {
  if (error.code == Errc::invalid_input) return validation_error(std::move(instance), error.message);
  return expression_error(std::move(instance), error.message);
}

}  // namespace runledger::run
