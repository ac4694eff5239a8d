/* SPDX-License-Identifier: MIT */
/* A session as run/ and the services over it see it.
 *
 * A session is its log: how it was started, and the records of what came in
 * since. A walk is what the log means: where it stands, the variables, the
 * way. `back` makes a new walk from a part of the log and swaps it in; a step
 * that fails is undone by resetting the walk to where it began. */
#ifndef TIER1_RUN_SESSION_H
#define TIER1_RUN_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/session.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/engine.h"
#include "base/id.h"
#include "data/pack.h"
#include "data/value.h"
#include "model/flow.h"

#define SEED_BYTES 16

/* How it was started; lies in the session's own arena for good. */
struct beginning {
    char id[129];             /* empty: not made yet, tier1__begin_id() */
    char packet_id[ID_TEXT];  /* the same, tier1__begin_packet_id() */
    uint8_t seed[SEED_BYTES]; /* what ids are made from; tier1__begin_seed() */
    bool own_id;              /* the host gave it */
    bool seed_of_id;          /* the host has no chance to make it from */
    bool seeded;              /* the seed is there */
    bool lasting;             /* what it is begun with lies there already */
    enum audience audience;
    const char *language; /* NULL: the flow's */
    const char *channel, *owner, *requester, *submitter, *traceparent;
    const tier1_value *external, *given, *history, *problem, *custom;
    int64_t at; /* ms since 1970; 0: no clock */
};

/* Bytes that grow, in a walk's arena. */
struct bytes {
    char *at;
    size_t length, cap;
};

/* What a host function or a colleague said, or that a pause went by; kept
 * with the record whose step asked for it. */
struct host_result {
    uint8_t kind;  /* tier1_wait_kind; NONE: a hook that ran into a limit */
    bool late;     /* the session waited for it */
    uint32_t hook; /* which one of the record's, for a limit */
    uint32_t line; /* in the file, for a limit */
    int64_t at;    /* when it was there */
    const char *name;
    const tier1_value *const *args;
    size_t arg_count;
    int failure; /* enum script_failure */
    const tier1_value *value;
    const char *message;
    struct host_result *next;
};

enum record_type {
    RECORD_START,
    RECORD_ANSWER,  /* value */
    RECORD_REFUSED, /* an answer that was refused; the value is not kept */
    RECORD_BACK,
    RECORD_REVISE,   /* to: the step, text: why */
    RECORD_ESCALATE, /* text: why */
    RECORD_ABANDON,  /* text: why */
    RECORD_FULL,     /* ended by the cap session_bytes */
    RECORD_TRANSFER, /* to, text: why */
    RECORD_MIGRATE,  /* value: from which version to which, text: why */
    RECORD_LANGUAGE  /* to: its tag */
};

/* What became of an answer when an earlier one was changed, or the flow. */
enum fate {
    FATE_NONE,       /* nothing did, or nobody asks any more */
    FATE_KEPT,       /* it was given again */
    FATE_REMEMBERED, /* it will be, where its step is asked */
    FATE_MISFIT,     /* it was refused */
    FATE_MOVED,      /* its question is not the one that is asked: it came */
    FATE_RESHAPED,   /* to be called from elsewhere, takes other answers, */
    FATE_REWORDED,   /* or has other words */
    FATE_RECHOSEN,   /* it would be another answer, */
    FATE_RELABELLED, /* or a choice with other words */
    FATE_RESTARTED,
    FATE_NO_STEP, /* of another version; its names lie in `to` and `text` */
    FATE_ENDED,   /* the session ended without its step */
    FATE_COUNT
};

struct record {
    uint8_t type;
    uint8_t fate; /* of an answer that is undone */
    bool undone;  /* taken back by a later record */
    bool leaving; /* of a refusal: the last one that was allowed; of the start:
                     there was no room for the first steps */
    bool open;    /* it waits: the results that it has are not all */
    int64_t at;
    size_t visit; /* where it came in: index in the way that then stood */
    const struct step *step; /* there; NULL before the first */
    const tier1_flow *flow;
    const tier1_value *value;
    const char *to, *text;
    struct host_result *calls;
    struct bytes told;    /* what hooks gave meanwhile: run/hook_log.h */
    const uint8_t *means; /* of one that is remembered: run/meaning.h */
};

