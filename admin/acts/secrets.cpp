#include "admin/acts/secrets.hpp"

#include "admin/acts/append.hpp"
#include "admin/acts/in_use.hpp"

namespace runledger::admin {

Result<Done> save_secret(Context& context, const SecretName& name, const std::string& value,
                         const Actor& actor) {
  if (auto saved = context.vault.save_secret(name, value); !saved) return saved;
  return record_event(context.engine, kSecretsStream, record::SecretSaved{name, context.clock.now()}, actor);
}

Result<Done> delete_secret(Context& context, const SecretName& name, bool force, const Actor& actor) {
  if (auto row = context.queries.secret(name); !row) return std::move(row).error();
  if (!force) {
    if (auto unused = check_unused(context, name); !unused) return unused;
  }
  // Value first, then the fact: whatever fails in between, the act can be repeated.
  if (auto erased = context.vault.erase_secret(name); !erased && erased.error().code != Errc::not_found)
    return erased;
  return record_event(context.engine, kSecretsStream, record::SecretDeleted{name, context.clock.now()},
                      actor);
}

}  // namespace runledger::admin
