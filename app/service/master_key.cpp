#include "app/service/master_key.hpp"

#include "app/platform/private_file.hpp"
#include "store/store.hpp"

namespace runledger::app {
namespace {

// What helps against a key that does not fit, for `key`, which is not at hand.
std::string way_out(const store::VaultKey& key) {
  return "start with the key file that has it; if that key is lost for good, its values are too: `DELETE "
         "FROM "
         "runledger.vault WHERE key_id = '" +
         key.id + "'`, start again, and save them anew";
}

std::string values_under(const store::VaultKey& key) {
  return std::to_string(key.values) +
         " connection(s) and secret(s) of the database are encrypted under the "
         "master key " +
         key.id;
}

}  // namespace

Result<std::string> master_key_for(const std::filesystem::path& file, const std::string& database_url,
                                   Random& random) {
  auto keys = store::vault_keys(database_url);
  if (!keys) return std::move(keys).error();
  auto held = load_master_key(file, false, random);
  if (!held && held.error().code == Errc::not_found) {
    if (keys->empty()) return load_master_key(file, true, random);
    return Error{Errc::conflict, "there is no master key file " + file.string() + ", but " +
                                     values_under(keys->front()) + ": " + way_out(keys->front())};
  }
  if (!held) return held;
  auto id = store::master_key_id(*held);
  if (!id) return std::move(id).error();
  for (const auto& key : *keys) {
    if (key.id == *id) continue;
    return Error{Errc::conflict, file.string() + " holds the master key " + *id + ", but " +
                                     values_under(key) + ": " + way_out(key)};
  }
  return held;
}

}  // namespace runledger::app
