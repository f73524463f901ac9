#include "app/dev/dev_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "app/platform/private_file.hpp"
#include "workflow/base/json.hpp"

namespace runledger::app {
namespace {

std::string text_at(const Json& json, std::string_view member) {
  const Json* found = json.is_object() ? json.get_object().if_contains(member) : nullptr;
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

}  // namespace

Result<DevFile> load_dev_file(const std::filesystem::path& file) {
  auto text = read_file(file);
  if (!text && text.error().code == Errc::not_found) return DevFile{};
  if (!text) return std::move(text).error();
  auto json = parse_json(*text);
  if (!json) {
    return Error{Errc::invalid_input, file.string() + " is damaged (" + json.error().message +
                                          "); remove it and new keys are made"};
  }
  DevFile out;
  out.url = text_at(*json, "url");
  out.admin_token = text_at(*json, "adminToken");
  const Json* workflows = resolve_pointer(*json, "/workflows");
  if (workflows != nullptr && workflows->is_array()) {
    for (const auto& item : workflows->get_array()) {
      out.workflows.push_back({text_at(item, "name"), text_at(item, "workflowId"),
                               text_at(item, "webhookUrl"), text_at(item, "apiKey")});
    }
  }
  return out;
}

Result<Done> save_dev_file(const std::filesystem::path& file, const DevFile& content) {
  JsonArray workflows;
  for (const auto& workflow : content.workflows) {
    workflows.push_back(JsonObject{{"name", workflow.name},
                                   {"workflowId", workflow.workflow_id},
                                   {"webhookUrl", workflow.webhook_url},
                                   {"apiKey", workflow.api_key}});
  }
  const JsonObject json{
      {"url", content.url}, {"adminToken", content.admin_token}, {"workflows", std::move(workflows)}};
  return write_private_file(file, write_json(json) + "\n");
}

}  // namespace runledger::app
