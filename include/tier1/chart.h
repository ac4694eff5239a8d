/* SPDX-License-Identifier: MIT */
/**
 * @file chart.h
 * @brief A loaded flow as the flowchart that it is: its steps, the ways out of
 * each, its questions, and the Lua in it.
 *
 * For what draws flows, explores them and counts what tests reach. It is the
 * same of a compiled file as of YAML. Structures are filled by value; what
 * they point to lives as long as the flow.
 *
 *     tier1_step_info step;
 *     for (size_t i = 0; tier1_chart_step(flow, i, &step); i++) {
 *         tier1_exit way;
 *         for (size_t j = 0; tier1_chart_exit(flow, i, j, &way); j++)
 *             printf("%s -> %s\n", step.id, way.step ? way.step : way.code);
 *     }
 *
 * Threads: any, as of a library. Nothing here fails but for a NULL or an index
 * past the end, nothing allocates where it does not say so, and no hook is
 * run.
 */
#ifndef TIER1_CHART_H
#define TIER1_CHART_H

#include <tier1/base.h>
#include <tier1/engine.h>
#include <tier1/library.h>
#include <tier1/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is none: an index that is not there. */
#define TIER1_NONE ((size_t)-1)

/** Lua that stands in a flow. */
typedef struct tier1_hook tier1_hook;

/** What a step is. Texts may be NULL where the file has none. */
typedef struct tier1_step_info {
    const char *id;
    tier1_kind kind;
    int for_agent, for_customer; /**< who is led through it */
    const char *phase;
    const char *saves;  /**< the variable that it fills, by an answer or a
                             result; its own name, mostly */
    const char *remedy; /**< of a try: the name that flows share */
    const char *callee; /**< of a call: the id of the flow */
    const char *word;   /**< of a return, its name; of an escalate, its code; of
                             a resolve, as what: "solved", … */
    const char *offer;  /**< of an offer: "concession", "upgrade" */
    unsigned limit;     /**< most visits; 0: none */
    int64_t target_seconds;           /**< handle-time goal; 0: none */
    int skip_if_known, skip_if_tried; /**< may be passed over so */
    const tier1_hook *when; /**< passed over where it is not true; or NULL */
    size_t question_count;  /**< what it asks: a form has one a field */
    unsigned line, column;  /**< of its id in its file, from 1 */
} tier1_step_info;

/** The `index`-th step, in the author's order: fills `out` and returns 1; 0
 *  past the end. Since: 0.1 */
TIER1_API int tier1_chart_step(const tier1_flow *flow, size_t index,
                               tier1_step_info *out);

/** The index of a step by its id; TIER1_NONE where there is none such.
 *  Since: 0.1 */
TIER1_API size_t tier1_chart_find(const tier1_flow *flow, const char *id);

/** The index of the first step of a walk. Since: 0.1 */
TIER1_API size_t tier1_chart_start(const tier1_flow *flow);

/** Which texts of a step there are. */
typedef enum tier1_text_kind {
    TIER1_TEXT_MAIN = 1, /**< what stands under the key of its kind */
    TIER1_TEXT_TITLE = 2,
    TIER1_TEXT_NOTE = 3,
    TIER1_TEXT_HELP = 4
} tier1_text_kind;

/**
 * A text of a step as its author wrote it, with `{{ }}` as they stand there,
 * in the words for a customer or for an agent. Empty where it has none.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOTFOUND  there is no such step
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_chart_text(tier1_buf *out,
                                             const tier1_flow *flow,
                                             size_t step, tier1_text_kind kind,
                                             int for_customer);

/** When a way out is taken. */
typedef enum tier1_exit_kind {
    TIER1_EXIT_NEXT = 1,     /**< where nothing else has decided */
    TIER1_EXIT_CHOICE = 2,   /**< by a choice of its own */
    TIER1_EXIT_ANYWHERE = 3, /**< by a choice of the flow's `anywhere` */
    TIER1_EXIT_CASE = 4,     /**< by a result: worked, yes, a value, a name */
    TIER1_EXIT_ELSE = 5,     /**< by a result that no case names */
    TIER1_EXIT_ERROR = 6,    /**< something failed there */
    TIER1_EXIT_TIMEOUT = 7,  /**< what it waited for did not come */
    TIER1_EXIT_LIMIT = 8,    /**< it was visited too often */
    TIER1_EXIT_REFUSALS = 9  /**< too many answers were refused */
} tier1_exit_kind;

/**
 * A way out of a step: one route of one rule. Those of a rule are tried in
 * order; which rule is asked first is said in the reference of the format.
 *
 * `rule`, `choice` and `number` are the words by which tier1_visit tells the
 * way that a walk took.
 */
