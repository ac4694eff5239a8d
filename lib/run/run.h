/* SPDX-License-Identifier: MIT */
/* What the files of run/ share. Results of these functions:
 *   below 0   a status: the call fails and the session is put back
 *   GO_ON     done
 *   FAULT     a hook failed; walk->fault says how, and the flow is led on by
 *             tier1__recover() */
#ifndef TIER1_RUN_RUN_H
#define TIER1_RUN_RUN_H

#include "model/plain.h"
#include "model/said.h"
#include "run/session.h"
#include "script/script.h"

#define GO_ON 0
#define FAULT 1000
#define REFUSED 1001   /* an answer; session->problem says why */
#define SUSPENDED 1002 /* the host is waited for; walk->now.wait says how */

#define NO_VISIT SIZE_MAX

/* A rule that its name says all of. */
#define RULE(word) ((struct rule){(word), NULL, 0})

/* Where a step leads. */
enum way_kind {
    WAY_NONE, /* no route matched */
    WAY_STEP,
    WAY_ASK, /* stay: an answer is wanted */
    WAY_DONE,
    WAY_END /* a choice that ends the flow itself */
};

struct way {
    enum way_kind kind;
    uint32_t step;
    const struct target *end;
};

/* How a flow ends. */
struct ending {
    tier1_end end; /* TIER1_OPEN: returned */
    const char *reason, *code;
    const struct step *step;
    const char *detail;
    const char *why;
    bool whole; /* of the session, whatever called this flow */
};

/* ---- walk.c: the state, changed all or nothing ---- */

struct tx {
    struct arena_mark mark;
    struct state state;
    struct undo *outer; /* of the one that this lies in */
    size_t outer_base;
};

/* The first chunk of its arena. */
#define WALK_FIRST 6144

void tier1__walk_init(struct walk *w, tier1_session *s);
/* Begins the session's own walk, which is empty. */
void tier1__walk_begin(tier1_session *s);
/* The same with room for so many records, and a few more; false without
 * memory. */
bool tier1__walk_begin_log(tier1_session *s, size_t records);
void tier1__walk_free(struct walk *w);
void tier1__tx_begin(struct walk *w, struct tx *tx);
void tier1__tx_undo(struct walk *w, const struct tx *tx);
/* Nothing is undone any more. */
void tier1__tx_close(struct walk *w);
/* What was done belongs to the one around it from now on. */
void tier1__tx_keep(struct walk *w, const struct tx *tx);
/* Notes what became of a record's answer. */
int tier1__walk_fate(struct walk *w, size_t record, enum fate fate);
void *tier1__walk_alloc(struct walk *w, size_t size);
/* The error that a failed allocation of the walk means. */
int tier1__walk_failed(const struct walk *w);
struct visit *tier1__walk_visit(struct walk *w, const struct step *step,
                                bool entered);
/* The visit, to be changed; what it was is noted. NULL without memory. */
struct visit *tier1__walk_edit(struct walk *w, size_t index);
static inline struct visit *tier1__walk_last(const struct walk *w)
{
    return w->now.visit_count ? &w->now.visits[w->now.visit_count - 1] : NULL;
}
struct record *tier1__walk_record(struct walk *w, enum record_type type);
/* ---- seen.c ---- */

/* For so many steps one word is enough. */
#define SEEN_SHORT 32

/* Of a longer walk: the visit is there now, or will be laid out. */
void tier1__seen_far(struct walk *w, const struct step *step);
bool tier1__seen_there(const struct walk *w, const struct step *step);
/* Visits, and steps of the trail that are to be laid out as such. */
static inline size_t tier1__walk_steps(const struct walk *w)
{
    return w->now.visit_count + (size_t)(w->trail.next - w->trail.laid);
}
/* Steps that lie side by side differ. */
static inline uint64_t tier1__walk_bit(const struct step *step)
{
    const size_t odd = sizeof *step & (~sizeof *step + 1);

    return UINT64_C(1) << ((uintptr_t)step / odd & 63);
}
static inline void tier1__walk_see(struct walk *w, const struct step *step)
{
    w->now.seen |= tier1__walk_bit(step);
    if (tier1__walk_steps(w) > SEEN_SHORT)
        tier1__seen_far(w, step);
}
/* May it have been entered before? */
static inline bool tier1__walk_seen(const struct walk *w,
                                    const struct step *step)
{
    return (w->now.seen & tier1__walk_bit(step)) && tier1__seen_there(w, step);
}
/* Entered so far: of this step in this frame; of any frame where NULL. */
uint32_t tier1__walk_visits(const struct walk *w, const struct frame *frame,
                            const struct step *step);
