#include "app/cluster/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

namespace runledger::app {
namespace {

// Only async-signal-safe calls: other threads may hold locks that this child will never see released.
[[noreturn]] void exec_child(char* const* arguments, const ServerUser& user, int output, int death_signal,
                             pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // A process group of its own: a Ctrl-C at the terminal is ours to pass on, in our order.
  setpgid(0, 0);
  const int input = open("/dev/null", O_RDONLY);
  if (input < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) _exit(126);
  close_range(3, ~0U, 0);
  if (!become(user)) _exit(126);
  if (death_signal != 0) {
    prctl(PR_SET_PDEATHSIG, death_signal);
    if (getppid() != parent) _exit(126);  // it died before the line above
  }
  execv(arguments[0], arguments);
  _exit(127);
}

}  // namespace

Result<int> spawn(const std::vector<std::string>& command, const ServerUser& user,
                  const std::filesystem::path& log, int death_signal) {
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (output < 0)
    return Error{Errc::unavailable, "cannot write " + log.string() + ": " + std::strerror(errno)};
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) exec_child(arguments.data(), user, output, death_signal, parent);
  const int fork_error = errno;
  close(output);
  if (child < 0)
    return Error{Errc::unavailable, std::string("cannot start a process: ") + std::strerror(fork_error)};
  return static_cast<int>(child);
}

Result<Done> run_to_end(const std::vector<std::string>& command, const ServerUser& user,
                        const std::filesystem::path& log) {
  auto pid = spawn(command, user, log, SIGTERM);
  if (!pid) return std::move(pid).error();
  int status = 0;
  while (waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return Done{};
  return Error{Errc::unavailable, command.front() + " failed: " + tail_of(log, 600)};
}

std::string tail_of(const std::filesystem::path& file, std::size_t bytes) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return "(" + file.string() + " cannot be read)";
  const auto size = static_cast<std::size_t>(in.tellg());
  const auto start = size > bytes ? size - bytes : 0;
  in.seekg(static_cast<std::streamoff>(start));
  std::string text(size - start, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  return text;
}

}  // namespace runledger::app
