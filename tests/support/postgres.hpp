#pragma once

#include <string>

namespace runledger::test {

// A fresh database for one test, in a private PostgreSQL server that all tests of this program share and that
// goes away with it. Start the first one on the main thread.
class TestDatabase {
 public:
  TestDatabase();
  // A libpq connection string.
  const std::string& url() const { return url_; }
  // The server's process id: for tests that take the database down.
  static int server_pid();

 private:
  std::string url_;
};

}  // namespace runledger::test
