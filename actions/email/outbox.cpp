#include "actions/email/outbox.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "actions/call/arguments.hpp"

namespace runledger::actions {
namespace {

namespace fs = std::filesystem;

bool lies_below(const fs::path& inner, const fs::path& outer) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

Error disk_error(const fs::path& path, const std::string& why) {
  return Error{Errc::unavailable, "the outbox cannot write " + path.string() + ": " + why};
}

std::string file_name(const EmailMessage& message) {
  std::string name = format_time(message.date) + "-" + message.message_id;
  std::replace(name.begin(), name.end(), ':', '.');
  return name.substr(0, 200) + ".eml";
}

}  // namespace

Result<Done> write_to_outbox(const JsonObject& settings, const std::string& root,
                             const EmailMessage& message) {
  if (root.empty()) {
    return Error{Errc::invalid_input,
                 "connections of kind \"outbox\" work in development mode only: use one of kind \"smtp\""};
  }
  const Result<std::string> directory = required_text(settings, "directory");
  if (!directory) return directory.error();
  std::error_code failure;
  const fs::path base = fs::weakly_canonical(root, failure);
  const fs::path folder = fs::weakly_canonical(*directory, failure);
  if (failure || !lies_below(folder, base)) {
    return Error{Errc::invalid_input, "`directory` of the outbox must lie below " + root};
  }
  // E-mails are for their readers alone.
  if (fs::create_directories(folder, failure)) fs::permissions(folder, fs::perms::owner_all, failure);
  if (failure) return disk_error(folder, failure.message());
  const fs::path path = folder / file_name(message);
  const fs::path unfinished = path.string() + ".part";
  {
    std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
    file << compose(message) << std::flush;
    if (!file) return disk_error(unfinished, "the write failed");
  }
  fs::rename(unfinished, path, failure);
  if (failure) return disk_error(path, failure.message());
  return Done{};
}

}  // namespace runledger::actions
