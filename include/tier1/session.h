/* SPDX-License-Identifier: MIT */
/**
 * @file session.h
 * @brief A session: one walk through a flow.
 *
 * A session never calls the host for an answer. It says what it needs, in a
 * view, and the host answers when it likes:
 *
 *     int rc = tier1_session_start(&s, engine, flow, NULL);
 *     while (rc == TIER1_ASK) {
 *         const tier1_view *v = tier1_session_view(s);
 *         rc = tier1_session_answer(s, ask_somebody(v));
 *         if (rc == TIER1_EANSWER)       // refused: the same step again
 *             rc = tier1_session_state(s);
 *     }
 *
 * Every call is all or nothing: whatever it returns below zero, the session
 * is as it was (but that a refused answer is counted). Whatever goes wrong in
 * the flow itself, a session ends with an outcome, and tier1_packet_render()
 * makes the document of it.
 *
 * Whoever has many open sessions puts those that wait for somebody to rest,
 * tier1_session_rest(): a handle and the packed log are left of each. Any call
 * wakes one by itself, one that only looks, too.
 *
 * Threads: one at a time per session, that of its engine, also to look.
 */
#ifndef TIER1_SESSION_H
#define TIER1_SESSION_H

#include <tier1/base.h>
#include <tier1/engine.h>
#include <tier1/library.h>
#include <tier1/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a step is. */
typedef enum tier1_kind {
    TIER1_KIND_ASK = 1,
    TIER1_KIND_FORM = 2,
    TIER1_KIND_TRY = 3,
    TIER1_KIND_TELL = 4,
    TIER1_KIND_RUN = 5,
    TIER1_KIND_BRANCH = 6,
    TIER1_KIND_SET = 7,
    TIER1_KIND_OFFER = 8,
    TIER1_KIND_CALL = 9,
    TIER1_KIND_RESOLVE = 10,
    TIER1_KIND_ESCALATE = 11,
    TIER1_KIND_RETURN = 12,
    TIER1_KIND_CONSULT = 13
} tier1_kind;

/** What an answer is. */
typedef enum tier1_answer_type {
    TIER1_TYPE_NONE = 0, /**< an acknowledgement: any text will do */
    TIER1_TYPE_CHOICE = 1,
    TIER1_TYPE_MULTI = 2,
    TIER1_TYPE_YES_NO = 3,
    TIER1_TYPE_TEXT = 4,
    TIER1_TYPE_INTEGER = 5,
    TIER1_TYPE_NUMBER = 6,
    TIER1_TYPE_MONEY = 7,
    TIER1_TYPE_SCALE = 8,
    TIER1_TYPE_DATE = 9,
    TIER1_TYPE_TIME = 10,
    TIER1_TYPE_DATETIME = 11,
    TIER1_TYPE_DURATION = 12,
    TIER1_TYPE_EMAIL = 13,
    TIER1_TYPE_PHONE = 14,
    TIER1_TYPE_URL = 15,
    TIER1_TYPE_FILE = 16,
    TIER1_TYPE_FORM = 17 /**< a map: one value for each field */
} tier1_answer_type;

/** How a session came to its end. */
typedef enum tier1_end {
    TIER1_OPEN = 0, /**< it has not */
    TIER1_RESOLVED = 1,
    TIER1_ESCALATED = 2,
    TIER1_DEAD_END = 3
} tier1_end;

/** The word of a kind, as in the format: "ask", "try", … Static; NULL for
 *  what is none. Since: 0.1 */
TIER1_API const char *tier1_kind_text(tier1_kind kind);

/** The word of a type, as in the format: "choice", "yes_no", … Static; NULL
 *  for what is none. Since: 0.1 */
TIER1_API const char *tier1_answer_type_text(tier1_answer_type type);

/** The word of an end: "open", "resolved", "escalated", "dead_end". Static.
 *  Since: 0.1 */
TIER1_API const char *tier1_end_text(tier1_end end);

