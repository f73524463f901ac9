#pragma once

#include "actors/mail.hpp"
#include "actors/services.hpp"

// Starting a run without an actor: most runs begin, and many end, in their first append, for which an actor
// with its messages would cost more than the decision.
namespace runledger::actors {

// The program to start with, when its decisions are brief and it is at hand; else null.
definition::ProgramPtr brief_program(const Services& services, const StartRequest& request);

// Decides in the calling thread and hands the first append to the journal. Once that is durable the caller is
// answered, and an actor is made for the run if it goes on. Thread-safe; `services` outlives the journal's
// answer.
void start_directly(Services& services, const definition::Program& program, StartMail start);

}  // namespace runledger::actors