/* The language that the walk is in. */
const char *tier1__walk_language(const struct walk *w);
/* Leaves the last visit: notes when, and by which rule. */
int tier1__walk_leave(struct walk *w, size_t visit, struct rule route);

/* Where a change is noted that may be undone; NULL without memory. */
struct undo *tier1__walk_note(struct walk *w, enum undo_kind kind, size_t size);

/* ---- vars.c ---- */

/* Where a variable lies. */
struct var_place {
    const tier1_value **value;
    bool *given;
};

struct frame *tier1__walk_frame(struct walk *w, const tier1_flow *flow,
                                const struct step *call);
int tier1__walk_set(struct walk *w, struct frame *frame, uint32_t slot,
                    const tier1_value *value, bool given);
/* A place for it, good until another one is asked for; false without memory. */
bool tier1__frame_place(struct walk *w, struct frame *frame, uint32_t slot,
                        struct var_place *out);
/* Places for so many more, which then cannot fail; false without memory. */
bool tier1__frame_reserve(struct walk *w, struct frame *frame, size_t more);
/* ---- watch.c ---- */

/* Tells the engine's watcher what a hook gave. */
void tier1__watch_tell(struct walk *w, const struct hook *hook, bool failed,
                       const tier1_value *value);

/* ---- hooks.c ---- */

/* Runs a hook of a frame's flow. */
int tier1__hook_run(struct walk *w, struct frame *frame,
                    const struct hook *hook, const tier1_value *answer,
                    struct arena *a, const tier1_value **result);
/* The same for what is shown, which may not call the host. */
int tier1__hook_quiet(struct walk *w, struct frame *frame,
                      const struct hook *hook, struct arena *a,
                      const tier1_value **result);
int tier1__hook_true(struct walk *w, struct frame *frame,
                     const struct hook *hook, bool *yes);
/* A text of a frame's flow in the walk's language. */
static inline const struct text *tier1__spoken(const struct walk *w,
                                               const struct frame *frame,
                                               const struct text *t)
{
    return w->now.language && frame->flow->translation_count
               ? tier1__said_text(frame->flow, w->now.language, t)
               : t;
}
/* The unit of a question in that language. */
const char *tier1__spoken_unit(const struct walk *w, const struct frame *frame,
                               const struct question *q);
/* Further words for a choice in it. */
const char *const *tier1__spoken_also(const struct walk *w,
                                      const struct frame *frame,
                                      const struct choice *c, size_t *count);
/* The language that a walk begins in. */
void tier1__walk_speak(struct walk *w);

/* Of what is the same for everybody (letters only, which need not be copied)
 * those letters; NULL of any other. */
static inline const char *tier1__text_letters(const struct text *t,
                                              enum audience audience)
{
    const struct pieces *p;

    if (!t || t->letters)
        return t ? t->letters : NULL;
    p = &t->forms[audience];
    return p->count == 1 ? p->items[0].text : NULL;
}
/* Renders a text for an audience; NULL where it has none for that. It may be
 * the flow's own. */
int tier1__hook_text(struct walk *w, struct frame *frame,
                     const struct text *text, enum audience audience,
                     struct arena *a, const char **out);
int tier1__fault(struct walk *w, int failure, const char *message);

/* May the person ask for Tier 2 here? The word of the innermost flow that
 * says something holds. */
bool tier1__on_request(const struct walk *w);

/* ---- decide.c ---- */

/* What a hook gives where that needs no Lua. NULL: Lua has to be asked. */
const tier1_value *tier1__decide(struct walk *w, const struct frame *frame,
                                 const struct hook *hook,
                                 const tier1_value *answer, struct arena *a);
