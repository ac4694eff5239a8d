/* SPDX-License-Identifier: MIT */
/* The bytes of a log. What most sessions have is written straight, in the
 * order that is given here; the rest as parts, by the tables of log.c. Numbers
 * are those of data/pack.h, times the distance from the one before.
 *
 *     1  flags, of which those in capitals say what follows
 *        its own id, a text                         OWN_ID
 *    16  the seed                                   not SEED_OF_ID
 *        when it began, a time                      CLOCK
 *        what else the host said of it, a part      BEGINNING
 *        the number of records, and each:
 *     1      its type and flags
 *            when it came in, a time                where there is a clock
 *            the answer, as a text                  TEXT
 *            or as a value                          an answer without TEXT
 *            what hooks gave, with its length       HOOKS
 *            the rest of it, a part                 MORE
 *        the session's clock, a time                NOW
 *        what was undone, and what is shown, a part REST */
#ifndef TIER1_RUN_LOG_BYTES_H
#define TIER1_RUN_LOG_BYTES_H

#include "run/log.h"

#define LOG_CUSTOMER 1u
#define LOG_OWN_ID 2u
#define LOG_SEED_OF_ID 4u
#define LOG_CLOCK 8u
#define LOG_BEGINNING 16u
#define LOG_NOW 32u
#define LOG_REST 64u

#define RECORD_TYPES 15u
#define RECORD_MORE 16u
#define RECORD_HOOKS 32u
#define RECORD_TEXT 64u

/* All of it; a failure sticks to the buffer. */
void tier1__log_write(struct form_context *c, struct buf *out,
                      const struct session_log *log);

/* Without a clock there are no times at all. */
bool tier1__log_has_clock(const struct session_log *log);

/* Of most records nothing is left for the table. */
static inline bool tier1__record_has_more(const struct record *r)
{
    if (r->calls || r->undone || r->open || r->leaving ||
        r->fate != FATE_NONE || (r->to && *r->to) || (r->text && *r->text))
        return true;
    return r->type != RECORD_ANSWER && (r->visit || r->step || r->value);
}

/* Of what is written straight these tables write nothing. */
extern const struct form tier1__form_beginning; /* struct log_beginning */
extern const struct form tier1__form_record;    /* struct record */

#endif