/* Variables by slot that are set; a power of two of places, by hash. */
struct far_table {
    struct far_var {
        uint32_t key; /* the slot + 1; 0: free */
        bool given;
        const tier1_value *value;
    } * items;
    uint32_t count, cap;
};

/* One flow being walked: the one that was started, or a sub-flow. */
struct frame {
    const tier1_flow *flow;
    struct frame *up;        /* the caller's; NULL for the first */
    const struct step *call; /* the caller's step */
    size_t call_visit;       /* where the caller's step stands in the way */
    uint32_t number;
    uint32_t depth;
    const tier1_value **vars; /* by slot, so many; NULL: no value */
    bool *given; /* by slot: the value came from the host or the caller */
    uint32_t count;
    struct far_table far; /* the others: run/vars.c */
};

enum visit_source { SOURCE_NONE, SOURCE_ASKED, SOURCE_KNOWN, SOURCE_GIVEN };

/* Which rule led on: "choice amber", "next 2". */
struct rule {
    const char *name;   /* NULL: none yet */
    const char *choice; /* its value; or NULL */
    uint32_t number;    /* which of its routes, from 1; 0: it has one */
};

/* One step that was entered, or known and so passed over. */
struct visit {
    uint32_t seq; /* from 1, in the order of things; backs count too */
    const struct frame *frame;
    const struct step *step;
    int64_t at, left; /* left 0: still there, or no clock */
    bool gone;        /* left, by whatever clock */
    uint8_t source;   /* enum visit_source */
    bool entered;     /* false: known, passed over; not in the path */
    bool undone;
    const tier1_value *answer; /* in the form of its type */
    const char *label;         /* the answer as the person saw it; or NULL */
    const char *question;      /* the text as it was shown; or NULL */
    const char *result;        /* worked, yes, accepted, a case; or NULL */
    struct rule route;         /* the rule that decided */
    const char *by;            /* who owned the session then; or NULL */
    const char *error;         /* what a hook said that failed here; or NULL */
    const char *reason;        /* the reason word that goes with it; or NULL */
    uint32_t refusals;
    struct host_result *calls; /* the first one made here; NULL */
    size_t call_count;
};

/* What marks a `back` in the way. */
struct undo_mark {
    uint32_t seq;
    int64_t at;
    const struct step *step; /* that is open again */
    const tier1_flow *flow;  /* of it */
    bool revised;            /* its answer was changed, not taken back */
};

/* The choices that a question, or a field of a form, offers at this visit. */
struct offered {
    const struct choice *all;      /* the question's own, where all are open; */
    const struct choice *rest;     /* then the flow's `anywhere`; else NULL, */
    const struct choice **choices; /* own ones, then the flow's `anywhere` */
    size_t own, count;
};

static inline const struct choice *tier1__offered_at(const struct offered *o,
                                                     size_t i)
{
    if (o->choices)
        return o->choices[i];
    return i < o->own ? &o->all[i] : &o->rest[i - o->own];
}

/* A view that was made outside of any input: after a `back`, of a revision,
 * of a wait. */
struct drawing {
    bool is;
    int64_t at;
    struct bytes told; /* what hooks gave for it */
};

/* The call of a host function that a session which was put away waits for. */
struct awaited {
    const char *name;
    const tier1_value *const *args;
    size_t arg_count;
};