/* The same of one that asks for nothing but variables and data, and gives true,
 * false or nil. */
const tier1_value *tier1__decide_settled(struct walk *w,
                                         const struct frame *frame,
                                         const struct hook *hook);

/* ---- wait.c ---- */

/* Takes what was said already, or begins to wait for it: SUSPENDED. */
int tier1__wait(struct walk *w, tier1_wait_kind kind, int64_t seconds,
                struct host_result **said);
/* Takes back what was said last. */
int tier1__wait_drop(struct walk *w, const struct host_result *said);
/* The token of the next wait. */
uint64_t tier1__wait_token(const struct walk *w);
/* Notes in the state that a call's result is waited for. */
int tier1__wait_begin(struct walk *w, tier1_wait_kind kind,
                      const struct host_result *call, int64_t seconds);
/* What was said the first time; NULL where nothing is left of that. */
int tier1__wait_fed(struct walk *w, tier1_wait_kind kind, const char *name,
                    struct host_result *out, bool *fed);
/* Settles a walk that waits: its state, and what is shown. */
int tier1__suspend(struct walk *w);
/* What was said to the same call in what is being done again. */
int tier1__wait_pooled(struct walk *w, struct host_result *out, bool *fed);
/* Takes over what was said next, unseen. */
int tier1__wait_again(struct walk *w);
/* Keeps a result with the record and the visit that it belongs to. */
int tier1__wait_keep(struct walk *w, struct host_result *r);

/* ---- context.c ---- */

const char *tier1__tried(const struct walk *w, const struct frame *frame,
                         const char *name);
const tier1_value *tier1__context(struct walk *w, const struct frame *frame,
                                  const struct hook_name *name,
                                  const tier1_value *answer, struct arena *a);
/* The entry of one step in a context that is a map by step; a count lies in
 * *count. Null: it has none. NULL without memory. */
const tier1_value *tier1__context_field(struct walk *w,
                                        const struct frame *frame,
                                        uint32_t context, const char *step,
                                        struct arena *a, tier1_value *count);

/* ---- answer.c and those beside it ---- */

struct reading {
    struct walk *w;
    struct frame *frame;
    const struct question *q;
    const struct offered *offered;
    const struct choice *choice; /* out: that was chosen; NULL */
    const tier1_value *value;    /* out: NULL for no answer */
    struct buf *reason;          /* out, for a person */
    int failed;                  /* out: a status, where memory failed */
};

/* The key of its route: worked, yes, accepted, …; NULL. */
const char *tier1__answer_result(const struct step *s,
                                 const struct choice *choice,
                                 const tier1_value *value);
/* Is it a choice's very value? Then that is the answer. */
bool tier1__answer_named(struct reading *r, const char *text, size_t length,
                         int *rc);
int tier1__answer_read(struct reading *r, const tier1_value *input);
/* A value from the host or a hook for a variable, by its type. */
int tier1__answer_variable(struct walk *w, const struct variable *v,
                           const tier1_value *input, struct arena *a,
                           struct buf *reason, const tier1_value **out);
int tier1__answer_choice(struct reading *r, const char *text, size_t length);
int tier1__answer_multi(struct reading *r, const tier1_value *input);
int tier1__answer_anywhere(struct reading *r, const char *text, size_t length,
                           bool exact);
int tier1__answer_text(struct reading *r, const char *text, size_t length);
int tier1__answer_number(struct reading *r, const tier1_value *input);
int tier1__answer_time(struct reading *r, const tier1_value *input);
int tier1__answer_file(struct reading *r, const tier1_value *input);
int tier1__answer_bound(struct reading *r, const struct bound *b,
                        const tier1_value **out);
void tier1__trim(const char **text, size_t *length);

/* ---- refuse.c: each gives REFUSED ---- */

int tier1__refuse(struct reading *r, enum message message);
/* With what is put in for its word. */
int tier1__refuse_with(struct reading *r, enum message message,
                       const char *format, ...);
