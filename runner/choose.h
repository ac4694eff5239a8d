/* SPDX-License-Identifier: MIT */
/* Which flow of those that were loaded is meant. */
#ifndef RUNNER_CHOOSE_H
#define RUNNER_CHOOSE_H

#include <tier1/tier1.h>

#include "term.h"

/* The flows by number, id and title. */
void choose_list(struct term *t, const tier1_library *library);
/* Does `path`, without an id, leave it open? */
bool choose_open(const tier1_library *library, const char *path);
/* The flow of an id (the first, or the only one, for NULL); where there is
 * none, or it is open which, that is said. Gives an exit status. */
int choose_flow(const tier1_flow **out, const char *command,
                const tier1_library *library, const char *path, const char *id);
/* Loads FLOW, which may be FOLDER#id, and chooses; errors of the flows are
 * printed. The library is yours in any case. */
int choose_load(tier1_library **library, const tier1_flow **out,
                const char *command, tier1_engine *engine, const char *name);

#endif
