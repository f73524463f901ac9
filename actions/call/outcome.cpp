#include "actions/call/outcome.hpp"

#include <utility>

#include "actions/call/encodings.hpp"

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxDetailBytes = 2'000;

}  // namespace

run::ActionOutcome failed(const char* type, int status, std::string title, std::string detail,
                          SharedJson response) {
  run::RunError error;
  error.type = type;
  error.status = status;
  error.title = std::move(title);
  error.detail = to_valid_utf8(shorten(detail, kMaxDetailBytes));
  error.response = std::move(response);
  return run::Failed{std::move(error)};
}

run::ActionOutcome failed(const Error& error) {
  switch (error.code) {
    case Errc::invalid_input:
      return failed(run::error_type::kConfiguration, 400, "The call's arguments cannot be used",
                    error.message);
    case Errc::not_found:
      return failed(run::error_type::kConfiguration, 404, "The call needs something that does not exist",
                    error.message);
    case Errc::limit_exceeded:
      return failed(run::error_type::kValidation, 413, "The call exceeds a limit", error.message);
    case Errc::unavailable:
    case Errc::overloaded:
      return failed(run::error_type::kCommunication, 503, "The engine could not prepare the call",
                    error.message);
    default:
      return failed(run::error_type::kRuntime, 500, "The engine could not prepare the call", error.message);
  }
}

run::ActionOutcome succeeded(Json result) {
  return run::Succeeded{share(std::move(result))};
}

}  // namespace runledger::actions
