#include "store/postgres/pqxx_rows.hpp"
#include "store/postgres/session_pool.hpp"
#include "store/store.hpp"
#include "store/vault/cipher.hpp"

namespace runledger::store {
namespace {

constexpr Statement kVaultKeys{"vault_keys", R"sql(
  SELECT key_id, count(*) FROM runledger.vault GROUP BY key_id ORDER BY count(*) DESC, key_id)sql"};

}  // namespace

Result<std::string> master_key_id(std::string_view master_key) {
  auto cipher = Cipher::make(master_key);
  if (!cipher) return std::move(cipher).error();
  return cipher->key_id();
}

Result<std::vector<VaultKey>> vault_keys(const std::string& database_url) {
  SessionPool sessions(database_url, 1);
  return sessions.run<std::vector<VaultKey>>("looking which master key the vault has",
                                             [](PqxxSession& session) {
                                               std::vector<VaultKey> keys;
                                               for (const auto& row : session.query(kVaultKeys)) {
                                                 keys.push_back({text_of(row[0]), number_of(row[1])});
                                               }
                                               return keys;
                                             });
}

}  // namespace runledger::store