/* What a step can change, copied whole so that it can be put back. */
struct state {
    int status; /* TIER1_ASK, TIER1_WAIT or TIER1_DONE */
    tier1_wait wait;
    uint32_t wait_hook; /* which of the record's hooks waits */
    struct frame *frame;
    struct offered offered; /* of the step */
    struct offered *fields; /* of each field of a form */
    struct visit *visits;   /* not the undone ones */
    size_t visit_count, visit_cap;
    struct visit *dropped; /* those that were taken back, by seq */
    size_t dropped_count, dropped_cap;
    struct undo_mark *backs;
    size_t back_count, back_cap;
    struct record *records;
    size_t record_count, record_cap;
    struct drawing drawn; /* the present view, where it was drawn so */
    uint64_t seen;        /* a bit for each step entered, shared by some; */
    uint8_t *far_seen;    /* and so many bits of a long walk: run/seen.c */
    size_t far_bits;
    uint32_t seq, frames;
    uint32_t answers;     /* given, not undone */
    const char *language; /* as assigned or switched to, or as begun where
                             some flow is translated into it; NULL: as begun,
                             and the flow's own words are shown */
    bool switched;        /* since the open step was shown */
    const char *owner;
    int64_t now;   /* the clock's reading for the call that runs */
    int64_t ended; /* 0: open, or no clock */
    tier1_outcome outcome;
    const struct step *last; /* where it ended */
    const struct frame *last_frame;
    const struct escalation *escalation; /* of the step, where one escalates */
    const char *needs, *summary;         /* rendered */
    const char *solution, *cause;        /* of a resolution or escalation */
    const char *why;                     /* of a request or abandonment */
};

enum undo_kind { UNDO_VARIABLE, UNDO_TABLE, UNDO_FATE, UNDO_VISIT };

/* How to put back what a call changed in place. */
struct undo {
    struct undo *next;
    enum undo_kind kind;
    union {
        struct {
            const tier1_value **place, *old;
            bool *flag; /* that goes with it */
            bool old_flag;
        } variable;
        struct {
            struct frame *frame;
            struct far_table old;
        } table;
        struct {
            size_t record;
            uint8_t old;
        } fate;
        struct {
            size_t index;
            struct visit old;
        } visit;
    } as;
};

/* What a hook failed with, until the flow has been led on. */
struct fault {
    int failure; /* enum script_failure */
    const char *message;
};

/* One answer that was taken the short way, and not yet laid out. */
struct crumb {
    struct tier1_value value;     /* what was said */
    const struct choice *choice;  /* that was chosen; NULL: yes, no, nothing */
    const struct step *to;        /* where it led */
    const struct gave_kept *gave; /* by conditions; NULL: none was asked */
    int64_t at;
};

/* The steps that were taken the short way since somebody last wanted to see
 * more than the view: run/trail.c. */
struct trail {
    struct crumb *crumbs; /* those that were laid out hold values still */
    struct crumb *laid;   /* the first that was not, */
    struct crumb *put;    /* and whose answer is in no table yet: run/vars.c */
    struct crumb *next;
    struct crumb *end; /* up to here there is room, and where they are laid */
    size_t cap;
    size_t longest;            /* answer; */
    size_t most;               /* below that many choices a view has room for */
    const struct step *stand;  /* where the next one goes on; NULL: look */
    const struct step *asked;  /* while conditions are: what is left, */
    const tier1_value *answer; /* and what its variable is to hold */
};

struct walk {
    struct tier1_session *session;
    struct arena arena; /* all that the walk holds */
    struct state now;
    struct trail trail;
    struct undo *undo;         /* newest first; since the present call began */
    size_t base;               /* visits before it, which are noted when they
                                  are changed */
    bool undoable;             /* a call is under way that may be undone */
    const uint8_t *expected;   /* what the answer has to mean; NULL: anything */
    bool reworded;             /* but for its words */
    enum fate misfit;          /* out: why it was refused */
    struct host_result **pool; /* what hosts said in what is done again, each
                                  to be used once */
    size_t pool_count;
    struct host_result *feed; /* what hosts are to be taken to have said;
                                 NULL past the last */
    bool unviewed;            /* the view is not built yet; runs no hook */
    bool remembers;           /* some record may be a remembered answer */
    bool quiet;     /* a text or a bound is made: hosts are not called */
    bool mute;      /* a host that has not answered is waited for unasked */
    bool replaying; /* hosts are not asked, the world is not heard */
    uint8_t making; /* enum making, of a walk that is made anew */
    bool drawing;   /* a view is made outside of any input */
    bool telling;   /* hooks are not run, but taken to have given `told` */
    struct unpack told;
    const struct awaited *awaited; /* of a walk that is told, and waits */
    struct bytes *spare;   /* what hooks give goes there, where no record is;
                              NULL: nowhere */
    struct bytes heard;    /* what hooks give while they are held against it */
    size_t said;           /* results of hosts that the present hook took */
    struct record *record; /* that the present call makes */
    struct fault fault;    /* of the hook that failed last */
    const struct step *at; /* the step that is being entered or left */
    uint32_t hooks;        /* run so far for the present record */
};

