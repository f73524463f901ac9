#include "tests/support/engine_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/eventually.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/scratch_root.hpp"

namespace runledger::test {
namespace {

namespace fs = std::filesystem;

std::string next_scratch_name() {
  static std::atomic<int> next{1};
  return scratch_root() + "/runledger-test-" + std::to_string(getpid()) + '-' + std::to_string(next++);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

EngineProcess::EngineProcess(std::vector<std::string> arguments, std::vector<std::string> environment)
    : output_file_(next_scratch_name() + ".out") {
  arguments.insert(arguments.begin(), program_under_test());
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  auto argv = pointers(arguments);
  auto envp = pointers(environment);
  const int output = open(output_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(output, 1);
    dup2(output, 2);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(output);
  if (pid_ < 0) {
    std::perror("fork");
    std::abort();
  }
}

EngineProcess::~EngineProcess() {
  kill_hard();
  std::error_code ignored;
  fs::remove(output_file_, ignored);
}

std::string EngineProcess::output() const {
  return content_of(output_file_);
}

bool EngineProcess::wait_for_output(const std::string& text) const {
  bool found = false;
  eventually(
      [&] {
        siginfo_t info{};
        const bool ended = waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
                           info.si_pid == pid_;
        found = output().find(text) != std::string::npos;
        return found || ended;
      },
      std::chrono::seconds(60));
  return found;
}

void EngineProcess::send_signal(int signal) const {
  kill(pid_, signal);
}

int EngineProcess::wait_for_end() {
  eventually(
      [&] {
        int status = 0;
        if (pid_ > 0 && waitpid(pid_, &status, WNOHANG) == pid_) {
          exit_code_ = code_of(status);
          pid_ = -1;
        }
        return pid_ < 0;
      },
      std::chrono::seconds(60));
  return exit_code_;
}

void EngineProcess::kill_hard() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  exit_code_ = code_of(status);
  pid_ = -1;
}

ScratchFolder::ScratchFolder() : path_(next_scratch_name()) {
  fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

std::vector<std::string> files_in(const std::string& folder, const std::string& ending) {
  std::vector<std::string> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().string().ends_with(ending)) out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace runledger::test
