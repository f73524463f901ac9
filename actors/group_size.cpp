#include "actors/group_size.hpp"

#include <boost/json/value.hpp>

#include <variant>

namespace runledger::actors {
namespace {

constexpr std::size_t kBytesAnEvent = 512;  // its names, times and hashes
constexpr std::size_t kBytesAValue = 16;    // a number, or the head of a text, an array or an object

class Tally {
 public:
  explicit Tally(std::size_t enough) : enough_(enough) {}

  std::size_t bytes() const { return bytes_; }

  void add(std::size_t bytes) { bytes_ += bytes; }
  void add(const std::string& text) { bytes_ += text.size(); }
  void add(const SharedJson& document) {
    if (document) add(*document);
  }
  void add(const run::RunError& error) {
    add(error.detail);
    add(error.response);
  }

  // Whatever is large in an event goes by one of these names.
  template <class AnEvent>
  void operator()(const AnEvent& event) {
    add(kBytesAnEvent);
    if constexpr (requires { event.input; }) add(event.input);
    if constexpr (requires { event.transformed_input; }) add(event.transformed_input);
    if constexpr (requires { event.arguments; }) add(event.arguments);
    if constexpr (requires { event.items; }) add(event.items);
    if constexpr (requires { event.result; }) add(event.result);
    if constexpr (requires { event.output; }) add(event.output);
    if constexpr (requires { event.context; }) add(event.context);
    if constexpr (requires { event.settings; }) add(event.settings);
    if constexpr (requires { event.source; }) add(event.source);
    if constexpr (requires { event.detail; }) add(event.detail);
    if constexpr (requires { event.error; }) add(event.error);
  }

 private:
  void add(const Json& value) {
    bytes_ += kBytesAValue;
    if (value.is_string()) {
      bytes_ += value.get_string().size();
    } else if (value.is_array()) {
      for (const Json& element : value.get_array()) {
        if (bytes_ >= enough_) return;
        add(element);
      }
    } else if (value.is_object()) {
      for (const auto& [key, element] : value.get_object()) {
        if (bytes_ >= enough_) return;
        bytes_ += key.size();
        add(element);
      }
    }
  }

  std::size_t enough_;
  std::size_t bytes_ = 0;
};

}  // namespace

std::size_t estimated_bytes(const AppendGroup& group, std::size_t enough) {
  Tally tally(enough);
  if (group.body) tally.add(group.body->bytes);
  for (const Append& append : group.appends) {
    for (const Event& event : append.events) {
      if (tally.bytes() >= enough) return tally.bytes();
      std::visit([&](const auto& family) { std::visit([&](const auto& known) { tally(known); }, family); },
                 event);
    }
  }
  return tally.bytes();
}

}  // namespace runledger::actors
