#include "store/vault/pg_vault.hpp"

#include <boost/json/object.hpp>
#include <chrono>
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
constexpr Statement kSave{"save_vault", R"sql(
  INSERT INTO runledger.vault (kind, name, key_id, nonce, ciphertext)
  VALUES ($1::text, $2::text, $3::text, decode($4::text, 'hex'), decode($5::text, 'hex'))
  ON CONFLICT (kind, name) DO UPDATE
  SET key_id = EXCLUDED.key_id, nonce = EXCLUDED.nonce, ciphertext = EXCLUDED.ciphertext, saved_at = now())sql"};
constexpr Statement kErase{"erase_vault",
                           "DELETE FROM runledger.vault WHERE kind = $1::text AND name = $2::text"};

constexpr char kConnection[] = "connection";
constexpr char kSecret[] = "secret";

// Names a value in errors, and is authenticated with it.
std::string label_of(std::string_view kind, std::string_view name) {
  return std::string(kind) + '/' + std::string(name);
}

class PgVault final : public Vault {
 public:
  PgVault(const std::string& url, const Cipher& cipher, Random& random)
      : sessions_(url, kSessions), cipher_(cipher), random_(random) {}

  Result<Connection> connection(const ConnectionName& name) override {
    auto text = read(kConnection, name.value);
    if (!text) return std::move(text).error();
    auto json = parse_json(*text);
    const Json* kind = json && json->is_object() ? json->get_object().if_contains("kind") : nullptr;
    Json* settings = kind != nullptr ? json->get_object().if_contains("settings") : nullptr;
    if (settings == nullptr || !kind->is_string()) {
      return Error{Errc::internal, label_of(kConnection, name.value) + " is not readable: save it again"};
    }
    return Connection{std::string(kind->get_string()), std::move(*settings)};
  }

  Result<std::string> secret(const SecretName& name) override { return read(kSecret, name.value); }

  Result<Done> save_connection(const ConnectionName& name, const Connection& connection) override {
    const JsonObject whole{{"kind", connection.kind}, {"settings", connection.settings}};
    return save(kConnection, name.value, write_json(whole));
  }
  Result<Done> save_secret(const SecretName& name, const std::string& value) override {
    return save(kSecret, name.value, value);
  }
  Result<Done> erase_connection(const ConnectionName& name) override {
    return erase(kConnection, name.value);
  }
  Result<Done> erase_secret(const SecretName& name) override { return erase(kSecret, name.value); }

 private:
  struct Remembered {
    std::string value;
    Clock::time_point until;
  };

  static Error missing(const char* kind, std::string_view name) {
    return {Errc::not_found, "there is no " + std::string(kind) + " '" + std::string(name.substr(0, 200)) +
                                 "': save it first"};
  }

  Result<std::string> read(const char* kind, const std::string& name) {
    if (has_nul(name)) return missing(kind, name);
    const std::string label = label_of(kind, name);
    {
      const std::lock_guard lock(mutex_);
      const auto found = remembered_.find(label);
      if (found != remembered_.end() && Clock::now() < found->second.until) return found->second.value;
    }
    auto value =
        sessions_.run<std::string>("reading " + label, [&](PqxxSession& session) -> Result<std::string> {
          const auto result = session.query(kRead, kind, name);
          if (result.empty()) return missing(kind, name);
          return cipher_.open(label, {text_of(result[0][0]), bytes_of(result[0][1]), bytes_of(result[0][2])});
        });
    if (value) remember(label, *value);
    return value;
  }

  Result<Done> save(const char* kind, const std::string& name, std::string_view value) {
    const std::string label = label_of(kind, name);
    if (name.empty() || has_nul(name))
      return Error{Errc::invalid_input, std::string(kind) + "s need a name without NUL"};
    const auto sealed = cipher_.seal(label, value, random_);
    if (!sealed) return sealed.error();
    auto saved = sessions_.run<Done>("saving " + label, [&](PqxxSession& session) -> Result<Done> {
      session.query(kSave, kind, name, sealed->key_id, to_hex(sealed->nonce), to_hex(sealed->ciphertext));
      return Done{};
    });
    forget(label);
    return saved;
  }

  Result<Done> erase(const char* kind, const std::string& name) {
    if (has_nul(name)) return missing(kind, name);
    const std::string label = label_of(kind, name);
    auto erased = sessions_.run<Done>("erasing " + label, [&](PqxxSession& session) -> Result<Done> {
      if (session.query(kErase, kind, name).affected_rows() == 0) return missing(kind, name);
      return Done{};
    });
    forget(label);
    return erased;
  }

  void remember(const std::string& label, const std::string& value) {
    const std::lock_guard lock(mutex_);
    if (remembered_.size() >= kMaxRemembered) remembered_.clear();
    remembered_[label] = {value, Clock::now() + kRemembered};
  }
  void forget(const std::string& label) {
    const std::lock_guard lock(mutex_);
    remembered_.erase(label);
  }

  SessionPool sessions_;
  const Cipher cipher_;
  Random& random_;
  std::mutex mutex_;
  std::map<std::string, Remembered> remembered_;
};

}  // namespace

std::unique_ptr<Vault> make_vault(const std::string& database_url, const Cipher& cipher, Random& random) {
  return std::make_unique<PgVault>(database_url, cipher, random);
}

}  // namespace runledger::store
