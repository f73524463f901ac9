#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/cluster/private_cluster.hpp"
#include "app/platform/folder_lock.hpp"

namespace runledger::app {

// What dev mode keeps, all below one folder: postgres/ (the cluster), outbox/ (e-mails), received/ (what the
// examples' HTTP steps sent), payloads/, dev.json, master.key, runledger.log.
struct DataFolder {
  std::filesystem::path root;

  std::filesystem::path cluster() const { return root / "postgres"; }
  std::filesystem::path outbox() const { return root / "outbox"; }
  std::filesystem::path received() const { return root / "received"; }
  std::filesystem::path payloads() const { return root / "payloads"; }
  std::filesystem::path dev_file() const { return root / "dev.json"; }
  std::filesystem::path master_key() const { return root / "master.key"; }
  std::filesystem::path log() const { return root / "runledger.log"; }
};

// Opens `given`, or when it is empty ./data (for root, whose own folders the database's user may not enter:
// /var/lib/runledger-dev instead). Makes it when missing. Errors: invalid_input, unavailable.
Result<DataFolder> open_data_folder(const std::string& given);

inline constexpr const char* kEngineDatabase = "runledger";
inline constexpr const char* kShopDatabase = "shop";

}  // namespace runledger::app