typedef struct tier1_exit {
    tier1_exit_kind kind;
    const char *rule;        /**< "next", "choice", "worked", "on_error", … */
    const char *choice;      /**< the value of that choice; or NULL */
    int number;              /**< from 1; 0: the rule has but one route */
    const tier1_hook *when;  /**< tried only where it is true; or NULL */
    const tier1_hook *offer; /**< the choice is there only where this is true;
                                  or NULL */
    const char *step;        /**< where it leads; NULL: it ends the flow */
    size_t index;            /**< of that step; TIER1_NONE */
    tier1_end end;           /**< how it ends the flow; TIER1_OPEN where it
                                  does not */
    const char *code;        /**< of that end; or NULL */
} tier1_exit;

/** The `index`-th way out of a step: fills `out` and returns 1; 0 past the end.
 *  Since: 0.1 */
TIER1_API int tier1_chart_exit(const tier1_flow *flow, size_t step,
                               size_t index, tier1_exit *out);

/** What a step asks: its question, or a field of its form. */
typedef struct tier1_question_info {
    const char *name; /**< of the variable that it fills */
    tier1_answer_type type;
    int optional, sensitive;
    size_t choice_count;
    /** Bounds that are constants, as values; NULL: none, or Lua. */
    const tier1_value *min, *max, *step;
    const char *mask, *pattern; /**< of a text; or NULL */
    unsigned refusals;          /**< most of them; 0: no bound */
    const tier1_hook *check;    /**< or NULL */
} tier1_question_info;

/** The `index`-th question of a step: fills `out` and returns 1; 0 past the
 *  end. Since: 0.1 */
TIER1_API int tier1_chart_question(const tier1_flow *flow, size_t step,
                                   size_t index, tier1_question_info *out);

/** A choice of a question. */
typedef struct tier1_choice_info {
    const char *value;
    const char *result;     /**< of a try: worked, failed, skipped */
    const tier1_hook *when; /**< offered only where it is true; or NULL */
    int once;               /**< not offered again once it was chosen */
    int other;              /**< takes what no other choice does */
    int exclusive;          /**< stands alone in an answer of several */
    int routed;             /**< has a way out of its own */
} tier1_choice_info;

/** The `index`-th choice of a question: fills `out` and returns 1; 0 past the
 *  end. Those of `anywhere` are not among them. Since: 0.1 */
TIER1_API int tier1_chart_choice(const tier1_flow *flow, size_t step,
                                 size_t question, size_t index,
                                 tier1_choice_info *out);

/** The `index`-th choice that all that ask have besides their own: fills `out`
 *  and returns 1; 0 past the end. Since: 0.1 */
TIER1_API int tier1_chart_anywhere(const tier1_flow *flow, size_t index,
                                   tier1_choice_info *out);

/**
 * The label of a choice as its author wrote it; its value where it has none.
 * A `step` of TIER1_NONE asks for a choice of `anywhere`.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOTFOUND  there is no such choice
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_chart_label(tier1_buf *out,
                                              const tier1_flow *flow,
                                              size_t step, size_t question,
                                              size_t choice, int for_customer);

/** The `index`-th piece of Lua of a step, those in its texts, questions and
 *  ways out among them, but not those of translations; NULL past the end. A
 *  `step` of TIER1_NONE asks for
 *  those of the flow itself: its helpers, and of `anywhere`. Since: 0.1 */
TIER1_API const tier1_hook *tier1_chart_hook(const tier1_flow *flow,
                                             size_t step, size_t index);

/** The `index`-th constant under `data`, and its name; NULL past the end.
 *  Since: 0.1 */
TIER1_API const tier1_value *tier1_chart_data(const tier1_flow *flow,
                                              size_t index, const char **name);

/** The `index`-th value that a `call` or a `return` hands on, and its name
 *  there; NULL past the end. Since: 0.1 */
TIER1_API const tier1_hook *tier1_chart_with(const tier1_flow *flow,
                                             size_t step, size_t index,
                                             const char **name);

/** What a piece of Lua is. */
typedef enum tier1_hook_form {
    TIER1_HOOK_EXPRESSION = 1, /**< gives one value: a condition, a text */
    TIER1_HOOK_STATEMENTS = 2, /**< assigns, and gives nothing */
    TIER1_HOOK_BLOCK = 3,      /**< statements that end in `return` */
    TIER1_HOOK_HELPERS = 4     /**< the functions of a flow */
} tier1_hook_form;

/** A piece of Lua, and where it stands. */
typedef struct tier1_hook_info {
    tier1_hook_form form;
    const char *source;
    size_t length;     /**< of `source`, in bytes */
    const char *field; /**< the key it stands under: "when", "do", … */
    const char *step;  /**< NULL: of the flow itself */
    const char *file;
    unsigned line, column; /**< of its first character, from 1 */
    size_t number;         /**< its own in the library, from 0 */
} tier1_hook_info;

