#include "workflow/definition/compile_duration.hpp"
#include "workflow/definition/compile_workflow.hpp"

namespace runledger::definition {
namespace {

constexpr Milliseconds kLongestRespond{300'000};

void compile_respond(Compilation& c, const Place& place, WebhookOptions& options) {
  static constexpr std::string_view kModes[] = {"accepted", "completed"};
  Members members(place, c.diagnostics, "`respond`");
  const auto mode = members.word("mode", kModes);
  if (mode && *mode == "completed") options.respond = WebhookOptions::Respond::completed;
  if (const auto timeout = members.get("timeout")) {
    const auto duration = compile_fixed_duration(c, *timeout);
    if (duration && (*duration <= Milliseconds{0} || *duration > kLongestRespond)) {
      c.diagnostics.error(timeout->pointer, "`respond.timeout` must be longer than 0 and at most 5 minutes");
    } else if (duration) {
      options.respond_timeout = *duration;
    }
  }
  members.unsupported("status");
  members.refuse_unknown();
}

}  // namespace

WebhookOptions compile_webhook_options(Compilation& c, const Place& place) {
  WebhookOptions options;
  Members members(place, c.diagnostics, "`webhook`");
  if (const auto respond = members.get("respond")) compile_respond(c, *respond, options);
  // Each of them narrows who may post, or what counts twice: silence would open a door.
  for (const auto* later : {"verify", "idempotencyKey", "rateLimit", "allowedIps", "cors"})
    members.unsupported(later);
  members.refuse_unknown();
  return options;
}

}  // namespace runledger::definition
