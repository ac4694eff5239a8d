/* SPDX-License-Identifier: MIT */
/* Where the variables of a flow are set and read. Private to lint_vars.c and
 * lint_unset.c. */
#ifndef TIER1_COMPILE_LINT_VARS_H
#define TIER1_COMPILE_LINT_VARS_H

#include "compile/lint.h"
#include "compile/lint_lua.h"
#include "compile/lint_visit.h"

/* A step sets or reads a subject: a variable by its slot, or the answer of a
 * step by its number and that of the variables. */
struct lint_event {
    uint32_t subject, step;
    uint32_t next; /* of the same subject; NO_SLOT: the last */
    uint8_t moment;
    bool settled;     /* there is nothing to report */
    struct span span; /* of a read */
};

struct lint_events {
    struct lint_event *items;
    size_t count, cap;
    uint32_t *first; /* by subject; NO_SLOT: none */
};

struct lint_vars {
    struct lint_visitor visitor; /* first: it is handed on */
    struct lint *l;
    uint32_t step; /* that is visited */
    uint32_t subjects, variables;
    struct lint_events sets, reads;
    bool *known; /* by variable: has a value from the start, or may have */
    bool *used;  /* by variable: is read, asked for or shown */
};

/* Warns of reads that no way to them sets anything for. */
void tier1__lint_unset(struct lint_vars *v);

#endif
