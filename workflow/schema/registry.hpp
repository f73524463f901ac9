#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/schema/compiled.hpp"
#include "workflow/schema/schema.hpp"

namespace runledger::schema {

// A schema resource (core §4.3.5): a subschema with a URI of its own, and what its metaschema asks for.
struct Resource {
  std::string uri;
  const Json* root = nullptr;
  std::unordered_map<std::string, const Json*> anchors;  // of $anchor and $dynamicAnchor
  std::unordered_map<std::string, const Json*> dynamic_anchors;
  bool validates = true;         // the vocabulary of assertions is in force
  bool asserts_formats = false;  // whatever the caller of validate() says
};

// Where a subschema stands.
struct Location {
  ResourceIndex resource = 0;
  std::string document;  // URI that it was fetched from; empty for the schema being compiled
  std::string pointer;   // into that document
};

// All documents that one compilation sees: finds subschemas, their base URIs and anchors, and what references
// lead to. Addresses of values stay good for its lifetime and survive take_documents(). For one thread.
class Registry {
 public:
  explicit Registry(const CompileOptions& options) : options_(options) {}

  // Takes a copy of the schema to be compiled. Errors: as compile().
  Result<const Json*> add_root(const Json& schema);

  // The subschema that `reference`, standing in `from`, leads to (core §8.2.3). `keyword` is for the message.
  Result<const Json*> resolve(const Json& from, std::string_view keyword, std::string_view reference);

  // `schema` must be a subschema found before.
  const Location& location(const Json& schema) const { return locations_.at(&schema); }
  const Resource& resource(ResourceIndex index) const { return resources_[index]; }
  const std::vector<Resource>& resources() const { return resources_; }

  // An error about a keyword of a subschema, saying where it stands. No keyword: about the subschema itself.
  Error error_at(const Json& schema, std::string_view keyword, const std::string& why) const;

  std::deque<Json> take_documents() { return std::move(documents_); }

 private:
  Result<const Json*> add_document(const Json& document, const std::string& uri, const std::string& shown);
  Result<Done> index(const Json& schema, Location location, std::size_t depth);
  Result<Done> index_children(const Json& schema, const Location& location, std::size_t depth);
  Result<Done> index_identifiers(const Json& schema, Location& location);
  Result<Done> index_anchor(const Json& schema, const Location& location, std::string_view keyword,
                            bool dynamic);
  Result<Done> read_dialect(const Json& schema, Resource& resource);
  Result<ResourceIndex> find_resource(const std::string& uri, const Error& missing);
  Result<const Json*> find_by_pointer(ResourceIndex resource, const std::string& pointer,
                                      const Error& missing);
  bool register_uri(const std::string& uri, ResourceIndex resource) {
    return by_uri_.emplace(uri, resource).second;
  }

  const CompileOptions& options_;
  std::deque<Json> documents_;
  std::vector<Resource> resources_;
  std::unordered_map<std::string, ResourceIndex> by_uri_;
  std::unordered_map<const Json*, Location> locations_;
};

}  // namespace runledger::schema
