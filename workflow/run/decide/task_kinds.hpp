#pragma once

#include "workflow/run/decide/turn.hpp"

// One step of a task, by its kind; one file a kind. A task that is done at once has no frame.
namespace runledger::run {

void carry_out(Turn& turn, const Task& task, const definition::DoTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::ForTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::ForkTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::SetTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::SwitchTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::WaitTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::RaiseTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::TryTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::CallTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::FunctionTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::RunTask& kind);
void carry_out(Turn& turn, const Task& task, const definition::EmitTask& kind);

}  // namespace runledger::run
