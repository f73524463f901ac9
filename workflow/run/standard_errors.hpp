#pragma once

#include <string>

#include "workflow/run/error.hpp"

// The errors that the engine itself raises: one function a type, so that type, status and title always agree.
// `instance` is the JSON pointer of the task, or of the workflow's own member ("/input").
// Source: Open Workflow DSL 1.0.3, "Standard Error Types".
namespace runledger::run {

RunError configuration_error(std::string instance, std::string detail);    // 400
RunError validation_error(std::string instance, std::string detail);       // 400
RunError expression_error(std::string instance, std::string detail);       // 400
RunError timeout_error(std::string instance, std::string detail);          // 408
RunError runtime_error(std::string instance, std::string detail);          // 500
RunError outcome_unknown_error(std::string instance, std::string detail);  // 500
RunError cancelled_error(std::string instance, std::string detail);        // 500

}  // namespace runledger::run
