#include "workflow/run/standard_errors.hpp"

#include <utility>

namespace runledger::run {
namespace {

RunError make(const char* type, int status, const char* title, std::string instance, std::string detail) {
  RunError error;
  error.type = type;
  error.status = status;
  error.title = title;
  error.detail = std::move(detail);
  error.instance = std::move(instance);
  return error;
}

}  // namespace

RunError configuration_error(std::string instance, std::string detail) {
  return make(error_type::kConfiguration, 400, "Configuration error", std::move(instance), std::move(detail));
}

RunError validation_error(std::string instance, std::string detail) {
  return make(error_type::kValidation, 400, "Validation failed", std::move(instance), std::move(detail));
}

RunError expression_error(std::string instance, std::string detail) {
  return make(error_type::kExpression, 400, "Expression failed", std::move(instance), std::move(detail));
}

RunError timeout_error(std::string instance, std::string detail) {
  return make(error_type::kTimeout, 408, "Timed out", std::move(instance), std::move(detail));
}

RunError runtime_error(std::string instance, std::string detail) {
  return make(error_type::kRuntime, 500, "Runtime error", std::move(instance), std::move(detail));
}

RunError outcome_unknown_error(std::string instance, std::string detail) {
  return make(error_type::kOutcomeUnknown, 500, "Outcome unknown", std::move(instance), std::move(detail));
}

RunError cancelled_error(std::string instance, std::string detail) {
  return make(error_type::kCancelled, 500, "Run cancelled", std::move(instance), std::move(detail));
}

}  // namespace runledger::run
