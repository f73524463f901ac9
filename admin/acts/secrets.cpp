#include "admin/acts/secrets.hpp"

#include "admin/acts/append.hpp"
#include "admin/acts/in_use.hpp"

namespace runledger::admin {

Result<Done> save_secret(Context& context, const SecretName& name, const std::string& value,
                         const Actor& actor) {
  auto change = context.vault.seal_secret(name, value);
  if (!change) return std::move(change).error();
  auto saved = record_event(context.engine, kSecretsStream, record::SecretSaved{name, context.clock.now()},
                            actor, {*std::move(change)});
  context.vault.forget(name);
  return saved;
}

Result<Done> delete_secret(Context& context, const SecretName& name, bool force, const Actor& actor) {
  if (auto row = context.queries.secret(name); !row) return std::move(row).error();
  if (!force) {
    if (auto unused = check_unused(context, name); !unused) return unused;
  }
  auto deleted = record_event(context.engine, kSecretsStream,
                              record::SecretDeleted{name, context.clock.now()}, actor, {erased(name)});
  context.vault.forget(name);
  return deleted;
}

}  // namespace runledger::admin
