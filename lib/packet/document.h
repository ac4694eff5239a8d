/* SPDX-License-Identifier: MIT */
/* The document of a packet while it is made.
 *
 * It goes straight to where it is wanted (packet/sink.h), so that its parts
 * come in its order. Everything that goes in comes through one of the put
 * functions, which make the difference between words and free texts. Words are the engine's or the
 * author's and stand as they are: ids, kinds, times, the values of choices.
 * Free texts may hold what a person or a host has said, and are searched for
 * secrets. Where it is not plain that a text is a word, it is free. */
#ifndef TIER1_PACKET_DOCUMENT_H
#define TIER1_PACKET_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "data/value.h"
#include "model/flow.h"
#include "packet/secrets.h"
#include "packet/sink.h"
#include "packet/words.h"
#include "run/session.h"

/* A step that was entered (or known, and passed over), or a back. */
struct moment {
    uint32_t seq;
    const struct visit *visit; /* NULL: a back */
    int64_t at;                /* of a back */
    bool revised;              /* of a back: an answer was changed there */
    bool undone;
    uint32_t nth; /* how many visits of this step stood before it; counted
                     only where something was taken back */
    const struct moment *later; /* the next of this step that is undone */
};

struct passed; /* the steps of the session: timeline.c */

struct packet {
    const tier1_session *session;
    const struct beginning *begin;
    const struct state *now;
    const tier1_flow *flow;    /* that was started */
    const struct frame *first; /* its frame; NULL where nothing was entered */
    struct arena *arena;
    bool customer;  /* the copy is for the customer */
    bool own_words; /* the texts that were shown may be in this copy */
    bool failed;    /* an allocation failed; sticks */
    const struct escalation *excluder; /* of `flow`: privacy.c */
    uint8_t *rules;                    /* by slot of `flow` */
    const struct moment *line;         /* the session, by seq */
    size_t line_count;
    struct passed *passed; /* by hash; NULL: nothing was taken back */
    size_t passed_room;
    struct secrets secrets;
    struct words redacted;      /* names that were left out */
    const tier1_value **listed; /* by slot of `first`: what answers show */
    bool files;                 /* there are some among the answers */
    struct sink sink;
};

/* ---- putting into the document ---------------------------------------- */

/* A NULL or empty text puts nothing. */
static inline void tier1__packet_word(struct packet *p, struct sink_key key,
                                      const char *word)
{
    if (word && *word)
        tier1__sink_text(&p->sink, key, word, strlen(word));
}

void tier1__packet_free(struct packet *p, struct sink_key key,
                        const char *text);
/* A word of the engine's own: a kind, a type, a result. */
static inline void tier1__packet_own(struct packet *p, struct sink_key key,
                                     const char *word)
{
    if (word && *word)
        tier1__sink_word(&p->sink, key, word, strlen(word));
}

/* As a free text, and as one that is known to come from secrets. */
void tier1__packet_near(struct packet *p, struct sink_key key,
                        const char *text);
void tier1__packet_value(struct packet *p, struct sink_key key,
                         const tier1_value *v);
/* A host's value as one free text; nothing for null. */
void tier1__packet_shown(struct packet *p, struct sink_key key,
                         const tier1_value *v);
/* ISO 8601 in UTC; nothing for 0. */
void tier1__packet_time(struct packet *p, struct sink_key key, int64_t ms);
/* Seconds between two times; nothing where one is 0. */
void tier1__packet_span(struct packet *p, struct sink_key key, int64_t from,
                        int64_t to);
/* All words of a set as a list. */
void tier1__packet_words(struct packet *p, struct sink_key key,
                         const struct words *words);
/* A free text without its secrets; NULL for NULL, and without memory. */
const char *tier1__packet_hidden(struct packet *p, const char *text);
/* A value as one text in the arena; NULL without memory. */
const char *tier1__packet_show(struct packet *p, const tier1_value *v);

/* ---- the session in order (timeline.c) -------------------------------- */

