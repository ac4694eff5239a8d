/* SPDX-License-Identifier: MIT */
/* The form of a session's log: for each part of it a table of its fields, from
 * which it is written and read, as JSON for people and as bytes to keep. What
 * a table does not name is not in the log.
 *
 * As bytes a part is a number whose bits say which of its fields are there,
 * and those fields. A new field goes to the end of its table, so that older
 * bytes stay readable. */
#ifndef TIER1_RUN_FORM_H
#define TIER1_RUN_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "data/pack.h"
#include "data/value.h"
#include "model/flow.h"
#include "run/session.h"

enum form_kind {
    FORM_NUMBER, /* unsigned, of 1, 4 or 8 bytes */
    FORM_TIME,   /* int64_t; as bytes the distance from the one before */
    FORM_FLAG,   /* bool */
    FORM_WORD,   /* a number of 1 or 4 bytes that has a name */
    FORM_TEXT,   /* const char *, or NULL */
    FORM_VALUE,  /* const tier1_value *, or NULL */
    FORM_VALUES, /* an array of those; `with`: its count */
    FORM_SEED,   /* SEED_BYTES */
    FORM_MEANS,  /* const uint8_t *, of MEANS_BYTES; or NULL */
    FORM_STEP,   /* const struct step *; `with`: its const tier1_flow * */
    FORM_TOLD,   /* struct bytes: what hooks gave */
    FORM_SAID,   /* a chain of host_result; `with`: its count, or at its end */
    FORM_PART,   /* another part, in place */
    FORM_LIST    /* an array of parts; `with`: its count */
};

struct form_field {
    const char *key; /* in JSON */
    uint8_t kind;    /* enum form_kind */
    uint8_t size;    /* of a number or word */
    bool plain;      /* a word that is written in JSON where it is 0, too */
    bool shown;      /* JSON only, for people */
    bool apart;      /* as bytes it is written by itself: run/log_bytes.h */
    /* Is it in the bytes of this part? NULL: wherever it is not 0. */
    bool (*packed)(const void *part);
    uint16_t at;   /* where it lies in the part */
    uint16_t with; /* where what goes with it lies; FORM_NONE: nothing */
    const char *const *words;
    const struct form *form; /* of other parts */
};

#define FORM_NONE UINT16_MAX
/* Times that are further off are refused: with these, differences and
 * deadlines cannot overflow. */
#define FORM_TIME_MOST (INT64_MAX / 4)

struct form {
    size_t size; /* of a part */
    size_t count;
    const struct form_field *fields;
    /* Has it anything to pack? NULL: the fields say. */
    bool (*is_packed)(const void *part);
};

extern const struct form tier1__form_log;  /* struct session_log */
extern const struct form tier1__form_said; /* struct host_result */

/* What a log's reading and writing share. */
struct form_context {
    struct arena *arena; /* of what is read, and of values that are built */
    const tier1_library *library;
    const tier1_flow *flow;         /* that was started */
    const tier1_flow *const *flows; /* that the log may name, by number: once
                                       tier1__form_reach() has found them */
    size_t flow_count;
    bool lenient;      /* steps that the flows have not are read as none */
    int64_t time;      /* the one before, as bytes */
    struct walk *walk; /* reading: whose the log will be */
    int failed;    /* TIER1_OK, TIER1_EINVALID, TIER1_ENOMEM, TIER1_ELIMIT */
    char why[160]; /* of TIER1_EINVALID */
};

/* Notes the first failure. */
void tier1__form_fail(struct form_context *c, int failed, const char *format,
                      ...);
/* False without memory. */
bool tier1__form_reach(struct form_context *c);
static inline bool tier1__form_is_time(int64_t at)
{
    return at <= FORM_TIME_MOST && at >= -FORM_TIME_MOST;
}
/* Memory for what is read; NULL is noted. */
void *tier1__form_alloc(struct form_context *c, size_t count, size_t size);

/* form_json.c */
const tier1_value *tier1__form_to_value(struct form_context *c,
                                        const struct form *form,
                                        const void *part);
void tier1__form_from_value(struct form_context *c, const struct form *form,
                            const tier1_value *map, void *part);

/* form_pack.c */
bool tier1__form_is_packed(const struct form *form, const void *part);
void tier1__form_pack(struct form_context *c, struct buf *out,
                      const struct form *form, const void *part);
void tier1__form_unpack(struct form_context *c, struct unpack *u,
                        const struct form *form, void *part);

#endif