/* In words that are no message: a hook's own, or for who wrote a program. */
int tier1__refuse_words(struct reading *r, const char *words);

/* ---- route.c ---- */

/* Tries routes in order. The visit (or NO_VISIT) is left by the one that is
 * taken, under the name `rule`. WAY_NONE where none matches. */
int tier1__route_list(struct walk *w, struct frame *frame, size_t visit,
                      const struct routes *routes, struct rule rule,
                      struct way *way);
/* The way on from a step that has its answer or result. */
int tier1__route_step(struct walk *w, struct frame *frame, size_t visit,
                      const struct step *step, const struct choice *choice,
                      const char *result, struct way *way);
void tier1__route_take(const struct target *target, struct way *way);
/* The routes among which it is, of what is no branch; the rule's number is left
 * open. */
const struct routes *tier1__route_find(const struct step *step,
                                       const struct choice *choice,
                                       const char *result, struct rule *rule);
bool tier1__route_has_case(const struct step *step, const char *key);

/* ---- enter.c, leave.c, end.c ---- */

/* Enters a step that ends the flow. */
int tier1__enter_end(struct walk *w, const struct step *s, struct way *way);
/* Goes on from a way until an answer is wanted or the session has ended. */
int tier1__go(struct walk *w, struct way way);
/* Runs what is run on leaving the last visit, and finds the way on. */
int tier1__leave(struct walk *w, const struct choice *choice,
                 const char *result, const tier1_value *answer,
                 struct way *way);
/* Ends the present flow: goes back to the caller, or ends the session. */
int tier1__end(struct walk *w, const struct ending *ending, struct way *way);
int tier1__return(struct walk *w, const struct step *step, struct way *way);
/* A failed hook: on_timeout, on_error, or a dead end. */
int tier1__recover(struct walk *w, struct way *way);

/* ---- offered.c, view.c ---- */

/* Finds the choices that are open. *any: there is one, or none is wanted. */
int tier1__offer(struct walk *w, const struct step *step, bool *any);
int tier1__view_build(struct walk *w, struct scene *scene);
/* Builds it where the way came over plain steps. */
int tier1__view_late(struct walk *w);
/* Or leaves that to whoever looks; false where it has to be built now. */
bool tier1__view_later(struct walk *w);
/* Where a session stands. */
void tier1__view_common(const struct walk *w, const struct frame *f,
                        const struct step *s, tier1_view *v);
/* How much is left. */
#define VIEW_LEFT_MOST 1000000
void tier1__view_measure_calls(const struct frame *f, const struct step *s,
                               tier1_view *v);
static inline void tier1__view_measure(const struct frame *f,
                                       const struct step *s, tier1_view *v)
{
    const uint32_t most = s->most > s->fewest ? s->most : s->fewest;

    v->fewest_left =
        (int)(s->fewest < VIEW_LEFT_MOST ? s->fewest : VIEW_LEFT_MOST);
    v->most_left = (int)(most < VIEW_LEFT_MOST ? most : VIEW_LEFT_MOST);
    if (f->up)
        tier1__view_measure_calls(f, s, v);
}
/* Seconds since the beginning; the clock is never behind it. */
static inline int64_t tier1__view_elapsed(int64_t at, int64_t now)
{
    return (int64_t)(((uint64_t)now - (uint64_t)at) / 1000);
}
/* Room for the view of a plain step; it is built when it is looked at, in the
 * scene in which it has room. */
bool tier1__view_reserve(struct walk *w, struct scene *scene,
                         const struct step *step);
const tier1_view *tier1__view_plain(struct walk *w, struct scene *scene);
/* The choices of a question, or those that its kind brings along. */
const struct choice *tier1__offer_own(const struct step *s,
                                      const struct question *q, size_t *count);
/* All that a plain step may offer. */
struct offered tier1__offered_more(const struct walk *w,
                                   const struct step *step);
