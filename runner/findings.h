/* SPDX-License-Identifier: MIT */
/* Diagnostics of several loads: each of them once, in the order found. */
#ifndef RUNNER_FINDINGS_H
#define RUNNER_FINDINGS_H

#include <tier1/tier1.h>

#include "term.h"

struct findings {
    tier1_diagnostics **lists; /* owned */
    size_t list_count;
    const tier1_diagnostic **items;
    size_t count, errors, warnings;
};

/* Takes over a list, which may be NULL. */
void findings_add(struct findings *f, tier1_diagnostics *list);
/* Prints them as `file:line:col: error: …`. */
void findings_print(const struct findings *f, struct term *t, bool explain);
tier1_value *findings_json(const struct findings *f, tier1_engine *engine);
void findings_free(struct findings *f);

#endif
