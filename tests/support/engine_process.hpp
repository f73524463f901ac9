#pragma once

#include <memory>
#include <string>
#include <vector>

namespace runledger::test {

// The real program as a child process. Killed (SIGKILL) when the object goes.
class EngineProcess {
 public:
  // Starts build/.../bin/runledger with these arguments; `environment` entries are "NAME=value". What it
  // prints is kept.
  EngineProcess(std::vector<std::string> arguments, std::vector<std::string> environment = {});
  ~EngineProcess();
  EngineProcess(const EngineProcess&) = delete;
  EngineProcess& operator=(const EngineProcess&) = delete;

  int pid() const { return pid_; }
  // Everything printed so far on stdout and stderr.
  std::string output() const;
  // Waits until `text` was printed; false when it was not within 60 s or the process ended without.
  bool wait_for_output(const std::string& text) const;
  void send_signal(int signal) const;
  // Waits for the end, at most 60 s; the exit code, or 128 + the signal that ended it; -1 when it still runs.
  int wait_for_end();
  // SIGKILL, then waits: no handler, no flush, as in a power cut of the process.
  void kill_hard();

 private:
  int pid_ = -1;
  int exit_code_ = -1;
  std::string output_file_;
};

// A folder of its own below scratch_root(), removed at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A file's content; "" when it cannot be read.
std::string content_of(const std::string& file);
// The paths of the files of `folder` whose names end in `ending`, sorted.
std::vector<std::string> files_in(const std::string& folder, const std::string& ending);

}  // namespace runledger::test
