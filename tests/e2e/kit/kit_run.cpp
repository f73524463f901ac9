#include "tests/e2e/kit/kit_run.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <regex>
#include <stdexcept>

#include "workflow/base/json.hpp"
#include "workflow/definition/source_document.hpp"

namespace runledger::test {
namespace {

// A step that does not hold.
struct Fails : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void expect(bool holds, const std::string& otherwise) {
  if (!holds) throw Fails(otherwise);
}

Json yaml(const std::string& text) {
  auto document = definition::read_document(text);
  expect(document.ok, "the kit's YAML cannot be read: " + text);
  return std::move(document.value);
}

// "a.b.c"
const Json* property(const Json& value, const std::string& path) {
  std::string pointer = "/" + path;
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  return resolve_pointer(value, pointer);
}

// Whether each member of `wanted` is in `found` with that value: the kit's errors name some members only.
bool contains(const Json& found, const Json& wanted) {
  if (!wanted.is_object() || !found.is_object()) return found == wanted;
  return std::all_of(wanted.get_object().begin(), wanted.get_object().end(), [&](const auto& member) {
    const Json* value = found.get_object().if_contains(member.key());
    return value != nullptr && contains(*value, member.value());
  });
}

std::string got(const Execution& execution) {
  return "the run is " + execution.status + ", output " + write_json(execution.output) + ", error " +
         write_json(execution.error);
}

class Player {
 public:
  explicit Player(const Execute& execute) : execute_(execute) {}

  void take(const Step& step) {
    for (const auto& [pattern, act] : kinds()) {
      std::smatch match;
      if (!std::regex_match(step.text, match, std::regex(pattern))) continue;
      act(*this, match, step.argument);
      return;
    }
    throw Fails("no such step is known");
  }

 private:
  using Act = void (*)(Player&, const std::smatch&, const std::string&);
  struct Kind {
    const char* pattern;
    Act act;
  };
  static const std::vector<Kind>& kinds();

  const Json& output_property(const std::string& path) const {
    const Json* found = property(execution_.output, path);
    expect(found != nullptr, "the output has no " + path + ": " + got(execution_));
    return *found;
  }
  std::size_t place(const std::string& task) const {
    const auto found = std::find(execution_.tasks.begin(), execution_.tasks.end(), task);
    expect(found != execution_.tasks.end(), task + " did not run");
    return static_cast<std::size_t>(found - execution_.tasks.begin());
  }

  const Execute& execute_;
  std::string definition_;
  Json input_ = JsonObject();
  Execution execution_;
};

const std::vector<Player::Kind>& Player::kinds() {
  static const std::vector<Kind> all = {
      {"a workflow with definition:",
       [](Player& p, const std::smatch&, const std::string& text) { p.definition_ = text; }},
      {"the workflow input is:",
       [](Player& p, const std::smatch&, const std::string& text) { p.input_ = yaml(text); }},
      {"the workflow is executed",
       [](Player& p, const std::smatch&, const std::string&) {
         p.execution_ = p.execute_(p.definition_, p.input_);
       }},
      {"the workflow should complete",
       [](Player& p, const std::smatch&, const std::string&) {
         expect(p.execution_.status == "completed", got(p.execution_));
       }},
      {"the workflow should complete with output:",
       [](Player& p, const std::smatch&, const std::string& text) {
         expect(p.execution_.status == "completed" && p.execution_.output == yaml(text), got(p.execution_));
       }},
      {"the workflow should fault",
       [](Player& p, const std::smatch&, const std::string&) {
         expect(p.execution_.status == "faulted", got(p.execution_));
       }},
      {"the workflow should fault with error:",
       [](Player& p, const std::smatch&, const std::string& text) {
         expect(p.execution_.status == "faulted" && contains(p.execution_.error, yaml(text)),
                got(p.execution_));
       }},
      {"the workflow output should have properties (.*)",
       [](Player& p, const std::smatch& match, const std::string&) {
         const std::string list = match[1];
         const std::regex quoted("'([^']*)'");
         for (std::sregex_iterator it(list.begin(), list.end(), quoted), end; it != end; ++it) {
           p.output_property((*it)[1]);
         }
       }},
      {"the workflow output should have a '([^']*)' property with value:",
       [](Player& p, const std::smatch& match, const std::string& text) {
         const Json& found = p.output_property(match[1]);
         expect(found == yaml(text), match[1].str() + " is " + write_json(found));
       }},
      {"the workflow output should have a '([^']*)' property containing ([0-9]+) items",
       [](Player& p, const std::smatch& match, const std::string&) {
         const Json& found = p.output_property(match[1]);
         expect(found.is_array() && std::to_string(found.get_array().size()) == match[2],
                match[1].str() + " is " + write_json(found));
       }},
      {"(\\w+) should run first",
       [](Player& p, const std::smatch& match, const std::string&) {
         expect(p.place(match[1]) == 0, "it did not run first");
       }},
      {"(\\w+) should run last",
       [](Player& p, const std::smatch& match, const std::string&) {
         expect(p.place(match[1]) + 1 == p.execution_.tasks.size(), "it did not run last");
       }},
      {"(\\w+) should run after (\\w+)",
       [](Player& p, const std::smatch& match, const std::string&) {
         expect(p.place(match[1]) > p.place(match[2]), "it did not run after");
       }},
  };
  return all;
}

}  // namespace

std::string failure_of(const Scenario& scenario, const Execute& execute) {
  Player player(execute);
  for (const auto& step : scenario.steps) {
    try {
      player.take(step);
    } catch (const Fails& failure) {
      return step.text + ": " + failure.what();
    }
  }
  return {};
}

}  // namespace runledger::test