/** How a session is started. NULL and 0 mean: not known. All is copied. */
typedef struct tier1_session_options {
    size_t size;           /**< sizeof(tier1_session_options) */
    const char *id;        /**< NULL: a UUIDv7, made with `random` */
    const char *audience;  /**< "agent" (also NULL) or "customer" */
    const char *language;  /**< BCP 47; NULL: the flow's own */
    const char *channel;   /**< "phone", "chat", "kiosk", … */
    const char *owner;     /**< who owns the problem */
    const char *requester; /**< who has it */
    const char *submitter; /**< who reports it, where that is another */
    const char *traceparent;
    const tier1_value *external; /**< map: ticket, call, … */
    const tier1_value *given;    /**< map: the flow's `given` variables */
    /** List of maps {remedy, text, result, at, why}: what was tried before;
     *  `skip_if_tried` looks here too. */
    const tier1_value *history;
    const tier1_value *problem; /**< map: words, environment, impact, since */
    const tier1_value *custom;  /**< map for the packet, the host's own */
} tier1_session_options;

#define TIER1_SESSION_OPTIONS_INIT                                             \
    {                                                                          \
        sizeof(tier1_session_options), NULL, NULL, NULL, NULL, NULL, NULL,     \
            NULL, NULL, NULL, NULL, NULL, NULL, NULL                           \
    }

/**
 * Start a walk and go to the first step that needs an answer.
 *
 * Ownership: `*out` is yours, tier1_session_free(). The session keeps the
 *            library and the engine alive.
 * Errors:    TIER1_EANSWER  `given` lacks a required variable, or holds one
 *                           that does not fit
 *            TIER1_EREFUSED the flow is not for this audience
 *            TIER1_EMISUSE  bad options; no id and no `random`
 *            TIER1_ENOMEM
 *            In each case `*out` is NULL and tier1_engine_problem() says why.
 * Hooks:     may run hooks, within the caps.
 * Since:     0.1
 *
 * @return TIER1_ASK or TIER1_DONE, or an error code.
 */
TIER1_API TIER1_CHECKED int
tier1_session_start(tier1_session **out, tier1_engine *engine,
                    const tier1_flow *flow,
                    const tier1_session_options *options);

/** Free a session. NULL is allowed. Hooks: none. Since: 0.1 */
TIER1_API void tier1_session_free(tier1_session *session);

/**
 * Put a session to rest, between two calls: all memory that it has in use is
 * wiped and given back, but for one block with its log. The session stays what
 * it is. Any later call wakes it, with the same result as if it had never
 * rested, and it is in use until it is put to rest again; only
 * tier1_session_state(), _flow(), _snapshot(), _what_if(), and _tick() before
 * its time, do without. Waking costs what tier1_session_restore() does.
 *
 * Where there is no memory to wake it, a call returns TIER1_ENOMEM, and one
 * that only looks has nothing to show: its comment says what it returns. The
 * session still rests, nothing is lost, and the next call may succeed.
 *
 * Lifetime: what was borrowed from the session (its view, outcome, id, values)
 *           is gone.
 * Errors:   TIER1_ENOMEM   it does not rest, and is as it was
 *           TIER1_ELIMIT   its log is larger than 4 GB; the same
 *           TIER1_EMISUSE  inside of a host function
 * Hooks:    never runs hooks, nor does waking; no host function, clock or
 *           source of randomness is called either.
 * Since:    0.1
 *
 * @return TIER1_OK, also where it rests already, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_rest(tier1_session *session);

/** TIER1_ASK, TIER1_WAIT or TIER1_DONE. Never fails, and wakes nobody.
 *  Since: 0.1 */
TIER1_API int tier1_session_state(const tier1_session *session);

/** One choice of a question. */
typedef struct tier1_choice {
    const char *value; /**< what to answer */
    const char *label;
    const char *help; /**< or NULL */
    int exclusive;    /**< of a multi: stands alone */
    int other;        /**< takes what no other choice does, as typed */
    int anywhere;     /**< one of the flow's `anywhere` */
} tier1_choice;

