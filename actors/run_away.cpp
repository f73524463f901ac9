#include <string>
#include <utility>
#include <variant>

#include "actors/run_session.hpp"

// RunSession: the database is away. The run is patient; whoever waits for an answer is not made to be.
namespace runledger::actors {

bool RunSession::answer_callers(const Error& error) {
  const bool in_doubt = unknown_ || inherited_append_ || inherited_start_;
  const Error doubtful{Errc::outcome_unknown, "the database went away while this was being recorded; run " +
                                                  run_.text() + " may or may not have gone that step"};
  const bool under_way = stage_ == Stage::appending || stage_ == Stage::resolving;
  const Mail* front = memory_->inbox.front();
  if (front != nullptr && in_doubt) {
    // Answered, but still seen through to a clear end.
    if (const auto* start = std::get_if<StartMail>(front)) start->reply(doubtful);
    if (const auto* ask = std::get_if<AskMail>(front)) ask->reply(doubtful);
  }
  const bool front_stays = under_way && from_inbox_;
  const auto asked = memory_->inbox.take_asked(front_stays);
  for (const AskMail& ask : asked) ask.reply(error);
  return !asked.empty();
}

void RunSession::load_later(const Error& error) {
  const bool refused = answer_callers(error);
  const bool nothing_else = memory_->inbox.front() == nullptr && !memory_->taken_over &&
                            !memory_->append_under_way && !quarantining();
  // A run that only a caller brought into memory leaves it again: they could be many.
  if (refused && nothing_else) return abandon(error);
  shell_.prompt_after(append_back_off_.next(), Prompt::load_again);
}

void RunSession::append_unavailable(Error error) {
  // While an earlier try may have been committed, a start or what a caller asked for must be seen through.
  if (starting() && !unknown_ && !inherited_start_) return refuse_start(std::move(error));
  answer_callers(error);
  if (unknown_ || !from_inbox_ || !std::holds_alternative<AskMail>(*memory_->inbox.front())) {
    return append_later();
  }
  memory_->append_under_way = false;
  stage_ = Stage::ready;
  settle_front(std::move(error));
  process();
}

}  // namespace runledger::actors
