#pragma once

// Where the rooms meet: every interface that one room implements and another uses. Include the narrow header.
#include "workflow/ports/action_runner.hpp"  // actions/ implements, actors/ uses
#include "workflow/ports/catalog.hpp"        // store/ implements, http/, admin/ and actors/ use
#include "workflow/ports/clock.hpp"          // app/ implements, all use
#include "workflow/ports/engine.hpp"         // actors/ implements, http/ and admin/ use
#include "workflow/ports/event_log.hpp"      // store/ implements, actors/ uses
#include "workflow/ports/queries.hpp"        // store/ implements, http/ and admin/ use
#include "workflow/ports/run_index.hpp"      // store/ implements, actors/ uses
#include "workflow/ports/vault.hpp"          // store/ implements, actions/ and admin/ use
