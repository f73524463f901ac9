#include "workflow/definition/yaml_composer.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>

#include "workflow/definition/yaml_events.hpp"
#include "workflow/definition/yaml_scalar.hpp"

namespace runledger::definition {
namespace {

constexpr std::string_view kCoreTag = "tag:yaml.org,2002:";

// A node that an anchor names, and what each use of it costs.
struct Anchored {
  Json value;
  SourceMap::Index source = 0;
  std::size_t height = 0;
  std::size_t nodes = 0;
  std::size_t bytes = 0;
};

struct Composed {
  Json value;
  SourceMap::Index source = 0;
  std::size_t height = 1;  // levels of nesting, itself included
};

class Composer {
 public:
  Composer(std::string_view text, const SourceLimits& limits) : events_(text), limits_(limits) {}

  SourceDocument run() {
    if (auto root = document()) {
      result_.value = std::move(root->value);
      result_.sources.set_root(root->source);
      result_.ok = true;
    }
    return std::move(result_);
  }

 private:
  std::optional<Composed> document() {
    auto event = next();  // the stream's start
    if (event) event = next();
    if (!event) return std::nullopt;
    if (event->type() == YAML_STREAM_END_EVENT) return refuse({1, 1}, "the definition is empty");
    event = next();
    if (!event) return std::nullopt;
    auto root = node(*event, 1);
    if (!root) return std::nullopt;
    event = next();  // the document's end
    if (event) event = next();
    if (!event) return std::nullopt;
    if (event->type() == YAML_STREAM_END_EVENT) return root;
    return refuse(event->start(), "a second YAML document starts here; a definition is one document");
  }

  std::optional<Composed> node(const YamlEvent& event, std::size_t depth) {
    if (event.type() == YAML_ALIAS_EVENT) return alias(event, depth);
    const auto nodes_before = nodes_;
    const auto bytes_before = bytes_;
    if (depth > limits_.max_depth) return refuse_depth(event);
    if (!spend(1, 0, event.start())) return std::nullopt;
    std::optional<Composed> composed;
    if (event.type() == YAML_SCALAR_EVENT) {
      composed = scalar(event);
    } else if (event.type() == YAML_SEQUENCE_START_EVENT) {
      composed = sequence(event, depth);
    } else {
      composed = mapping(event, depth);
    }
    if (composed && !event.anchor().empty()) {
      const auto nodes = nodes_ - nodes_before;
      const auto bytes = bytes_ - bytes_before;
      if (!spend(nodes, bytes, event.start())) return std::nullopt;  // the copy kept for aliases
      anchors_[std::string(event.anchor())] = {composed->value, composed->source, composed->height, nodes,
                                               bytes};
    }
    return composed;
  }

  std::optional<Composed> alias(const YamlEvent& event, std::size_t depth) {
    const auto name = std::string(event.anchor());
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) {
      return refuse(event.start(), "the alias `*" + name.substr(0, 40) +
                                       "` names no anchor before it; quote it if text is meant");
    }
    const auto& named = found->second;
    if (depth + named.height - 1 > limits_.max_depth) return refuse_depth(event);
    if (!spend(named.nodes, named.bytes, event.start())) return std::nullopt;
    return Composed{named.value, named.source, named.height};
  }

  std::optional<Composed> scalar(const YamlEvent& event) {
    const auto text = event.scalar();
    if (!spend(0, text.size(), event.start())) return std::nullopt;
    if (text.find('\0') != std::string_view::npos) {
      return refuse(event.start(), "a string contains the NUL character, which cannot be kept");
    }
    auto plain = PlainScalar{Json(boost::json::string(text.data(), text.size())), ""};
    const auto tag = event.tag();
    const bool is_text = tag == "!" || tag == std::string(kCoreTag) + "str";
    if (event.is_plain() && !is_text) {
      auto resolved = resolve_plain_scalar(text);
      if (!resolved) return refuse(event.start(), resolved.error().message);
      plain = std::move(*resolved);
    }
    if (!tag.empty() && !fits(tag, plain.value)) return refuse_tag(event);
    if (!plain.warning.empty()) {
      result_.diagnostics.push_back({Severity::warning, event.start(), path_, std::move(plain.warning)});
    }
    return Composed{std::move(plain.value), result_.sources.add({event.start(), {}}), 1};
  }

  std::optional<Composed> sequence(const YamlEvent& start, std::size_t depth) {
    if (!start.tag().empty() && start.tag() != std::string(kCoreTag) + "seq") return refuse_tag(start);
    JsonArray array;
    SourceMap::Entry entry{start.start(), {}};
    std::size_t height = 0;
    for (auto event = next(); event; event = next()) {
      if (event->type() == YAML_SEQUENCE_END_EVENT) {
        return Composed{Json(std::move(array)), result_.sources.add(std::move(entry)), height + 1};
      }
      const auto position = event->start();
      auto item = at(std::to_string(array.size()), *event, depth);
      if (!item) return std::nullopt;
      array.push_back(std::move(item->value));
      height = std::max(height, item->height);
      entry.children.emplace_back(position, item->source);
    }
    return std::nullopt;
  }

