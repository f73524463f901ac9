#include "app/dev/data_folder.hpp"

#include "workflow/base/sha256.hpp"

namespace runledger::app {
namespace {

namespace fs = std::filesystem;

// PostgreSQL's user cannot enter every folder of root's. Then the data lie where it can, under a name of this
// folder's own, and `link` leads there; where that cannot be made, what dev mode prints names the place.
fs::path elsewhere(const fs::path& link) {
  fs::path target = "/var/lib/runledger-dev/" + sha256_hex(link.string()).substr(0, 12);
  std::error_code failed;
  fs::create_directories(target, failed);
  if (!fs::exists(fs::symlink_status(link, failed))) fs::create_directory_symlink(target, link, failed);
  return target;
}

}  // namespace

Result<DataFolder> open_data_folder(const std::string& given) {
  std::error_code failed;
  fs::path root = given.empty() ? fs::current_path(failed) / "data" : fs::absolute(given, failed);
  if (given.empty() && !failed) {
    std::error_code unresolved;
    const fs::path real = fs::weakly_canonical(root, unresolved);
    if (!unresolved) root = cluster_user_can_reach(real) ? real : elsewhere(root);
  }
  if (!failed) fs::create_directories(root, failed);
  if (failed)
    return Error{Errc::invalid_input,
                 "cannot make the data folder " + root.string() + ": " + failed.message()};
  return DataFolder{root.lexically_normal()};
}

}  // namespace runledger::app
