#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "workflow/base/json.hpp"

namespace runledger::run {

// An error inside a run, as the DSL describes it (RFC 9457 fields; Open Workflow DSL 1.0.3, "Error").
struct RunError {
  std::string type;      // URI, see the constants below
  int status = 500;      // an HTTP status
  std::string title;     // short, the same for every occurrence
  std::string detail;    // what happened this time; never holds a secret
  std::string instance;  // JSON pointer of the task in the definition that raised it
  SharedJson response;   // what the other side answered, bounded; null pointer when there is none

  friend bool operator==(const RunError& left, const RunError& right);
};

// The standard types are https://open-workflow-specification.org/dsl/errors/types/<name>; the reader also
// accepts the older published spelling https://serverlessworkflow.io/spec/1.0.0/errors/<name> and compares by
// <name>.
namespace error_type {
inline constexpr char kPrefix[] = "https://open-workflow-specification.org/dsl/errors/types/";
inline constexpr char kConfiguration[] =
    "https://open-workflow-specification.org/dsl/errors/types/configuration";
inline constexpr char kValidation[] = "https://open-workflow-specification.org/dsl/errors/types/validation";
inline constexpr char kExpression[] = "https://open-workflow-specification.org/dsl/errors/types/expression";
inline constexpr char kAuthentication[] =
    "https://open-workflow-specification.org/dsl/errors/types/authentication";
inline constexpr char kAuthorization[] =
    "https://open-workflow-specification.org/dsl/errors/types/authorization";
inline constexpr char kTimeout[] = "https://open-workflow-specification.org/dsl/errors/types/timeout";
inline constexpr char kCommunication[] =
    "https://open-workflow-specification.org/dsl/errors/types/communication";
inline constexpr char kRuntime[] = "https://open-workflow-specification.org/dsl/errors/types/runtime";
// Ours: the engine stopped between the start of an effect and the record of its outcome.
inline constexpr char kOutcomeUnknown[] = "https://runledger.dev/errors/run/outcome-unknown";
// Ours: a run that this one waited for was cancelled.
inline constexpr char kCancelled[] = "https://runledger.dev/errors/run/cancelled";
// Ours: the run was set aside. Stands in no event; the list of runs shows it.
inline constexpr char kQuarantined[] = "https://runledger.dev/errors/run/quarantined";
}  // namespace error_type

// True when the two types mean the same error: equal, or both published spellings of one standard type.
bool same_error_type(std::string_view left, std::string_view right);

// {"type","status","title","detail","instance"[,"response"]}: the form in events, in `$error` and in the API.
Json to_json(const RunError& error);
// Errors: invalid_input naming the member.
Result<RunError> run_error_from_json(const Json& json);

}  // namespace runledger::run
