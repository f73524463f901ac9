#include "app/dev/shop_database.hpp"

#include <libpq-fe.h>

#include <memory>

#include "app/dev/examples.hpp"

namespace runledger::app {

Result<Done> prepare_shop(const std::string& url) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), &PQfinish);
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);  // "relation already exists, skipping"
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(
      PQexec(connection.get(), std::string(shop_sql()).c_str()), &PQclear);
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return Done{};
  return Error{Errc::unavailable,
               std::string("cannot prepare the shop database: ") + PQerrorMessage(connection.get())};
}

}  // namespace runledger::app