/** A picture or file that belongs to a step. */
typedef struct tier1_media {
    const char *file; /**< beside the flow; or NULL */
    const char *url;  /**< or NULL */
    const char *alt;  /**< the text in its place; or NULL */
} tier1_media;

/** What an answer must be: of a step, or of a field of a form. */
typedef struct tier1_question {
    const char *name;  /**< the variable that it fills */
    const char *label; /**< of a field; NULL for a step */
    tier1_answer_type type;
    const tier1_choice *choices;
    size_t choice_count;
    const char *min, *max; /**< as texts; NULL: no bound */
    const char *step, *unit, *currency, *mask, *accept;
    const char *low_label, *high_label; /**< of a scale */
    const char *fallback;               /**< the default, as text; or NULL */
    int optional, sensitive, multiline;
} tier1_question;

/** What a session waits for. */
typedef enum tier1_wait_kind {
    TIER1_WAIT_NONE = 0,
    TIER1_WAIT_HOST = 1,   /**< a host function that answers later */
    TIER1_WAIT_ADVICE = 2, /**< a colleague or another system: `consult` */
    TIER1_WAIT_PAUSE = 3   /**< time that passes before a retry */
} tier1_wait_kind;

/** What a session waits for, in the state TIER1_WAIT. */
typedef struct tier1_wait {
    tier1_wait_kind kind;
    uint64_t token;   /**< for tier1_session_complete(); never 0 */
    const char *name; /**< of the host function; NULL for the others */
    const tier1_value *const *args; /**< of the host function */
    size_t arg_count;
    const char *to; /**< who is consulted; or NULL */
    /** When tier1_session_tick() ends the wait, milliseconds since 1970; 0:
     *  never, or no clock. */
    int64_t deadline;
} tier1_wait;

/** Where a session stands, made for one person to see. */
typedef struct tier1_view {
    int state;         /**< TIER1_ASK, TIER1_WAIT or TIER1_DONE; TIER1_ENOMEM
                            of a session that cannot be woken: else empty */
    tier1_kind kind;   /**< of the step; of the last one when ended */
    const char *flow;  /**< id */
    const char *step;  /**< id */
    const char *phase; /**< or NULL */
    const char *title; /**< or NULL */
    const char *text;  /**< Markdown, in the words for the audience */
    const char *help;  /**< or NULL */
    const char *note;  /**< for an agent's eyes; NULL for a customer */
    const tier1_media *media;
    size_t media_count;
    const char *const *kb;
    size_t kb_count;
    tier1_question question;      /**< of type NONE: acknowledge */
    const tier1_question *fields; /**< of a form */
    size_t field_count;
    const char *problem;  /**< why the last answer was refused; or NULL */
    int64_t wait_seconds; /**< of a try: until the result shows; 0: none */
    const char *offer_kind, *authority; /**< of an offer; or NULL */
    int steps_done;                     /**< answers given */
    int fewest_left;                    /**< answers left at least */
    int most_left;                      /**< at most, if no step is repeated */
    int64_t elapsed_seconds; /**< since the start; 0 without a clock */
    int64_t target_seconds;  /**< goal of the whole flow; 0: none */
    int can_back;            /**< tier1_session_back() will do */
    int can_escalate;        /**< tier1_session_escalate() will do */
    tier1_wait wait; /**< in the state TIER1_WAIT; for a `consult`, `question`
                          says what the advice must be */
    const char *language;
} tier1_view;

/**
 * What the session shows now; the outcome's text when it has ended.
 *
 * Lifetime: until the next call with this session that is not a plain look
 *           (answer, back, escalate, transfer, abandon, rest, free). Never
 *           NULL; without memory to wake the session its state is
 *           TIER1_ENOMEM, and its texts are empty.
 * Hooks:    never runs hooks.
 * Since:    0.1
 */
TIER1_API const tier1_view *tier1_session_view(const tier1_session *session);

