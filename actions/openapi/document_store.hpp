#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "actions/openapi/document.hpp"

namespace runledger::actions {

// OpenAPI documents that were read lately, by their address: at most 32, each for five minutes. Those that
// need an authentication are not kept. Thread-safe.
class DocumentStore {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Null when there is no fresh one.
  OpenApiDocument find(const std::string& uri, Time now) {
    const std::lock_guard lock(mutex_);
    const auto found = documents_.find(uri);
    return found == documents_.end() || now >= found->second.stale_at ? nullptr : found->second.document;
  }

  void keep(const std::string& uri, OpenApiDocument document, Time now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(documents_, [now](const auto& entry) { return now >= entry.second.stale_at; });
    if (documents_.size() >= kMost) documents_.erase(documents_.begin());
    documents_[uri] = {std::move(document), now + kFresh};
  }

 private:
  static constexpr std::size_t kMost = 32;
  static constexpr std::chrono::minutes kFresh{5};

  struct Kept {
    OpenApiDocument document;
    Time stale_at;
  };
  std::mutex mutex_;
  std::map<std::string, Kept> documents_;
};

}  // namespace runledger::actions
