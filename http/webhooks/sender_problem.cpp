#include "http/webhooks/sender_problem.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

namespace runledger::http::webhooks {
namespace {

// When the commit was in doubt: a database restart is over by then.
constexpr std::chrono::seconds kDoubtRetry{5};

}  // namespace

Problem sender_problem(const Error& error, const std::string& status_url) {
  switch (error.code) {
    case Errc::overloaded:
      return problem_of(error);
    case Errc::unavailable:
      return problem_of({Errc::unavailable,
                         "Runledger cannot reach its database, or is stopping. Nothing was recorded: send it "
                         "again later."});
    case Errc::outcome_unknown: {
      Problem problem = problem_of(
          {Errc::outcome_unknown,
           "The database went away while this was being recorded: the run may have started, or may start "
           "yet. " +
               status_url + " shows it when it has. Sending again may start a second run."});
      problem.retry_after = kDoubtRetry;
      return problem;
    }
    default:
      spdlog::error("webhook_failed code={} what={}", name_of(error.code), error.message);
      return problem_of({Errc::internal, "Runledger failed at this; its log tells why."});
  }
}

}  // namespace runledger::http::webhooks
