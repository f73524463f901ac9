#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>

#include "workflow/run/events.hpp"

namespace runledger::run {

inline constexpr std::size_t kBytesAnEvent = 512;  // its names, times and hashes
inline constexpr std::size_t kBytesAValue = 16;    // a number, or the head of a text, an array or an object

// Adds up about how many bytes events take as text, so that what is gathered can be bounded. Stops looking
// into a document once it has `enough`. One thread.
class EventSize {
 public:
  explicit EventSize(std::size_t enough) : enough_(enough) {}

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
    if constexpr (requires { event.event; }) add(event.event);
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

// About; not more than a little above `enough`.
std::size_t estimated_bytes(const RunEvent& event, std::size_t enough);

}  // namespace runledger::run
