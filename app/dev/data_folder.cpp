#include "app/dev/data_folder.hpp"

namespace runledger::app {

Result<DataFolder> open_data_folder(const std::string& given) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::path root = given.empty() ? fs::current_path(failed) / "data" : fs::absolute(given, failed);
  if (given.empty() && !cluster_user_can_reach(root)) root = "/var/lib/runledger-dev";
  if (!failed) fs::create_directories(root, failed);
  if (failed)
    return Error{Errc::invalid_input,
                 "cannot make the data folder " + root.string() + ": " + failed.message()};
  return DataFolder{root.lexically_normal()};
}

}  // namespace runledger::app
