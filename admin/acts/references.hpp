#pragma once

#include "admin/context.hpp"

namespace runledger::admin {

// A definition that names what is not there would fail at its first run, and so would one whose connection is
// of another kind than the call needs: it is said at upload, of all at once. Blocks. Errors: invalid_input
// naming each connection, secret and time zone and what to do; unavailable.
Result<Done> check_references(Context& context, const definition::Program& program);

}  // namespace runledger::admin
