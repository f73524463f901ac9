#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/base/json.hpp"
#include "workflow/base/result.hpp"

namespace runledger::bench {

// A workflow's front door.
struct Webhook {
  std::string path;
  std::string api_key;

  // A delivery as its sender would post it; `headers` are further lines.
  std::string delivery(std::string_view body, std::vector<std::string> headers = {}) const;
};

// The real program, `runledger serve`, as a child process with its default settings.
class EngineUnderTest {
 public:
  // `program` is the binary; `folder` takes its log and master key. Ready when this returns. Errors:
  // unavailable with the last lines of its log.
  static Result<std::unique_ptr<EngineUnderTest>> start(const std::filesystem::path& program,
                                                        const std::string& database_url,
                                                        const std::filesystem::path& folder);
  // Stops it in an orderly way and waits for it.
  ~EngineUnderTest();
  EngineUnderTest(const EngineUnderTest&) = delete;
  EngineUnderTest& operator=(const EngineUnderTest&) = delete;

  int pid() const { return pid_; }
  std::uint16_t port() const { return port_; }
  // Uploads a definition and makes a key for it. Errors: unavailable with the engine's answer.
  Result<Webhook> upload(const std::string& definition) const;
  // The value of "runledger_engine_<name>" in /metrics. Errors: unavailable.
  Result<double> engine_metric(const std::string& name) const;
  // Waits until the metric is at least (at most) `value`; errors: unavailable when it is not in 120 s.
  Result<Done> wait_until_metric(const std::string& name, double least, double most) const;
  // Resident memory of the process.
  double resident_bytes() const;

 private:
  EngineUnderTest() = default;
  Result<Done> wait_until_ready(const std::filesystem::path& log);
  Result<Json> post_admin(const std::string& path, const std::string& body) const;

  int pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace runledger::bench