bool tier1__packet_line_up(struct packet *p); /* false without memory */
/* The one of a number; NULL: none. */
const struct moment *tier1__packet_moment(const struct packet *p, uint32_t seq);
/* The first one of its step that was taken back; NULL: none. */
const struct moment *tier1__packet_undone(const struct packet *p,
                                          const struct visit *visit);
bool tier1__packet_same_step(const struct visit *a, const struct visit *b);

/* ---- texts (said.c) --------------------------------------------------- */

/* What may be said of a text in this copy: `shown` is what the person saw, or
 * NULL; `source` what it was made from, or NULL. NULL: leave it out. */
const char *tier1__packet_said(struct packet *p, const tier1_flow *flow,
                               const struct text *source, const char *shown);
/* The choice that an answer names; NULL: none. */
const struct choice *tier1__packet_choice(const struct question *q,
                                          const tier1_value *answer);
/* An answer as the person saw it, of a step (`shown`) or a field (NULL). */
const char *tier1__packet_label(struct packet *p, const tier1_flow *flow,
                                const struct question *q,
                                const tier1_value *answer, const char *shown);

/* ---- privacy (privacy.c) ---------------------------------------------- */

#define RULE_HIDDEN 1u  /* must be left out */
#define RULE_WATCHED 2u /* to be looked for, or named among what is left out */

/* Puts down what holds for the variables of `flow`, which is asked again and
 * again; false without memory. */
bool tier1__packet_know_rules(struct packet *p);
/* Finds the secrets of the session, and the names of what is left out. */
void tier1__packet_find_secrets(struct packet *p);
/* Must the value of a variable, or of a question's answer, be left out? */
bool tier1__packet_hides_there(const struct packet *p, const tier1_flow *flow,
                               uint32_t slot);
static inline bool tier1__packet_hides(const struct packet *p,
                                       const tier1_flow *flow, uint32_t slot)
{
    if (flow != p->flow)
        return tier1__packet_hides_there(p, flow, slot);
    return slot < flow->variable_count && p->rules[slot] & RULE_HIDDEN;
}
bool tier1__packet_hides_answer(const struct packet *p, const tier1_flow *flow,
                                const struct question *q);
bool tier1__packet_hides_visit(const struct packet *p,
                               const struct visit *visit);
/* Does a hook read something that must be left out? */
bool tier1__packet_hook_hides(const struct packet *p, const tier1_flow *flow,
                              const struct hook *hook);
/* Is there nothing about this step that only an agent may know? */
bool tier1__packet_may_see(const struct packet *p, const struct visit *visit);
bool tier1__packet_may_see_slot(const struct packet *p, const tier1_flow *flow,
                                uint32_t slot);

/* ---- the parts, in the order of the document -------------------------- */

/* False where something failed. */
bool tier1__packet_document(struct packet *p);
void tier1__packet_outcome(struct packet *p);
void tier1__packet_people(struct packet *p);
void tier1__packet_summary(struct packet *p);
void tier1__packet_answers(struct packet *p);
void tier1__packet_tried(struct packet *p);
void tier1__packet_checks(struct packet *p);
void tier1__packet_told(struct packet *p);
void tier1__packet_path(struct packet *p);
void tier1__packet_attachments(struct packet *p);
void tier1__packet_rest(struct packet *p);
/* What the summary counts: entries of answers, remedies of this session. */
size_t tier1__packet_answer_count(const struct packet *p);
size_t tier1__packet_remedy_count(const struct packet *p);

/* The `index`-th place to look for what an escalation says: the step's own,
 * the flow's where it ended, that of the flow which was started; NULL past
 * the last. */
const struct escalation *tier1__packet_escalation(const struct packet *p,
                                                  size_t index);
/* Where the step is, when that is not plain: its id, and its flow's. */
void tier1__packet_place(struct packet *p, const struct visit *visit);
/* When it was left; the end of the session for the last one; 0: unknown. */
int64_t tier1__packet_left(const struct packet *p, const struct visit *visit);

#endif
