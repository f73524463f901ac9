#pragma once

namespace runledger::store {

// One SQL statement under the name it is prepared with, once a connection. Static storage.
struct Statement {
  const char* name;
  const char* sql;
};

}  // namespace runledger::store
