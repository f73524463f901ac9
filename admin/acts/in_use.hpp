#pragma once

#include "admin/context.hpp"

namespace runledger::admin {

// Whether it may be deleted without breaking the next run: no enabled workflow's current version uses it.
// Blocks. Runs that began on an older version are not looked at: they are few, and an admin who retries one
// is told what is missing. Errors: conflict naming the workflows and how to delete it all the same;
// unavailable.
Result<Done> check_unused(Context& context, const ConnectionName& name);
Result<Done> check_unused(Context& context, const SecretName& name);

}  // namespace runledger::admin
