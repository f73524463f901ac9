#pragma once

#include "workflow/run/decide/turn.hpp"

// One step of the innermost frame, by the kind of its task; one file a kind.
namespace runledger::run {

void carry_out(Turn& turn, const definition::DoTask& task);
void carry_out(Turn& turn, const definition::SetTask& task);
void carry_out(Turn& turn, const definition::SwitchTask& task);
void carry_out(Turn& turn, const definition::WaitTask& task);
void carry_out(Turn& turn, const definition::RaiseTask& task);
void carry_out(Turn& turn, const definition::TryTask& task);
void carry_out(Turn& turn, const definition::CallTask& task);
void carry_out(Turn& turn, const definition::FunctionTask& task);

}  // namespace runledger::run
