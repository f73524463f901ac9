#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

// JSON Schema, draft 2020-12 (json-schema.org/draft/2020-12), for documents from strangers. What of the
// standard is refused or read differently: README.md.
namespace runledger::schema {

// A compiled schema: immutable, so any number of threads may validate with it at once.
class Schema;
using SchemaPtr = std::shared_ptr<const Schema>;

struct CompileOptions {
  // The schema document of an absolute URI without fragment, or nullopt when there is none. Without it, only
  // references within the document and to the 2020-12 metaschemas resolve. Called only during compile().
  std::function<std::optional<Json>(const std::string& uri)> resolver;
  // The URI that the schema was read from, for relative $ref and $id; empty when it has none.
  std::string base_uri;
  // Bounds of one compilation, remote documents included.
  std::size_t max_subschemas = 20'000;
  std::size_t max_patterns = 1'000;
};

// Compiles `schema`. Errors: invalid_input, naming the JSON pointer into the schema and the reason (a keyword
// with a value of the wrong type, a pattern that RE2 cannot do, a $ref that leads nowhere); limit_exceeded
// when a bound of `options` is passed. Thread-safe.
Result<SchemaPtr> compile(const Json& schema, const CompileOptions& options = {});

// One way in which a document breaks its schema.
struct Violation {
  std::string instance_pointer;  // RFC 6901, into the document; "" is the whole of it
  std::string
      schema_pointer;   // the keyword's place along the $refs that led to it: "/properties/a/$ref/type"
  std::string keyword;  // "required"; empty for the schema `false` and for the work limit
  std::string message;  // for people, without the place: "must be at least 1"

  friend bool operator==(const Violation&, const Violation&) = default;
};

struct ValidateOptions {
  std::size_t max_violations = 50;  // more are not looked for; at least 1 is reported for an invalid document
  bool assert_formats = true;       // `format` refuses (true) or is a mere annotation (false)
  // Roughly the number of keywords that may be checked, plus one for each 64 bytes of text compared or
  // matched. The default takes some 60 ms to use up, and is enough for a megabyte of small numbers with five
  // keywords each. A document that needs more counts as invalid, with a violation that says so.
  std::size_t max_work = 5'000'000;
};

// All violations of `instance`, in the schema's order, up to the limit; empty when it is valid.
std::vector<Violation> validate(const Schema& schema, const Json& instance,
                                const ValidateOptions& options = {});

// Whether `instance` is valid: stops at the first violation. Allocates nothing, except for large arrays under
// `uniqueItems`, long names under `propertyNames`, more than 256 members under `unevaluated*`, the format
// `regex`, and states that RE2 has not yet met.
bool is_valid(const Schema& schema, const Json& instance, const ValidateOptions& options = {});

}  // namespace runledger::schema
