#pragma once

#include <filesystem>
#include <memory>

#include "workflow/base/result.hpp"

namespace runledger::app {

// Says that one process uses a folder. Given up when the object or the process ends, however it ends (flock).
class FolderLock {
 public:
  // Errors: conflict when another process holds it, unavailable.
  static Result<std::unique_ptr<FolderLock>> take(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace runledger::app
