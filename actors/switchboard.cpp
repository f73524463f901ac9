#include "actors/switchboard.hpp"

#include <utility>

#include "actors/switchboard_handles.hpp"

namespace runledger::actors {

Switchboard::Switchboard() : handles_(std::make_unique<Handles>()) {}
Switchboard::~Switchboard() = default;

bool Switchboard::deliver(RunMail mail) const {
  const std::shared_lock lock(handles_->mutex);
  if (!handles_->open) return false;
  const auto found = handles_->supervisors.find(mail.workflow);
  const caf::actor& to = found == handles_->supervisors.end() ? handles_->root : found->second;
  // What has begun goes before what is new.
  if (std::holds_alternative<OutcomeMail>(mail.mail)) {
    caf::anon_send<caf::message_priority::high>(to, std::move(mail));
  } else {
    caf::anon_send(to, std::move(mail));
  }
  return true;
}

void Switchboard::look_again(RunId run) const {
  const std::shared_lock lock(handles_->mutex);
  if (handles_->open) caf::anon_send(handles_->watchers, RunGone{run});
}

void Switchboard::tend_children() const {
  const std::shared_lock lock(handles_->mutex);
  if (handles_->open) caf::anon_send(handles_->children, LookAfterChildren{});
}

void Switchboard::close() {
  const std::unique_lock lock(handles_->mutex);
  handles_->open = false;
  handles_->root = nullptr;
  handles_->watchers = nullptr;
  handles_->children = nullptr;
  handles_->supervisors.clear();
}

void Switchboard::Handles::connect(caf::actor new_root, caf::actor new_watchers, caf::actor new_children) {
  const std::unique_lock lock(mutex);
  root = std::move(new_root);
  watchers = std::move(new_watchers);
  children = std::move(new_children);
  open = true;
}

void Switchboard::Handles::add_supervisor(const WorkflowName& workflow, caf::actor supervisor) {
  const std::unique_lock lock(mutex);
  if (open) supervisors.insert_or_assign(workflow, std::move(supervisor));
}

bool Switchboard::Handles::watch(WatchRun request) const {
  const std::shared_lock lock(mutex);
  if (!open) return false;
  caf::anon_send(watchers, std::move(request));
  return true;
}

void Switchboard::Handles::ended(RunView view) const {
  const std::shared_lock lock(mutex);
  if (open) caf::anon_send(watchers, RunEnded{std::move(view)});
}

}  // namespace runledger::actors
