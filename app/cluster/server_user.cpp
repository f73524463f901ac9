#include "app/cluster/server_user.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace runledger::app {

std::optional<ServerUser> choose_server_user() {
  const bool root = geteuid() == 0;
  const passwd* entry = root ? getpwnam("postgres") : getpwuid(geteuid());
  if (entry == nullptr && root) entry = getpwnam("nobody");
  if (entry == nullptr) return std::nullopt;
  return ServerUser{entry->pw_uid, entry->pw_gid, entry->pw_name};
}

bool can_reach(const ServerUser& user, const std::filesystem::path& path) {
  std::filesystem::path here = "/";
  for (const auto& part : std::filesystem::absolute(path).lexically_normal()) {
    here /= part;
    struct stat info {};
    if (stat(here.c_str(), &info) != 0) return true;
    const mode_t bit = info.st_uid == user.uid ? S_IXUSR : info.st_gid == user.gid ? S_IXGRP : S_IXOTH;
    if (S_ISDIR(info.st_mode) && (info.st_mode & bit) == 0) return false;
  }
  return true;
}

bool become(const ServerUser& user) {
  if (geteuid() == user.uid) return true;
  const gid_t only = user.gid;
  return setgroups(1, &only) == 0 && setgid(user.gid) == 0 && setuid(user.uid) == 0;
}

}  // namespace runledger::app
