#include "tests/support/python_server.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "tests/support/paths.hpp"

namespace runledger::test {
namespace {

// Debian's own interpreter, for which the packages are installed.
constexpr char kPython[] = "/usr/bin/python3";

}  // namespace

PythonServer::PythonServer(const std::string& script, std::string argument, OnLine on_line)
    : on_line_(std::move(on_line)) {
  spawn(script, std::move(argument));
  reader_ = std::thread([this] { read_lines(); });
}

PythonServer::~PythonServer() {
  ::close(input_);
  ::kill(pid_, SIGTERM);  // it may be in the middle of a conversation
  ::waitpid(pid_, nullptr, 0);
  reader_.join();
  ::close(output_);
}

void PythonServer::spawn(const std::string& script, std::string argument) {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  std::string program = kPython;
  std::string file = source_folder() / "tests/support" / script;
  std::array<char*, 4> words{program.data(), file.data(), argument.data(), nullptr};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  const int failure = ::posix_spawn(&pid_, kPython, &actions, nullptr, words.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(input[0]);
  ::close(output[1]);
  input_ = input[1];
  output_ = output[0];
  if (failure == 0) return;
  ::close(input_);
  ::close(output_);
  throw std::runtime_error("python3 cannot be started");
}

void PythonServer::read_lines() const {
  std::string buffer;
  std::array<char, 64 * 1024> bytes{};
  ssize_t count = 0;
  while ((count = ::read(output_, bytes.data(), bytes.size())) > 0) {
    buffer.append(bytes.data(), static_cast<std::size_t>(count));
    for (auto end = buffer.find('\n'); end != std::string::npos; end = buffer.find('\n')) {
      on_line_(buffer.substr(0, end));
      buffer.erase(0, end + 1);
    }
  }
}

}  // namespace runledger::test
