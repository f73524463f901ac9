#include "store/vault/pg_vault.hpp"

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>

#include "store/postgres/nul.hpp"
#include "store/postgres/pqxx_rows.hpp"
#include "store/postgres/session_pool.hpp"

namespace runledger::store {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kSessions = 2;
constexpr std::chrono::seconds kRemembered{1};
constexpr std::size_t kMaxRemembered = 1'000;

constexpr Statement kRead{"read_vault", R"sql(
  SELECT key_id, encode(nonce, 'hex'), encode(ciphertext, 'hex')
  FROM runledger.vault WHERE kind = $1::text AND name = $2::text)sql"};

// Names a value in errors, and is authenticated with it.
std::string label_of(VaultKind kind, std::string_view name) {
  return std::string(text_of(kind)) + '/' + std::string(name);
}

class PgVault final : public Vault {
 public:
  PgVault(const std::string& url, const Cipher& cipher, Random& random)
      : sessions_(url, kSessions), cipher_(cipher), random_(random) {}

  Result<Connection> connection(const ConnectionName& name) override {
    auto text = read(VaultKind::connection, name.value);
    if (!text) return std::move(text).error();
    auto json = parse_json(*text);
    const Json* kind = json && json->is_object() ? json->get_object().if_contains("kind") : nullptr;
    Json* settings = kind != nullptr ? json->get_object().if_contains("settings") : nullptr;
    if (settings == nullptr || !kind->is_string()) {
      return Error{Errc::internal,
                   label_of(VaultKind::connection, name.value) + " is not readable: save it again"};
    }
    return Connection{std::string(kind->get_string()), std::move(*settings)};
  }

  Result<std::string> secret(const SecretName& name) override { return read(VaultKind::secret, name.value); }

  Result<VaultChange> seal_connection(const ConnectionName& name, const Connection& connection) override {
    const JsonObject whole{{"kind", connection.kind}, {"settings", connection.settings}};
    return seal(VaultKind::connection, name.value, write_json(whole));
  }
  Result<VaultChange> seal_secret(const SecretName& name, const std::string& value) override {
    return seal(VaultKind::secret, name.value, value);
  }

  void forget(const ConnectionName& name) override { forget(label_of(VaultKind::connection, name.value)); }
  void forget(const SecretName& name) override { forget(label_of(VaultKind::secret, name.value)); }

 private:
  struct Remembered {
    std::string value;
    Clock::time_point until;
  };

  static Error missing(VaultKind kind, std::string_view name) {
    return {Errc::not_found, "there is no " + std::string(text_of(kind)) + " '" +
                                 std::string(name.substr(0, 200)) + "': save it first"};
  }

  Result<std::string> read(VaultKind kind, const std::string& name) {
    if (has_nul(name)) return missing(kind, name);
    const std::string label = label_of(kind, name);
    std::uint64_t forgotten = 0;
    {
      const std::lock_guard lock(mutex_);
      const auto found = remembered_.find(label);
      if (found != remembered_.end() && Clock::now() < found->second.until) return found->second.value;
      forgotten = forgotten_;
    }
    auto value =
        sessions_.run<std::string>("reading " + label, [&](PqxxSession& session) -> Result<std::string> {
          const auto result = session.query(kRead, std::string(text_of(kind)), name);
          if (result.empty()) return missing(kind, name);
          return cipher_.open(label, {text_of(result[0][0]), bytes_of(result[0][1]), bytes_of(result[0][2])});
        });
    if (value) remember(label, *value, forgotten);
    return value;
  }

  Result<VaultChange> seal(VaultKind kind, const std::string& name, std::string_view value) {
    if (name.empty() || has_nul(name)) {
      return Error{Errc::invalid_input, std::string(text_of(kind)) + "s need a name without NUL"};
    }
    auto sealed = cipher_.seal(label_of(kind, name), value, random_);
    if (!sealed) return std::move(sealed).error();
    return VaultChange{kind, name, *std::move(sealed)};
  }

  // Not what was read before something was to be forgotten: it may be the old value, come late.
  void remember(const std::string& label, const std::string& value, std::uint64_t forgotten) {
    const std::lock_guard lock(mutex_);
    if (forgotten != forgotten_) return;
    if (remembered_.size() >= kMaxRemembered) remembered_.clear();
    remembered_[label] = {value, Clock::now() + kRemembered};
  }
  void forget(const std::string& label) {
    const std::lock_guard lock(mutex_);
    ++forgotten_;
    remembered_.erase(label);
  }

  SessionPool sessions_;
  const Cipher cipher_;
  Random& random_;
  std::mutex mutex_;
  std::map<std::string, Remembered> remembered_;
  std::uint64_t forgotten_ = 0;  // how often something was to be forgotten
};

}  // namespace

std::unique_ptr<Vault> make_vault(const std::string& database_url, const Cipher& cipher, Random& random) {
  return std::make_unique<PgVault>(database_url, cipher, random);
}

}  // namespace runledger::store
