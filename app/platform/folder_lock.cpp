#include "app/platform/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace runledger::app {

Result<std::unique_ptr<FolderLock>> FolderLock::take(const std::filesystem::path& folder) {
  const auto file = folder / "lock";
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return Error{Errc::unavailable, "cannot open " + file.string() + ": " + std::strerror(errno)};
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return std::unique_ptr<FolderLock>(new FolderLock(descriptor));
  close(descriptor);
  return Error{Errc::conflict,
               "another Runledger uses " + folder.string() + "; stop it, or choose another --data"};
}

FolderLock::~FolderLock() {
  close(descriptor_);
}

}  // namespace runledger::app