/**
 * Give the answer to the present step, as typed, and move on.
 *
 * A choice is named by its value, label or another word for it; several of a
 * multi by commas; yes or no in the session's language; dates in ISO 8601;
 * durations with units ("1h30m"). "" is no answer where the question is
 * optional, its default where it has one, and what acknowledges a `tell`.
 *
 * Ownership: `text` is copied.
 * Errors:    TIER1_EANSWER  refused; tier1_session_problem() says why to a
 *                           person. Where the flow bounds refusals the last
 *                           one moves on instead, and is no error.
 *            TIER1_EMISUSE  the session does not ask; a form needs
 *                           tier1_session_answer_value()
 *            TIER1_ENOMEM
 *            TIER1_ELIMIT   the session would outgrow the cap `session_bytes`
 * Hooks:     may run hooks, within the caps.
 * Since:     0.1
 *
 * @return TIER1_ASK or TIER1_DONE, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_answer(tier1_session *session,
                                                 const char *text);

/**
 * The same with a value: a map for a form, a list for a multi, a map
 * {name, type, size, ref} for a file. Texts are read as typed; null is no
 * answer.
 *
 * Ownership: `value` stays yours and is copied.
 * Errors, hooks: as tier1_session_answer().
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_session_answer_value(tier1_session *session, const tier1_value *value);

/**
 * Bring what a waiting session waits for: the result of a host function, or
 * the advice of a colleague (a value, or its text as typed).
 *
 * The token is that of tier1_call or tier1_wait. One that is not waited for
 * (a second completion, one that comes too late, one of another session)
 * changes nothing.
 *
 * Ownership: `value` (NULL is null) stays yours and is copied.
 * Errors:    TIER1_ENOTFOUND  the session does not wait for this token
 *            TIER1_EANSWER    the advice does not fit; it still waits, and
 *                             tier1_session_problem() says why
 *            TIER1_ENOMEM, TIER1_ELIMIT  it still waits
 * Hooks:     may run hooks, within the caps; those that waited run again, and
 *            are told what they were told.
 * Since:     0.1
 *
 * @return TIER1_ASK, TIER1_WAIT (for the next one) or TIER1_DONE, or an error
 *         code.
 */
TIER1_API TIER1_CHECKED int tier1_session_complete(tier1_session *session,
                                                   uint64_t token,
                                                   const tier1_value *value);

/**
 * Say that what a waiting session waits for will not come: TIER1_EHOST, or
 * TIER1_ETIMEOUT for too late. The flow goes on by `on_error` or
 * `on_timeout`.
 *
 * Ownership: `why` (or NULL) is copied.
 * Errors:    TIER1_EMISUSE    `status` is neither of the two
 *            and those of tier1_session_complete()
 * Hooks:     as tier1_session_complete().
 * Since:     0.1
 *
 * @return as tier1_session_complete().
 */
TIER1_API TIER1_CHECKED int tier1_session_fail(tier1_session *session,
                                               uint64_t token, int status,
                                               const char *why);

/**
 * Let time pass: a wait whose deadline is over by the engine's clock times
 * out, or, for a pause, is over. To be called now and then while the session
 * waits; at any other time it does nothing.
 *
 * Errors, hooks: as tier1_session_complete(), but for the token.
 * Since:         0.1
 *
 * @return the state, which may be the same, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_tick(tier1_session *session);

/**
 * Take the last answer back: its step is asked again, and the session is as
 * it was then. What was undone stays in the record.
 *
 * Errors: TIER1_EREFUSED  there is no answer to take back, or it has ended
 *         TIER1_ENOMEM, TIER1_ELIMIT
 * Hooks:  may run hooks again; host functions are not called again.
 * Since:  0.1
 *
 * @return TIER1_ASK, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_back(tier1_session *session);

/**
 * Change an answer that was given earlier.
 *
 * The walk is made anew with it. Every later answer whose step is still asked
 * and that still fits is kept. Where a step is asked that was not asked before,
 * the session stands there; answers behind it are remembered, and given again
 * as soon as the way comes to their steps. tier1_session_change() tells what
 * became of each, and why. What host functions said is not asked again where
 * the same is called.
 *
 * `step` is "step" in the flow that was started, or "flow/step"; its latest
 * answer is the one that is changed. `value` as for
 * tier1_session_answer_value().
 *
 * Ownership: all are copied; `why` may be NULL.
 * Errors:    TIER1_ENOTFOUND no answer was given there
 *            TIER1_EANSWER   the new answer was refused: session unchanged
 *            TIER1_EREFUSED  it has ended
 *            TIER1_EMISUSE, TIER1_ENOMEM, TIER1_ELIMIT
 * Hooks:     may run hooks again, within the caps.
 * Since:     0.1
 *
 * @return the state, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_revise(tier1_session *session,
                                                 const char *step,
                                                 const tier1_value *value,
                                                 const char *why);

/** What becomes of an answer when an earlier one, or the flow, is changed. */
typedef enum tier1_fate {
    TIER1_KEPT = 1,        /**< it was given again, and stands */
    TIER1_REMEMBERED = 2,  /**< it will be, should its step be asked */
    TIER1_ASKED_AGAIN = 3, /**< it does not stand; its step asks again, should
                                the way lead there */
    TIER1_DROPPED = 4      /**< it does not stand, and nothing asks for it */
} tier1_fate;

