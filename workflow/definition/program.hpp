#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/time.hpp"
#include "workflow/expression/expression.hpp"
#include "workflow/expression/template.hpp"
#include "workflow/schedule/schedule.hpp"
#include "workflow/schema/schema.hpp"

// A workflow definition, compiled once: immutable, shared by all its runs and threads. Built only by
// reader.hpp.
namespace runledger::definition {

using NodeIndex = std::uint32_t;
using expression::Expression;
using expression::Template;

struct SourcePosition {
  std::uint32_t line = 0;  // from 1; 0: unknown
  std::uint32_t column = 0;
};

// A length of time that is fixed or comes from an expression (giving an ISO 8601 text or a duration object).
struct Duration {
  Milliseconds fixed{0};
  std::optional<Template> computed;
};

struct Then {
  enum class Kind { next, exit, end, task } kind = Kind::next;
  NodeIndex target = 0;  // for Kind::task: a sibling
};

struct DataFlow {
  schema::SchemaPtr input_schema;  // null: none; likewise below
  std::optional<Template> input_from;
  schema::SchemaPtr output_schema;
  std::optional<Template> output_as;
  schema::SchemaPtr export_schema;
  std::optional<Template> export_as;
};

struct ErrorTemplate {
  Template type, status, title, detail, instance;
};

// `errors.with`: each given member must equal the error's.
struct ErrorFilter {
  std::optional<std::string> type, title, detail, instance;
  std::optional<int> status;
};

struct RetryPolicy {
  enum class Backoff { constant, linear, exponential } backoff = Backoff::constant;
  Duration delay;                            // between attempts; 0 when absent
  std::optional<Duration> linear_increment;  // linear: added each time; absent: `delay`
  double multiplier = 2.0;                   // exponential
  std::optional<Duration> max_delay;
  std::optional<std::pair<Duration, Duration>> jitter;  // from, to: added to the delay
  std::optional<Expression> when, except_when;
  std::optional<std::uint32_t> limit_attempts;  // retries, not counting the first attempt
  std::optional<Duration> attempt_duration;     // limit.attempt.duration: the longest one attempt may take
  std::optional<Duration> limit_duration;       // from the first failure on
};

struct DoTask {
  std::vector<NodeIndex> tasks;
};
// Its tasks, once for each item.
struct ForTask {
  std::string item_variable;   // `for.each`
  std::string index_variable;  // `for.at`
  Template items;              // `for.in`: gives an array
  std::optional<Expression> while_;
  std::vector<NodeIndex> tasks;
};
// Its branches, side by side. The first that completes wins when they compete.
struct ForkTask {
  std::vector<NodeIndex> branches;
  bool compete = false;
};
struct SetTask {
  Template value;
};
struct SwitchCase {
  std::string name;
  std::optional<Expression> when;  // absent: the default case
  Then then;
};
struct SwitchTask {
  std::vector<SwitchCase> cases;
};
struct WaitTask {
  Duration duration;
};
struct RaiseTask {
  ErrorTemplate error;
};
struct TryTask {
  std::vector<NodeIndex> tasks;  // the protected block
  ErrorFilter errors_with;
  std::optional<Expression> when, except_when;
  std::string error_variable = "error";  // `catch.as`
  std::optional<RetryPolicy> retry;
  std::vector<NodeIndex> catch_tasks;  // catch.do
  // catch.then: where an error that was caught leads after catch.do, instead of the task's own `then`.
  std::optional<Then> catch_then;
};
// A call of an effect. `arguments` is the whole `with` (authentication already resolved from
// use.authentications).
struct CallTask {
  std::string kind;  // "http", "email", "postgres", "log"
  Template arguments;
  bool repeat_when_unknown =
      false;  // task.metadata.onOutcomeUnknown: retry, or safe by its nature (read-only, GET ...)
};
// A call of use.functions: the arguments become the input of `body`, a copy of the function compiled for this
// call.
struct FunctionTask {
  Template arguments;
  NodeIndex body = 0;
};

// Which workflow, in which version: semver, or "latest".
struct WorkflowReference {
  WorkflowName workflow;
  std::string version;

  friend auto operator<=>(const WorkflowReference&, const WorkflowReference&) = default;
};
// A run of another workflow (`run: {workflow}`).
struct RunTask {
  // What the task gives once the child has completed.
  enum class Gives { output, nothing };

  WorkflowReference workflow;
  std::optional<Template> input;  // absent: nothing is passed on
  bool awaited = true;
  Gives gives = Gives::output;
};

// Publishes an event. The attributes render to an object, with `source` and `type` at least.
struct EmitTask {
  Template attributes;
};

using TaskKind = std::variant<DoTask, ForTask, ForkTask, SetTask, SwitchTask, WaitTask, RaiseTask, TryTask,
                              CallTask, FunctionTask, RunTask, EmitTask>;

struct Node {
  std::string pointer;  // "/do/0/notify"; the root block is "/do"
  std::string name;     // "notify"
  SourcePosition position;
  std::optional<NodeIndex> parent;
  TaskKind kind;
  std::optional<Expression> if_;
  DataFlow data;
  Then then;
  std::optional<Duration> timeout;
  Json metadata;    // null when absent
  Json definition;  // the task's own JSON, for `$task.definition`
};

// document.metadata.webhook: what of it this version of the engine knows.
struct WebhookOptions {
  enum class Respond { accepted, completed } respond = Respond::accepted;
  Milliseconds respond_timeout{30'000};
};

// A call that uses a connection. The name is constant: what names it otherwise is refused.
struct ConnectionUse {
  ConnectionName connection;
  std::string call;  // the kind of call, as BuiltinCall::kind
  friend bool operator==(const ConnectionUse&, const ConnectionUse&) = default;
};

struct Program {
  WorkflowName name;      // "namespace/name"
  std::string version;    // semver
  std::string hash;       // hex SHA-256 of `canonical`
  std::string canonical;  // the definition as canonical JSON: equal definitions give equal text
  std::string title, summary;
  Json definition;  // the whole definition, for `$workflow.definition`
  WebhookOptions webhook;
  std::optional<schedule::Schedule> schedule;
  DataFlow data;  // of the workflow
  std::optional<Duration> timeout;
  NodeIndex root = 0;     // a DoTask
  bool needs_jq = false;  // some expression is libjq's: a decision may take as long as that may run
  // Without libjq and without loops: a decision takes so little time that it may be taken on a thread that
  // others wait for.
  bool is_brief = false;
  std::vector<Node> nodes;
  std::unordered_map<std::string, NodeIndex> by_pointer;
  std::vector<SecretName> secrets;           // use.secrets
  std::vector<ConnectionUse> connections;    // every `connection:` in a `with`, each once a kind of call
  std::vector<WorkflowReference> workflows;  // every workflow that a `run` names, each once

  const Node* find(std::string_view pointer) const;
};

using ProgramPtr = std::shared_ptr<const Program>;

}  // namespace runledger::definition