  std::optional<Composed> mapping(const YamlEvent& start, std::size_t depth) {
    if (!start.tag().empty() && start.tag() != std::string(kCoreTag) + "map") return refuse_tag(start);
    JsonObject object;
    SourceMap::Entry entry{start.start(), {}};
    std::size_t height = 0;
    for (auto event = next(); event; event = next()) {
      if (event->type() == YAML_MAPPING_END_EVENT) {
        return Composed{Json(std::move(object)), result_.sources.add(std::move(entry)), height + 1};
      }
      const auto position = event->start();
      const auto name = key(*event, object);
      if (!name) return std::nullopt;
      auto value_event = next();
      if (!value_event) return std::nullopt;
      auto member = at(*name, *value_event, depth);
      if (!member) return std::nullopt;
      object.emplace(*name, std::move(member->value));
      height = std::max(height, member->height);
      entry.children.emplace_back(position, member->source);
    }
    return std::nullopt;
  }

  // Composes a child with its pointer noted for what may be said about it.
  std::optional<Composed> at(const std::string& token, const YamlEvent& event, std::size_t depth) {
    const auto length = path_.size();
    path_ = pointer_join(path_, token);
    auto child = node(event, depth + 1);
    path_.resize(length);
    return child;
  }

  std::optional<std::string> key(const YamlEvent& event, const JsonObject& object) {
    if (event.type() != YAML_SCALAR_EVENT) {
      refuse(event.start(),
             "a key must be a string; if an expression such as ${ ... } is meant, quote the expression");
      return std::nullopt;
    }
    const auto text = std::string(event.scalar());
    const auto shown = "`" + text.substr(0, 60) + "`";
    if (!spend(0, text.size(), event.start())) return std::nullopt;
    if (text.size() > limits_.max_key_bytes) {
      return refuse_key(event, "a key has more than " + std::to_string(limits_.max_key_bytes) + " bytes");
    }
    if (text.find('\0') != std::string::npos) {
      return refuse_key(event, "a key contains the NUL character, which cannot be kept");
    }
    if (event.is_plain() && text == "<<") {
      return refuse_key(event, "merge keys `<<` are not part of YAML 1.2: write the members out");
    }
    if (!event.tag().empty()) return refuse_key(event, "a key takes no tag");
    if (event.is_plain()) {
      const auto resolved = resolve_plain_scalar(text);
      if (!resolved || !resolved->value.is_string()) {
        return refuse_key(event,
                          "the key " + shown + " is not a string: quote it, \"" + text.substr(0, 60) + "\"");
      }
    }
    if (object.contains(text)) return refuse_key(event, "the key " + shown + " stands twice in one object");
    return text;
  }

  std::optional<std::string> refuse_key(const YamlEvent& event, std::string message) {
    refuse(event.start(), std::move(message));
    return std::nullopt;
  }

  // A core tag may say what the value is anyway.
  static bool fits(std::string_view tag, const Json& value) {
    if (tag == "!") return value.is_string();
    if (!tag.starts_with(kCoreTag)) return false;
    tag.remove_prefix(kCoreTag.size());
    if (tag == "str") return value.is_string();
    if (tag == "null") return value.is_null();
    if (tag == "bool") return value.is_bool();
    if (tag == "int") return value.is_int64() || value.is_uint64();
    return tag == "float" && value.is_double();
  }

  std::optional<Composed> refuse_tag(const YamlEvent& event) {
    return refuse(event.start(),
                  "the tag `" + std::string(event.tag().substr(0, 60)) +
                      "` does not fit here or is not supported; quote the text if an expression "
                      "starting with `!` is meant");
  }

  std::nullopt_t refuse_depth(const YamlEvent& event) {
    return refuse(event.start(), "nested deeper than " + std::to_string(limits_.max_depth) + " levels");
  }

  bool spend(std::size_t nodes, std::size_t bytes, SourcePosition where) {
    nodes_ += nodes;
    bytes_ += bytes;
    if (nodes_ <= limits_.max_nodes && bytes_ <= limits_.max_scalar_bytes) return true;
    refuse(where, "the definition, with its aliases written out, has more than " +
                      std::to_string(limits_.max_nodes) + " values or " +
                      std::to_string(limits_.max_scalar_bytes) + " bytes of text");
    return false;
  }

  std::optional<YamlEvent> next() {
    auto event = events_.next();
    if (!event) refuse(events_.problem_position(), events_.problem());
    return event;
  }

  std::nullopt_t refuse(SourcePosition where, std::string message) {
    result_.diagnostics.push_back({Severity::error, where, path_, std::move(message)});
    return std::nullopt;
  }

  YamlEvents events_;
  const SourceLimits& limits_;
  SourceDocument result_;
  std::map<std::string, Anchored> anchors_;
  std::string path_;
  std::size_t nodes_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace

SourceDocument compose_yaml(std::string_view text, const SourceLimits& limits) {
  return Composer(text, limits).run();
}

}  // namespace runledger::definition