/** Such an answer. */
typedef struct tier1_change {
    const char *flow, *step;
    tier1_fate fate;
    const char *reason; /**< why it does not stand; NULL where it is kept */
} tier1_change;

/** How many answers the last change of an answer, or of the flow, concerned,
 *  and earlier ones that are still remembered; 0 without memory to wake the
 *  session. Since: 0.1 */
TIER1_API size_t tier1_session_change_count(const tier1_session *session);

/** The `index`-th of them, in the order in which they were given: fills `out`
 *  and returns 1; 0 past the end. Remembered ones may be kept, or not, by any
 *  later answer. Lifetime of what it points to: until the next call that
 *  changes the session. Since: 0.1 */
TIER1_API int tier1_session_change(const tier1_session *session, size_t index,
                                   tier1_change *out);

/**
 * Ask for Tier 2, here and now.
 *
 * Ownership: `why` (NULL: not said) is copied.
 * Errors:    TIER1_EREFUSED  the flow has `on_request: false`; or it has ended
 *            TIER1_ENOMEM, TIER1_ELIMIT
 * Hooks:     may run hooks (of `escalation` texts).
 * Since:     0.1
 *
 * @return TIER1_DONE, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_escalate(tier1_session *session,
                                                   const char *why);

/**
 * Give the session up: the person has gone. It ends as a dead end with the
 * reason `abandoned`.
 *
 * Errors, hooks: as tier1_session_escalate(), but never for `on_request`.
 * Since:         0.1
 */
TIER1_API TIER1_CHECKED int tier1_session_abandon(tier1_session *session,
                                                  const char *why);

/**
 * Hand the problem to another owner; the walk goes on where it stands.
 *
 * Ownership: both are copied; `why` may be NULL.
 * Errors:    TIER1_EREFUSED  it has ended
 *            TIER1_EMISUSE   `to` is NULL or empty
 *            TIER1_ENOMEM, TIER1_ELIMIT
 * Hooks:     never runs hooks.
 * Since:     0.1
 *
 * @return the state, which does not change, or an error code.
 */
TIER1_API TIER1_CHECKED int
tier1_session_transfer(tier1_session *session, const char *to, const char *why);

/**
 * Go on in another language, where the walk stands: the same step, the way and
 * all answers stay. Texts are those of the translations that the library has
 * (tier1/translation.h); what is missing falls back to the flow's own. It is
 * noted in the record. What hooks do with `language` is theirs.
 *
 * Ownership: `language` is copied.
 * Errors:    TIER1_EREFUSED  it has ended, or the step cannot be shown in that
 *                            language, as a hook in a text fails
 *            TIER1_EMISUSE   it is no tag such as `gl` or `pt-BR`
 *            TIER1_ENOMEM, TIER1_ELIMIT
 * Hooks:     runs those of the texts that are shown.
 * Since:     0.1
 *
 * @return the state, which does not change, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_set_language(tier1_session *session,
                                                       const char *language);

/**
 * The language that the session is in: as begun, switched to, or assigned by a
 * hook.
 *
 * Lifetime: until the next call that changes the session. NULL without memory
 *           to wake it.
 * Errors:   none
 * Hooks:    never runs hooks.
 * Since:    0.1
 */
