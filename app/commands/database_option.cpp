#include "app/commands/database_option.hpp"

#include <libpq-fe.h>

namespace runledger::app {

Result<std::string> database_url(const Arguments& arguments) {
  auto url = arguments.require(kDatabaseOption.name);
  if (!url) return url;
  PQconninfoOption* parsed = PQconninfoParse(url->c_str(), nullptr);
  if (parsed == nullptr) {
    return Error{Errc::invalid_input,
                 "the database URL is no PostgreSQL connection string; expected something like "
                 "postgresql://user:password@host:5432/database"};
  }
  PQconninfoFree(parsed);
  return url;
}

}  // namespace runledger::app
