/* SPDX-License-Identifier: MIT */
/* A record told again: a session is led the way of a record by what a script
 * can say, and each thing that is said is noted. */
#ifndef TIER1_AUTHOR_RETELL_H
#define TIER1_AUTHOR_RETELL_H

#include "author/line.h"
#include "author/script.h"
#include "author/world.h"

/* What a script says. */
struct told {
    enum item_kind kind;
    const tier1_value *value; /* of an answer, a result, advice; or NULL */
    tier1_value *own;         /* that value, where it is made up */
    const char *text;         /* why, or to whom; or NULL */
    const char *name;         /* of the function; or NULL */
    char *step;               /* where; of a revision, what */
    char *waits;              /* the function that does not answer yet */
    size_t count;             /* of a `back` */
    bool constant;            /* the value is read as one: a file */
    bool yes_no;
    bool item; /* a result that cannot stand under `host` */
    bool sensitive;
};

/* How a record is told. */
struct manner {
    bool standing; /* without what was taken back */
    bool refusals; /* with those too that led nowhere */
    bool now;      /* at the time of the record */
};

/* A record being told again. All that is said lies in `doc`. */
struct retelling {
    struct manner manner;
    const tier1_case_options *options;
    struct world world;
    tier1_engine *engine;
    tier1_library *library;
    const tier1_flow *flow;
    tier1_session *session;
    tier1_engine *reader; /* with room for a record */
    const tier1_value *doc, *records;
    size_t at;         /* the record that is told */
    bool revises;      /* it is a revision, which has records of its own */
    bool stays;        /* it was noted that it stays where it stands */
    bool back_to_tell; /* a `back` came to a `tell`, where none can end */
    size_t pending;    /* what was noted and comes late, from 1; or 0 */
    const tier1_value **used; /* what was said already */
    size_t used_count;
    struct told *told;
    size_t count;
    size_t limits;    /* that struck on the way that is told */
    struct line lost; /* why it cannot be told */
    bool nomem;
};

/* Tells the record in `r->doc`; `r` is zeroed but for what the caller says:
 * manner, options, library, reader, doc. TIER1_OK, TIER1_ENOMEM, or TIER1_EREPLAY:
 * `lost` says why. */
int tier1__retell(struct retelling *r);
void tier1__retell_free(struct retelling *r);

/* Notes what is said; NULL without memory. */
struct told *tier1__retell_note(struct retelling *r, enum item_kind kind);
/* Notes that the session stays where it stands. */
void tier1__retell_stay(struct retelling *r);
/* It cannot be told; the texts say why, NULL at the end. */
void tier1__retell_lost(struct retelling *r, ...);
/* A value for the session; `typed`: its scalars are texts, as an item's. */
int tier1__retell_value(tier1_value **out, tier1_engine *engine,
                        const tier1_value *value, bool typed);
/* Is any answer to what is asked sensitive? */
bool tier1__retell_sensitive(const tier1_view *view);
/* What a call came to: keeps a lack of memory; false where the way is lost. */
bool tier1__retell_went(struct retelling *r, int rc, const char *what);

/* ---- what the host and colleagues said: retell_said.c ---- */

/* The host function of the session; `ud` is the retelling. */
int tier1__retell_host(void *ud, const tier1_call *call, tier1_value **result);
/* What was waited for comes as it came, as far as it did. */
void tier1__retell_wait(struct retelling *r);

/* Are two values the same? A whole number and an integer are. */
bool tier1__retell_same(const tier1_value *a, const tier1_value *b);

/* ---- answers that were refused: retell_refused.c ---- */

/* Gives one that the step refuses, where it can be found. */
void tier1__retell_refused(struct retelling *r, const tier1_value *record);

/* ---- as YAML: retell_write.c ---- */

/* Writes the case: an item of `cases`, two columns in, which expects how
 * `session` stands. `shared` is what the file gives to all cases, or NULL. */
void tier1__retell_write(struct line *out, const struct retelling *r,
                         const tier1_session *session, const char *name,
                         const tier1_node *shared);
/* Writes that a case is to end, or stand, as the session does. */
void tier1__retell_expect(struct line *out, const tier1_session *session);
/* "2026-01-05T09:00:00.000Z" */
void tier1__retell_time(char out[25], int64_t milliseconds);

#endif
