/* SPDX-License-Identifier: MIT */
/* What hooks gave, kept with the input that they ran for: their values, what
 * they assigned, how they failed. A walk that is made again from its log can
 * be told all that, and then runs no hook. */
#ifndef TIER1_RUN_HOOK_LOG_H
#define TIER1_RUN_HOOK_LOG_H

#include "run/run.h"

/* What most hooks give is one byte. */
enum { GAVE_NULL, GAVE_FALSE, GAVE_TRUE };

/* ---- while a hook runs ------------------------------------------------- */

void tier1__hook_log_begin(struct walk *w);
/* Slot NO_SLOT: the language. */
void tier1__hook_log_set(struct walk *w, uint32_t slot,
                         const tier1_value *value);
/* How it ended; `rc` is that of the hook, and is handed back unless there is
 * no memory. */
int tier1__hook_log_end(struct walk *w, int rc,
                        const struct script_problem *problem,
                        const tier1_value *value);

/* ---- told again -------------------------------------------------------- */

/* From now on hooks are not run: what they gave is read from there. */
void tier1__hook_log_tell(struct walk *w, const struct bytes *told);
/* Everything was told; else TIER1_EREPLAY. Hooks run again from here on. */
int tier1__hook_log_told(struct walk *w);

/* What the next hook gave. */
struct hook_gave {
    bool waits;
    struct script_problem problem; /* failure SCRIPT_OK: none */
    const tier1_value *value;
    size_t said; /* how many results of hosts it took */
};

/* Reads it; what was assigned is handed to `set`. */
int tier1__hook_log_next(struct walk *w, struct arena *a,
                         int (*set)(void *ud, uint32_t slot,
                                    const tier1_value *value),
                         void *ud, struct hook_gave *out);

/* ---- as values --------------------------------------------------------- */

/* Can they be told? They are of a record that is not lived again. */
int tier1__hook_log_check(struct walk *w, const struct bytes *told);
/* A list of maps; and the bytes again, TIER1_EINVALID where it is none. */
const tier1_value *tier1__hook_log_value(struct arena *a,
                                         const struct bytes *told);
int tier1__hook_log_read(struct walk *w, const tier1_value *list,
                         struct bytes *out);

#endif
