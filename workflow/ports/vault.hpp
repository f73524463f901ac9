#pragma once

#include <string>

#include "workflow/base/id.hpp"
#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"
#include "workflow/ports/vault_change.hpp"

namespace runledger {

// A way to reach another system, with its credentials in clear. Lives in memory only while it is used.
// settings, by kind (of services: actions/services/README.md); members marked * are secret, stored encrypted:
//   smtp:     {"host","port","tls":"none|starttls|tls","username","password"*,"from"}
//   postgres: {"host","port","database","username","password"*,"sslmode"} or {"url"*}
//   http:     {"baseUrl","headers":{..},"auth":{"type":"bearer","token"*} |
//   {"type":"basic","username","password"*}}
struct Connection {
  std::string kind;
  Json settings;
};

// Connections and secrets, encrypted at rest. Implemented by store/. Thread-safe; may block on the database
// when the value is not cached. Errors: not_found naming it, unavailable, internal (the key does not fit).
class Vault {
 public:
  virtual ~Vault() = default;
  virtual Result<Connection> connection(const ConnectionName& name) = 0;
  virtual Result<std::string> secret(const SecretName& name) = 0;

  // Encrypt, and write nothing: the change takes effect with the AppendGroup that carries it, together with
  // the event that says so (erasing: `erased` in vault_change.hpp). Need no database. Errors: invalid_input
  // (the name is empty or has a NUL), limit_exceeded (more than 1 MiB), internal.
  virtual Result<VaultChange> seal_connection(const ConnectionName& name, const Connection& connection) = 0;
  virtual Result<VaultChange> seal_secret(const SecretName& name, const std::string& value) = 0;

  // Once a group with a change of it has been answered, however: what is read from now on is not older.
  virtual void forget(const ConnectionName& name) = 0;
  virtual void forget(const SecretName& name) = 0;
};

}  // namespace runledger