/* How a walk that is made anew has its hooks. */
enum making {
    MAKING_TOLD,  /* told what they gave, but for a record that waits */
    MAKING_RUN,   /* run, and held against what they gave */
    MAKING_ANEW,  /* run, and what they give now is kept */
    MAKING_ASLEEP /* told, also for a record that waits */
};

/* A view, with the arena that it lies in. */
struct scene {
    struct arena arena;
    tier1_view view;
    bool plain;         /* a plain step's: run/view_plain.c, */
    bool more;          /* which has what few have */
    tier1_choice *room; /* for its choices */
    size_t room_count;
};

/* All that a session is made of while it is in use. */
struct awake {
    struct arena arena; /* of the beginning */
    struct beginning begin;
    struct walk walk;
    struct scene scenes[2]; /* the present one, and one to build the next */
    unsigned scene;
    struct arena scratch; /* for the time of one hook */
    struct arena undos;   /* for the time of one call */
    struct buf hook_log;  /* what the present hook gives */
    struct buf text;      /* that is put together */
    char problem[512];
};

/* The handle, which stays in its place for good; what is behind it does not
 * while the session rests. There are a million of these. */
struct tier1_session {
    tier1_engine *engine;
    const tier1_flow *flow; /* its library is kept alive */
    struct script_use *script;
    union {
        struct awake *awake;
        uint8_t *log; /* of one that rests: run/rest.c */
    };
    uint32_t log_length;
    uint8_t state; /* of one that rests: TIER1_ASK, TIER1_WAIT or TIER1_DONE */
    bool resting;
    bool busy;     /* inside a call: host functions may not come back in */
    bool imagined; /* a copy to look ahead with: no host is called */
};

/* rest.c: every public call begins with this, be it only to look at more than
 * the view. TIER1_OK, and what the session is in use is there, laid out; else
 * TIER1_ENOMEM, and it still rests. */
int tier1__wake_up(const tier1_session *s);
static inline int tier1__wake(const tier1_session *s)
{
    return s->resting || s->awake->walk.trail.next != s->awake->walk.trail.laid
               ? tier1__wake_up(s)
               : 0;
}

/* begin.c: what is made when it is first asked for. */
const char *tier1__begin_id(struct beginning *b);
/* That of the packet, the same for every rendering. */
const char *tier1__begin_packet_id(struct beginning *b, int64_t ended);
const uint8_t *tier1__begin_seed(struct beginning *b);
/* Is it the one that is made of the id? */
bool tier1__begin_is_seed_of(const char *id, const uint8_t seed[SEED_BYTES]);

/* The variables' and steps' view of a walk, for hooks and services. */
const tier1_value *tier1__frame_far(const struct frame *frame, uint32_t slot,
                                    bool *given);
static inline const tier1_value *tier1__frame_var(const struct frame *frame,
                                                  uint32_t slot)
{
    return slot < frame->count ? frame->vars[slot]
                               : tier1__frame_far(frame, slot, NULL);
}
/* The first slot from this one on that has a value; else how many there are. */
uint32_t tier1__frame_next(const struct frame *frame, uint32_t slot);
/* Did the host or the caller give it? */
bool tier1__frame_given(const struct frame *frame, uint32_t slot);
/* The frame of the flow that was started. */
const struct frame *tier1__frame_first(const struct frame *frame);
/* A rule in words, in an arena; NULL where there is none, or no memory. */
const char *tier1__rule_text(const struct rule *rule, struct arena *a);
/* Whether a step's answer, or a variable, may not be shown. */
bool tier1__visit_sensitive(const struct visit *visit);
/* The present language: as assigned, as begun, or the flow's. */
const char *tier1__session_language(const tier1_session *s);

/* session.c: what every public call fails with. */

/* A call failed: what to tell the person. Hands the status back. */
int tier1__session_fail(const tier1_session *s, int rc, const char *text);
/* The same of one that should not have been made, and may have no session to
 * say it: TIER1_EMISUSE. With "" the engine is in a call. */
int tier1__session_misuse(const tier1_session *s, const char *text);

#endif
