#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace runledger::app {

// Who PostgreSQL's programs run as.
struct ServerUser {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
};

// This process's user, or "postgres" (else "nobody") when that is root.
std::optional<ServerUser> choose_server_user();
// Whether `user` may enter every folder on the way to `path` (missing ones at the end do not count).
bool can_reach(const ServerUser& user, const std::filesystem::path& path);
// In a child process between fork and exec: gives up root for good. False when that failed.
bool become(const ServerUser& user);

}  // namespace runledger::app
