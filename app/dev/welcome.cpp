#include "app/dev/welcome.hpp"

#include "app/dev/examples.hpp"
#include "app/platform/private_file.hpp"

namespace runledger::app {
namespace {

std::filesystem::path payload_file(const DataFolder& folder, const Example& example) {
  return folder.payloads() / (std::string(example.folder) + ".json");
}

// Quoted for a POSIX shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

Result<Done> write_payloads(const DataFolder& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder.payloads(), ignored);
  for (const auto& example : examples()) {
    if (auto written = write_private_file(payload_file(folder, example), example.payload); !written)
      return written;
  }
  return Done{};
}

std::string welcome_text(const DevFile& dev, const DataFolder& folder) {
  std::string out = "\nRunledger is up at " + dev.url + "\n\n";
  out += "  Admin API     " + dev.url + "/admin/v1/runs   (OpenAPI: " + dev.url + "/admin/openapi.json)\n";
  out += "  Admin token   " + dev.admin_token + "\n";
  out += "  E-mails       " + folder.outbox().string() + "\n";
  out += "  HTTP calls    " + folder.received().string() + "\n";
  out += "  All of this   " + folder.dev_file().string() + "\n";
  for (std::size_t i = 0; i < dev.workflows.size() && i < examples().size(); ++i) {
    const auto& workflow = dev.workflows[i];
    out += "\n" + workflow.name + ":\n";
    out += "  curl -sS " + quoted(workflow.webhook_url) + " -H " +
           quoted("Authorization: Bearer " + workflow.api_key) +
           " -H 'Content-Type: application/json' --data-binary @" +
           quoted(payload_file(folder, examples()[i]).string()) + "\n";
  }
  return out + "\nCtrl-C stops it. What it knows stays in " + folder.root.string() + ".\n";
}

}  // namespace runledger::app
