#include "app/platform/private_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "workflow/base/hex.hpp"

namespace runledger::app {
namespace {

constexpr std::size_t kMaster_bytes = 32;

Error failed(const std::filesystem::path& file, const char* what) {
  return {Errc::unavailable,
          std::string("cannot ") + what + ' ' + file.string() + ": " + std::strerror(errno)};
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const auto written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<std::string> bytes_of_hex(const std::string& hex, const std::filesystem::path& file) {
  const Error wrong{Errc::invalid_input,
                    file.string() + " must hold 64 hexadecimal characters: the master key"};
  std::string bytes;
  std::string text = hex;
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.size() != 2 * kMaster_bytes) return wrong;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto pair = text.substr(i, 2);
    if (pair.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return wrong;
    bytes.push_back(static_cast<char>(std::stoi(pair, nullptr, 16)));
  }
  return bytes;
}

}  // namespace

Result<Done> write_private_file(const std::filesystem::path& file, std::string_view content) {
  const std::filesystem::path next = file.string() + ".new";
  const int descriptor = open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return failed(next, "write");
  const bool written = write_all(descriptor, content) && fsync(descriptor) == 0;
  if (close(descriptor) != 0 || !written) return failed(next, "write");
  if (rename(next.c_str(), file.c_str()) != 0) return failed(file, "replace");
  return Done{};
}

Result<std::string> read_file(const std::filesystem::path& file) {
  constexpr std::size_t kLargest_bytes = 1024 * 1024;
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return Error{Errc::not_found, "there is no " + file.string()};
  if (descriptor < 0) return failed(file, "read");
  std::string content;
  std::array<char, 16 * 1024> piece{};
  ssize_t taken = 0;
  do {
    taken = read(descriptor, piece.data(), piece.size());
    if (taken > 0) content.append(piece.data(), static_cast<std::size_t>(taken));
  } while (content.size() <= kLargest_bytes && (taken > 0 || (taken < 0 && errno == EINTR)));
  const Error unreadable = failed(file, "read");
  close(descriptor);
  if (taken < 0) return unreadable;
  if (content.size() > kLargest_bytes) return Error{Errc::limit_exceeded, file.string() + " is over 1 MiB"};
  return content;
}

Result<std::string> load_master_key(const std::filesystem::path& file, bool create, Random& random) {
  auto content = read_file(file);
  if (!content && content.error().code == Errc::not_found && create) {
    const std::string fresh = random_hex(random, kMaster_bytes);
    if (auto written = write_private_file(file, fresh + "\n"); !written) return std::move(written).error();
    return bytes_of_hex(fresh, file);
  }
  if (!content) return std::move(content).error();
  return bytes_of_hex(*content, file);
}

std::string random_hex(Random& random, std::size_t bytes) {
  std::vector<std::uint8_t> held(bytes);
  random.fill(held);
  return to_hex(held);
}

}  // namespace runledger::app
