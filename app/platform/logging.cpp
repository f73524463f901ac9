#include "app/platform/logging.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <vector>

namespace runledger::app {

Result<Done> set_up_logging(std::string_view level, const std::filesystem::path& file) {
  const auto parsed = spdlog::level::from_str(std::string(level));
  if (parsed == spdlog::level::off && level != "off") {
    return Error{Errc::invalid_input, "the log level must be one of debug, info, warning, error, off"};
  }
  try {
    auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    std::vector<spdlog::sink_ptr> sinks = {terminal};
    if (!file.empty()) {
      terminal->set_level(spdlog::level::warn);
      sinks.push_back(std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string()));
    }
    auto logger = std::make_shared<spdlog::logger>("runledger", sinks.begin(), sinks.end());
    logger->set_level(parsed);
    logger->flush_on(spdlog::level::warn);
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    spdlog::set_default_logger(std::move(logger));
    spdlog::flush_every(std::chrono::seconds(1));
  } catch (const spdlog::spdlog_ex& failure) {
    return Error{Errc::unavailable, std::string("cannot write the log: ") + failure.what()};
  }
  return Done{};
}

}  // namespace runledger::app