/* What it offers, and the label of that, where the walk stands at it. */
static inline struct offered tier1__offered_plain(const struct walk *w,
                                                  const struct step *step)
{
    const struct question *q = &step->question;

    if (q->plain & PLAIN_WHEN)
        return w->now.offered;
    if (!q->choice_count || w->now.frame->flow->anywhere_count)
        return tier1__offered_more(w, step);
    return (struct offered){
        .all = q->choices, .own = q->choice_count, .count = q->choice_count};
}
const char *tier1__label_plain(struct walk *w, const struct choice *c);
/* Draws the present view anew, outside of any input. */
int tier1__redraw(struct walk *w);
int tier1__label(struct walk *w, const struct choice *c, struct arena *a,
                 const char **out);

/* ---- awake.c ---- */

/* A call is over: what was there for its time is let go. */
void tier1__awake_settle(struct awake *awake);

/* NULL without memory. */
struct awake *tier1__awake_new(tier1_engine *engine);
void tier1__awake_free(tier1_engine *engine, struct awake *awake);

/* ---- rest.c ---- */

/* What is kept of a session that rests. */
struct rested {
    int64_t deadline;          /* of what it waits for; 0: none */
    const char *problem, *log; /* both without a NUL behind */
    size_t problem_length, log_length;
    bool shows_problem; /* the view has it, too */
};

struct rested tier1__rest_open(const tier1_session *s);
void tier1__rest_free(tier1_session *s);

/* ---- plain.c ---- */

/* Is the step shown without running a hook, but for conditions? It may be left
 * by one. */
bool tier1__shown_plain(const struct walk *w, const struct step *s);
/* An answer is wanted at walk->at, which is such a step, and has its offer if
 * that hangs on conditions. */
void tier1__plain_settle(struct walk *w);
/* What an answer means, and where it leads. */
struct plan {
    const struct step *from;
    const struct routes *routes; /* among which it leads on */
    const struct target *to;     /* NULL: conditions say by which */
    const struct choice *choice;
    const tier1_value *value;
    const char *result;
    struct rule rule;
};
/* False where the last step is not plain, or the answer is not one of its very
 * values. */
bool tier1__plain_plan(const struct walk *w, const tier1_value *input,
                       struct plan *p);
/* Leaves the last step by a plan that says where to, and goes on from there.
 */
int tier1__plain_leave(struct walk *w, const tier1_value *input,
                       struct plan *p);
/* May the step be entered, if its condition holds? */
bool tier1__plain_open(struct walk *w, const struct step *s);
/* Was it entered before, as often as that makes a difference? */
bool tier1__plain_often(const struct walk *w, const struct step *s);
/* Is the session's person to see it, and is it within its bounds? */
static inline bool tier1__plain_within(const struct walk *w,
                                       const struct step *s)
{
    const unsigned audience = 1u << w->session->awake->begin.audience;

    return (s->audience & audience) &&
           (!tier1__walk_seen(w, s) || !tier1__plain_often(w, s));
}
/* What such a step is shown with. */
const char *tier1__plain_words(const struct walk *w, const struct step *s);
/* Notes with the last visit what was answered, and by which rule it is left. */
void tier1__plain_note(struct walk *w, const struct plan *p);

/* ---- plain_when.c ---- */

/* What conditions gave, as the record has it. */
#define GAVE_MOST 16
struct gave {
    const struct bytes *told; /* where that is known; NULL: they are asked */
    size_t count;
    uint32_t route; /* that one of them let pass */
    char bytes[GAVE_MOST];
};
/* The same with a crumb, as short as it can be. */
struct gave_kept {
    uint32_t route;
    uint8_t count;
    char bytes[];
};

/* The result of the plan's answer, the routes, and the first if it is taken
 * whatever a condition says; false where there are none. */
bool tier1__plain_lead(struct plan *p);
void tier1__plain_take(struct plan *p, size_t route);
/* What hangs on conditions, with the answer in the variable that it is for.
 * Each is false, too, where it is for others to ask: which route is taken; is
 * the step entered; which choices are open, if any is. */
bool tier1__plain_follow(struct walk *w, struct plan *p, struct gave *g);
bool tier1__plain_when(struct walk *w, const struct step *s, struct gave *g);
bool tier1__plain_offer(struct walk *w, const struct step *s, struct gave *g,
                        struct offered *o);

/* ---- trail.c ---- */

