#pragma once

#include <functional>
#include <string>
#include <thread>

namespace runledger::test {

// A script of tests/support as a child process. It has to end when its standard input does, so that it cannot
// outlive the test; it is also told to (SIGTERM) when the object goes.
class PythonServer {
 public:
  using OnLine = std::function<void(const std::string&)>;

  // `on_line` gets each line that the script prints, on a thread of this object. Throws when it cannot be
  // started.
  PythonServer(const std::string& script, std::string argument, OnLine on_line);
  ~PythonServer();
  PythonServer(const PythonServer&) = delete;
  PythonServer& operator=(const PythonServer&) = delete;

 private:
  void spawn(const std::string& script, std::string argument);
  void read_lines() const;

  OnLine on_line_;
  int pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::thread reader_;
};

}  // namespace runledger::test