TIER1_API const char *tier1_session_language(const tier1_session *session);

/**
 * Why the last call on this session failed, in one line for a person. A refused
 * answer is told in the language of the session, as far as translations have
 * `messages` (docs/translating.md); all else is English.
 *
 * Lifetime: until the next call that changes the session, or fails. Never NULL;
 *           empty where nothing failed. Without memory to wake the session it says
 *           that.
 * Since:    0.1
 */
TIER1_API const char *tier1_session_problem(const tier1_session *session);

/** How a session ended. */
typedef struct tier1_outcome {
    tier1_end end;
    const char *reason; /**< of an escalation or dead end: "step",
                             "requested", "dead_end", "hook_error", …;
                             of a resolution: "solved", "informed",
                             "declined"; NULL while open */
    const char *code;   /**< the author's; or NULL */
    const char *flow;   /**< where it ended, or stands */
    const char *step;
    const char *text;   /**< what was said last; or NULL */
    const char *detail; /**< of a failed hook: which and why; or NULL */
} tier1_outcome;

/**
 * How the session ended, or that it has not.
 *
 * Lifetime: as tier1_session_view(). Never NULL; without memory to wake the
 *           session all of it is NULL and 0. tier1_session_state() tells
 *           whether it has ended even then.
 * Since:    0.1
 */
TIER1_API const tier1_outcome *
tier1_session_outcome(const tier1_session *session);

/** One step of the way. */
typedef struct tier1_visit {
    const char *flow;
    const char *step;
    tier1_kind kind;
    int depth;  /**< 0 in the flow that was started, 1 in its sub-flow, … */
    int64_t at; /**< entered; milliseconds since 1970, 0 without a clock */
    int64_t milliseconds; /**< spent there */
    const char *route;    /**< which rule led on: "choice", "next",
                                    "worked", …; NULL where none has */
    const char *choice;   /**< the value of a choice that led on; or NULL */
    int route_number;     /**< which of the rule's routes, from 1; 0: it
                                    has but one */
    const tier1_value *answer; /**< given there; NULL: none. A sensitive one
                                    is NULL too */
    int undone;                /**< taken back later */
} tier1_visit;

/** How many steps were entered, undone ones too; 0 without memory to wake the
 *  session. Since: 0.1 */
TIER1_API size_t tier1_session_visit_count(const tier1_session *session);

/** The `index`-th step entered: fills `out` and returns 1; 0 past the end, and
 *  without memory to wake the session.
 *  Lifetime of what it points to: as tier1_session_view(). Since: 0.1 */
TIER1_API int tier1_session_visit(const tier1_session *session, size_t index,
                                  tier1_visit *out);

/**
 * The value of a variable of the flow that was started; NULL where it has
 * none, for a sensitive one, and without memory to wake the session.
 *
 * Lifetime: as tier1_session_view().
 * Since:    0.1
 */
TIER1_API const tier1_value *
tier1_session_variable(const tier1_session *session, const char *name);

/** The session's id; "" without memory to wake the session. Lifetime: until it
 *  rests or is freed. Since: 0.1 */
TIER1_API const char *tier1_session_id(const tier1_session *session);

/** The flow that was started. Lifetime: until the session is freed.
 *  Since: 0.1 */
TIER1_API const tier1_flow *tier1_session_flow(const tier1_session *session);

/** The library that its flow is of, another one once it has migrated. Lifetime:
 *  until that or its end, unless it is retained. Since: 0.1 */
TIER1_API tier1_library *tier1_session_library(const tier1_session *session);

/** Its engine, also once that was given up. Lifetime: until the session is
 *  freed. Since: 0.1 */
TIER1_API tier1_engine *tier1_session_engine(const tier1_session *session);

#ifdef __cplusplus
}
#endif
#endif