/* A whole call: the short way, where the answer leads from a plain step to
 * another, or to a plain end; else, or where memory fails, that of all. The text
 * holds no NUL but that at its end. */
int tier1__trail_answer(tier1_session *s, const char *text, size_t length);
/* Lays out what was noted: visits, records and the end. */
void tier1__trail_lay(struct walk *w);
/* A variable, where what was noted may not be in it yet. */
const tier1_value *tier1__trail_far(struct walk *w, const struct frame *frame,
                                    uint32_t slot);
static inline const tier1_value *
tier1__trail_var(struct walk *w, const struct frame *frame, uint32_t slot)
{
    return slot < frame->count ? frame->vars[slot]
                               : tier1__trail_far(w, frame, slot);
}

/* ---- plain_again.c ---- */

/* Is the first step of a log that is lived again plain, and nothing told? */
bool tier1__plain_begins(const struct walk *w, const struct record *r);
int tier1__plain_begin(struct walk *w);
/* The answers from there on; the first that is not plain, or the end. */
size_t tier1__plain_again(struct walk *w, size_t from, size_t end);

/* ---- session.c ---- */

/* A session of a flow that is not begun; NULL without memory. */
tier1_session *tier1__session_new(tier1_engine *engine, const tier1_flow *flow);
/* An answer in a transaction. */
int tier1__session_answer_text(tier1_session *s, const char *text,
                               size_t length);
/* To be retained. */
tier1_library *tier1__library_of(const tier1_session *s);
/* Reads the engine's clock; one that is put back changes nothing. */
static inline void tier1__session_clock(tier1_session *s)
{
    const tier1_engine *e = s->engine;
    int64_t now = e->clock ? e->clock(e->ud) : 0;

    if (now > s->awake->walk.now.now)
        s->awake->walk.now.now = now;
}
/* Where there is no room for more (TIER1_ELIMIT) the session ends, and says
 * so, rather than getting stuck. Any other status is handed back. */
int tier1__session_full(tier1_session *s, int rc);

/* A copy in the walk's arena; false without memory. */
bool tier1__record_copy(struct walk *w, struct record *to,
                        const struct record *from);

/* ---- complete.c ---- */

/* Calls the host function that is waited for once more; what it says at once
 * is taken in. The state, or a status. */
int tier1__ask_again(tier1_session *s);

/* ---- snapshot.c ---- */

/* Hands out a session that was made again, or frees it and says why. */
int tier1__relived(tier1_session **out, tier1_engine *engine, tier1_session *s,
                   int rc);
/* ---- begin.c, apply.c, replay.c ---- */

int tier1__begin(tier1_session *s, const tier1_session_options *o);
/* The same for a session whose time and seed are known: no host is called. */
int tier1__begin_as(tier1_session *s, const tier1_session_options *o);
/* What is there before the first step: the flow, and what was given. */
int tier1__begin_frame(struct walk *w);
int tier1__begin_walk(struct walk *w);
/* Takes one record's input in. */
void tier1__set_problem(tier1_session *s, const struct buf *reason);
/* Notes with the last visit what was answered there. */
int tier1__note_answer(struct walk *w, const struct step *s,
                       const struct reading *r);
int tier1__apply_answer(struct walk *w, const tier1_value *input);
int tier1__apply_refusal(struct walk *w, bool *left);
int tier1__apply_end(struct walk *w, const char *reason, const char *why);
int tier1__apply_transfer(struct walk *w, const char *to, const char *why);
int tier1__apply_language(struct walk *w, const char *language);
/* A record of what changes nothing of the way: a transfer, a language. */
bool tier1__is_aside(const struct record *r);
int tier1__apply_aside(struct walk *w, const struct record *r);
bool tier1__back_possible(const struct walk *w);
/* The walk made anew without its last answer. */
int tier1__back(tier1_session *s);
/* The walk made anew with another answer at a visit. */
int tier1__revise(tier1_session *s, size_t visit, const tier1_value *input,
                  const char *why);
/* The walk made anew with what it waited for. */
int tier1__resume(tier1_session *s, const struct host_result *said);

#endif
