/* SPDX-License-Identifier: MIT */
/* The log of a session as one thing that can be written down, and of which the
 * session can be made again. */
#ifndef TIER1_RUN_LOG_H
#define TIER1_RUN_LOG_H

#include <tier1/journal.h>

#include "run/form.h"
#include "run/run.h"

extern const char *const tier1__record_words[];  /* enum record_type */
extern const char *const tier1__said_words[];    /* tier1_wait_kind */
extern const char *const tier1__failure_words[]; /* enum script_failure */

/* How a session began. Texts and values are borrowed. */
struct log_beginning {
    const char *id;       /* NULL: the one that is made of the seed */
    const char *shown_id; /* for people */
    uint8_t seed[SEED_BYTES];
    bool seed_of_id; /* it need not be here */
    bool lasting;    /* the texts and values lie where the beginning does */
    uint8_t audience;
    int64_t at;
    const char *language, *channel, *owner, *requester, *submitter,
        *traceparent;
    const tier1_value *external, *given, *history, *problem, *custom;
};

/* A visit that was taken back, with what is known of its frame. */
struct log_undone {
    struct visit visit;
    bool known; /* passed over: not entered */
    const tier1_flow *flow;
    uint32_t depth, frame;
};

/* What the way that stands has from what was undone. */
struct log_number {
    uint32_t seq;
    int64_t at;
};

struct session_log {
    struct log_beginning begin;
    struct record *records;
    size_t record_count;
    size_t alone; /* so many behind the first are known to be answers with
                     nothing but a text, and what hooks gave */
    struct log_number *numbers;
    size_t number_count;
    struct log_undone *undone;
    size_t undone_count;
    struct undo_mark *marks;
    size_t mark_count;
    struct drawing drawn;
    struct awaited awaited;
    int64_t now;
    const char *const *steps; /* of each record, by name; NULL: not known */
};

/* The log of a session, in an arena; what it points to is the session's.
 * False without memory. */
bool tier1__log_take(struct session_log *log, const tier1_session *s,
                     struct arena *a);

/* log_pack.c, log_unpack.c: the same as bytes, also of a session that rests; a
 * failure sticks to the buffer. The head goes before it, and there is room for
 * the tail. */
void tier1__log_pack(struct buf *out, const tier1_session *s, const void *head,
                     size_t head_length, size_t tail_length);
/* A session is made of them. They are read as if an enemy wrote them, and may
 * take twice the cap of a session, unless `capped` is false. */
int tier1__log_read(tier1_session *s, const char *bytes, size_t length,
                    bool capped);

/* relive.c: results of hosts are whole, or made so. */
bool tier1__relive_check_said(struct host_result *first);
/* A session begins as it began. */
int tier1__begin_again(tier1_session *s, const struct log_beginning *b);
/* migrate.c: the same on another version of its flow. */
int tier1__migrate_begin(tier1_session *s, const struct log_beginning *b);

/* relive.c: a session is made of a log that was read into its walk. Hooks are
 * run or not; the problem is the engine's. The walk is given room for both
 * before the log is read: a session that was within its cap has to fit. */
void tier1__relive_room(struct walk *w);
int tier1__relive(tier1_session *s, struct session_log *log,
                  enum making making);

#endif