/** What a piece of Lua is: fills `out` and returns 1; 0 for a NULL.
 *  Since: 0.1 */
TIER1_API int tier1_hook_about(const tier1_hook *hook, tier1_hook_info *out);

/** How many pieces of Lua a library has. Never fails. Since: 0.1 */
TIER1_API size_t tier1_library_hook_count(const tier1_library *library);

/** A name that a piece of Lua uses. */
typedef struct tier1_hook_name {
    const char *name;
    const char *variable; /**< the variable of the flow that it is; or NULL */
    const char *map;      /**< "answers", "history", "visits", "tried" or
                               "refused", where it is one of them; or NULL */
    int assigned;         /**< stands on the left of an assignment */
    int whole;            /**< is used in other ways than with fixed fields */
    const char *const *fields; /**< the fixed fields: visits.X, answers["X"] */
    size_t field_count;
} tier1_hook_name;

/** The `index`-th name that a piece of Lua uses: fills `out` and returns 1; 0
 *  past the end. Since: 0.1 */
TIER1_API int tier1_hook_name_at(const tier1_hook *hook, size_t index,
                                 tier1_hook_name *out);

/** What a token of Lua is. */
typedef enum tier1_token_kind {
    TIER1_TOKEN_NAME = 1,
    TIER1_TOKEN_NUMBER = 2,
    TIER1_TOKEN_TEXT = 3,
    TIER1_TOKEN_WORD = 4,  /**< a keyword: "and", "nil", … */
    TIER1_TOKEN_SYMBOL = 5 /**< "==", "(", … */
} tier1_token_kind;

/** A token of a piece of Lua. */
typedef struct tier1_token {
    tier1_token_kind kind;
    const char *start; /**< in the source */
    size_t length;
    /** Of a text between quotes, without any escape: what is between them;
     *  else NULL. */
    const char *inner;
    size_t inner_length;
} tier1_token;

/** The token of a piece of Lua that begins at or behind the byte `*at`, comments
 *  left out: fills `out`, sets `*at` behind it and returns 1; 0 past the last.
 *  Since: 0.1 */
TIER1_API int tier1_hook_token(const tier1_hook *hook, size_t *at,
                               tier1_token *out);

/* ---- watching ---------------------------------------------------------- */

/** What a piece of Lua gave. */
typedef enum tier1_gave {
    TIER1_GAVE_NOTHING = 0, /**< statements, which give none */
    TIER1_GAVE_TRUE = 1,
    TIER1_GAVE_FALSE = 2, /**< false, or nil */
    TIER1_GAVE_OTHER = 3, /**< another value: to a condition that is true */
    TIER1_GAVE_FAILURE = 4
} tier1_gave;

/** Is told what a piece of Lua gave. It must not call into tier1 but for the
 *  functions of this header, and not jump out. */
typedef void (*tier1_watch_fn)(void *ud, const tier1_hook *hook,
                               tier1_gave gave);

/**
 * Have a function told each time that a piece of Lua has run in an engine, to
 * count what tests reach; NULL ends that. One that waits for the host has not
 * run yet, and is run again later. Walks that are made again without running
 * their Lua (a restored snapshot, a session that wakes) tell nothing.
 *
 * While somebody watches, no step takes the short way, so that all is told.
 *
 * Errors:  TIER1_EMISUSE  no engine; inside of a callback
 * Threads: that of the engine, which is also the one that is told.
 * Since:   0.1
 */
TIER1_API TIER1_CHECKED int tier1_engine_watch(tier1_engine *engine,
                                               tier1_watch_fn fn, void *ud);

/** Is told of a way that was taken and that no visit keeps: that of a step
 *  which was passed over ("next"), or visited too often ("on_limit"). The words
 *  are those of tier1_exit. It must not call into tier1 but for the functions
 *  of this header, and not jump out. */
typedef void (*tier1_passed_fn)(void *ud, const tier1_flow *flow,
                                const char *step, const char *rule, int number);

/**
 * Have a function told of such ways in an engine; NULL ends that. Walks that
 * are made again (a session that wakes, a copy) tell theirs again.
 *
 * Errors:  TIER1_EMISUSE  no engine; inside of a callback
 * Threads: that of the engine, which is also the one that is told.
 * Since:   0.1
 */
TIER1_API TIER1_CHECKED int tier1_engine_passed(tier1_engine *engine,
                                                tier1_passed_fn fn, void *ud);

#ifdef __cplusplus
}
#endif
#endif
