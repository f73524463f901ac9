#include "workflow/run/decide/descriptors.hpp"

#include <algorithm>
#include <boost/json/object.hpp>

#include "workflow/run/secrets.hpp"

namespace runledger::run {
namespace {

constexpr char kEngineName[] = "runledger";
constexpr char kEngineVersion[] = "0.1.0";

bool reads(const VariableUse& use, std::string_view field) {
  return use.whole || std::find(use.fields.begin(), use.fields.end(), field) != use.fields.end();
}

// Adds members that the expression reads; their values are made only then.
class Description {
 public:
  explicit Description(const VariableUse& use) : use_(use) {}

  template <class Make>
  Description& member(std::string_view name, const Make& make) {
    if (reads(use_, name)) object_.emplace(name, make());
    return *this;
  }
  Json take() { return std::move(object_); }

 private:
  const VariableUse& use_;
  JsonObject object_;
};

Json copy_of(const Json* value) {
  return value == nullptr ? Json() : *value;
}

}  // namespace

Json describe_time(Timestamp time) {
  const auto since_epoch = time.time_since_epoch();
  JsonObject epoch;
  epoch["seconds"] = std::chrono::floor<std::chrono::seconds>(since_epoch).count();
  epoch["milliseconds"] = std::chrono::floor<Milliseconds>(since_epoch).count();
  JsonObject object;
  object["iso8601"] = format_time(time);
  object["epoch"] = std::move(epoch);
  return object;
}

Json describe_workflow(const definition::Program& program, const RunStarted& started,
                       const VariableUse& use) {
  return Description(use)
      .member("id", [&] { return Json(started.run.text()); })
      .member("definition", [&] { return program.definition; })
      .member("input", [&] { return copy_of(started.input.get()); })
      .member("startedAt", [&] { return describe_time(started.started_at); })
      .take();
}

Json describe_task(const TaskView& task, const VariableUse& use) {
  return Description(use)
      .member("name", [&] { return Json(task.node->name); })
      .member("reference", [&] { return Json(task.node->pointer); })
      .member("definition", [&] { return task.node->definition; })
      .member("input", [&] { return copy_of(task.raw_input); })
      .member("output", [&] { return copy_of(task.raw_output); })
      .member("startedAt", [&] { return task.started_at ? describe_time(*task.started_at) : Json(); })
      .take();
}

Json describe_runtime() {
  JsonObject object;
  object["name"] = kEngineName;
  object["version"] = kEngineVersion;
  object["metadata"] = JsonObject();
  return object;
}

Json describe_secrets(const definition::Program& program, const RunStarted& started, const VariableUse& use) {
  Description description(use);
  for (const SecretName& secret : program.secrets) {
    description.member(secret.value,
                       [&] { return Json(secret_placeholder(secret.value, started.secret_nonce)); });
  }
  return description.take();
}

}  // namespace runledger::run
