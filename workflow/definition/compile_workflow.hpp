#pragma once

#include "workflow/definition/compilation.hpp"

namespace runledger::definition {

// Compiles the whole definition into c.program. Problems go to c.diagnostics; the program is of use only when
// there is no error among them.
void compile_workflow(Compilation& c, const Json& definition);

// The parts of it, each in its own file.
// `document`: identity and webhook options.
void compile_document(Compilation& c, const Place& document);
// `use`: fills c.use; check_reusables() then compiles what no task uses, so that its errors show too.
void collect_reusables(Compilation& c, const Place& use);
void check_reusables(Compilation& c);
// `document.metadata.webhook`.
WebhookOptions compile_webhook_options(Compilation& c, const Place& place);
// `schedule`, with the options of `document.metadata.schedule`.
std::optional<schedule::Schedule> compile_schedule(Compilation& c, const Place& place,
                                                   const std::optional<Place>& options);
// Warns of tasks that no path leads to.
void warn_of_unreachable_tasks(Compilation& c);

}  // namespace runledger::definition
