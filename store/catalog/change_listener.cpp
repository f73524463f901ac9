#include "store/catalog/change_listener.hpp"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <string_view>

#include "store/postgres/database_locks.hpp"
#include "store/postgres/session.hpp"

namespace runledger::store {
namespace {

bool holds(pg_conn* connection, const char* sql) {
  PGresult* answer = PQexec(connection, sql);
  const bool is_true = PQresultStatus(answer) == PGRES_TUPLES_OK && PQntuples(answer) == 1 &&
                       std::string_view(PQgetvalue(answer, 0, 0)) == "t";
  PQclear(answer);
  return is_true;
}

}  // namespace

void ChangeListener::Closer::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

ChangeListener::ChangeListener(std::string url)
    : url_(std::move(url)), wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

ChangeListener::~ChangeListener() {
  if (wake_fd_ >= 0) close(wake_fd_);
}

bool ChangeListener::listen() {
  if (connection_) return true;
  connection_.reset(PQconnectdb(session_url(url_).c_str()));
  // While a rebuild has the lock, this connection is given up and tried again.
  if (PQstatus(connection_.get()) == CONNECTION_OK && holds(connection_.get(), kTakeServingLock.sql)) {
    PGresult* listening = PQexec(connection_.get(), "LISTEN runledger_catalog");
    const bool ok = PQresultStatus(listening) == PGRES_COMMAND_OK;
    PQclear(listening);
    if (ok) return true;
  }
  connection_.reset();
  return false;
}

void ChangeListener::wait(std::chrono::milliseconds limit) {
  pollfd ready[2] = {{wake_fd_, POLLIN, 0}, {connection_ ? PQsocket(connection_.get()) : -1, POLLIN, 0}};
  poll(ready, 2, static_cast<int>(limit.count()));
  if (ready[0].revents != 0) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto cleared = read(wake_fd_, &count, sizeof count);
  }
  if (ready[1].revents == 0) return;
  // A lost LISTEN goes silent: any doubt, and the next listen() makes a new one.
  if (PQconsumeInput(connection_.get()) != 1 || PQstatus(connection_.get()) != CONNECTION_OK) {
    connection_.reset();
    return;
  }
  while (PGnotify* hint = PQnotifies(connection_.get())) PQfreemem(hint);
}

void ChangeListener::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(wake_fd_, &one, sizeof one);
}

}  // namespace runledger::store
