/* SPDX-License-Identifier: MIT */
/**
 * @file author.h
 * @brief For those who write flows: scripts of answers, and test files.
 *
 * A library of its own (libtier1-author), over the public functions of
 * libtier1: what the command and editors use, and an embedder need not ship.
 *
 *     tier1_tests *tests = NULL;
 *     int rc = tier1_tests_load(&tests, &findings, engine, "x.test.yaml",
 *                               bytes, length);
 *     for (size_t i = 0; rc == TIER1_OK && i < tier1_tests_count(tests); i++) {
 *         tier1_case_result *result = NULL;
 *         rc = tier1_tests_run(&result, tests, i, library, NULL);
 *         if (rc == TIER1_OK)
 *             printf("%s: %s\n", result->name, result->message);
 *         tier1_case_result_free(result);
 *     }
 *
 * Memory is malloc()'s, but for values, which are their engine's. No I/O, no
 * clock, no environment, no locale, no printing.
 *
 * Threads: one at a time per object.
 */
#ifndef TIER1_AUTHOR_H
#define TIER1_AUTHOR_H

#include <tier1/coverage.h>
#include <tier1/diag.h>
#include <tier1/engine.h>
#include <tier1/journal.h>
#include <tier1/library.h>
#include <tier1/session.h>
#include <tier1/sys/yaml.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The nearest of some words, for a "did you mean": at most a third of the
 * word's characters differ (one at least). NULL where none is near enough.
 *
 * Lifetime: the candidate's own.
 * Since:    0.1
 */
TIER1_API const char *tier1_word_near(const char *word,
                                      const char *const *words, size_t count);

/**
 * Read a time, "2026-01-05T09:00:00Z" or with an offset ("+01:00"), as
 * milliseconds since 1970.
 *
 * Errors: TIER1_EINVALID, TIER1_EMISUSE
 * Since:  0.1
 */
TIER1_API TIER1_CHECKED int tier1_time_read(int64_t *milliseconds,
                                            const char *text);

/* ---- Scripts ---------------------------------------------------------- */

/**
 * What is answered, in order or by step, and what host functions say.
 *
 * `answers` is a list, taken in order, or a map by step id ("flow/step" or
 * "step" for a step of a sub-flow), where a list is for a step that is asked
 * again (for a `multi`, whose answer is a list, a list of lists). An item is
 *  - a scalar: the answer, as typed;
 *  - a list: the answer to a `multi`; a map: that to a form, or a file;
 *  - `{reject: X}`: an answer that must be refused;
 *  - `{back: N}`, `{escalate: "why"}`, `{transfer: "kim"}`;
 *  - `{language: gl}`: it goes on in another language;
 *  - `{abandon: "why"}`: the person has gone;
 *  - `{host: VALUE}`, `{advice: VALUE}`, `{timeout: true}`, `{error: "why"}`:
 *    what comes to a session that waits, or that it will not come; a host
 *    function for which `host` has nothing answers later where one of them
 *    stands next;
 *  - `{stay: STEP}`: the session stays at this step: a host function does not
 *    answer yet, a `tell` is not acknowledged, a pause does not pass; a `back`,
 *    `escalate`, `abandon`, `transfer`, `language` or `revise` behind it happens
 *    there, and
 *    where nothing stands behind it the session is left so; an answer
 *    acknowledges the `tell`;
 *  - `{revise: {STEP: X, …}}`: earlier answers are changed, and the later
 *    ones given again where their steps still ask and still take them.
 * A map with one of these words as its only key is a form's all the same
 * where the form has a field of that name. A `tell` takes no item, and a
 * `back` does not stop at one. An escalation with fields takes a map; where
 * the next item is something else, it is answered with nothing.
 *
 * `host` is a map by function: a list of results, in order of call, or one
 * value, which answers every call.
 */
typedef struct tier1_script tier1_script;

/** What an item of a script came to. */
typedef struct tier1_script_event {
    const char *step;      /**< as in a path: "step", "flow/step" */
    const char *answer;    /**< as text or JSON; "(hidden)" where sensitive */
    const char *message;   /**< why it was refused, or what is wrong */
    unsigned line, column; /**< of the item; 0 where there was none */
    int refused;           /**< the session refused it */
    int expected;          /**< the item was a `reject` */
    int stays;             /**< nothing is left, and it is to stay as it is */
} tier1_script_event;

/**
 * Make a script of the nodes of a document.
 *
 * What is wrong with them is added to `findings`, under the file's `name`.
 *
 * Ownership: yours, tier1_script_free(). The document must outlive it.
 * Errors:    TIER1_EINVALID  the findings say why
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_script_new(tier1_script **out, tier1_diagnostics *findings,
                 tier1_engine *engine, const tier1_document *doc,
                 const char *name, const tier1_node *answers,
                 const tier1_node *host);

/** Free a script. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_script_free(tier1_script *script);

/**
 * The host function of a script, to be registered under no name:
 * `tier1_engine_host(engine, NULL, tier1_script_host, script)`.
 *
 * A call for which the script has no result, now or by its next item, fails
 * and says so.
 *
 * Since: 0.1
 */
TIER1_API int tier1_script_host(void *script, const tier1_call *call,
                                tier1_value **result);

/**
 * Take the next item to the session.
 *
 * A session that pauses before a retry takes none: it is given a tick, and
 * where the pause is not over by its engine's clock, TIER1_OK is returned.
 *
 * Errors: TIER1_EANSWER   it was refused, or was to be refused and was taken
 *         TIER1_EREFUSED  a back, escalate, transfer or revise that the
 *                         session refuses
 *         those of the session's calls
 *         tier1_script_last() says which item and why.
 * Hooks:  may run hooks.
 * Since:  0.1
 *
 * @return the state of the session (TIER1_ASK, TIER1_WAIT, TIER1_DONE);
 *         TIER1_OK where the script has nothing more for it, or it has ended
 *         before; or an error.
 */
TIER1_API TIER1_CHECKED int tier1_script_step(tier1_script *script,
                                              tier1_session *session);

/** What the last tier1_script_step() came to. Lifetime: until the next one.
 *  Never NULL. Since: 0.1 */
TIER1_API const tier1_script_event *
tier1_script_last(const tier1_script *script);

/** How many items of a list have not been used, and where the first stands
 *  (`line` may be NULL). 0 for a map. Since: 0.1 */
TIER1_API size_t tier1_script_left(const tier1_script *script, unsigned *line);

/* ---- Test files ------------------------------------------------------- */

/** A test file. */
typedef struct tier1_tests tier1_tests;

/**
 * Read a test file.
 *
 * Ownership: `*out` is yours, tier1_tests_free(); `*findings`, unless NULL
 *            was given for it, tier1_diagnostics_free(). The engine must
 *            outlive `*out`.
 * Errors:    TIER1_EINVALID  `*out` is NULL, the findings say why
 *            TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_tests_load(tier1_tests **out,
                                             tier1_diagnostics **findings,
                                             tier1_engine *engine,
                                             const char *name,
                                             const char *bytes, size_t length);

/** Free a test file. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_tests_free(tier1_tests *tests);

/** The id of the flow that is tested. Lifetime: until tier1_tests_free().
 *  Since: 0.1 */
TIER1_API const char *tier1_tests_flow(const tier1_tests *tests);

/** How many cases there are. Since: 0.1 */
TIER1_API size_t tier1_tests_count(const tier1_tests *tests);

/** The name of a case, and its line (`line` may be NULL); NULL past the end.
 *  Lifetime: until tier1_tests_free(). Since: 0.1 */
TIER1_API const char *tier1_tests_case(const tier1_tests *tests, size_t index,
                                       unsigned *line);

/**
 * Hold a test file against its flow: steps and variables that it names and
 * the flow does not have are added to `findings`.
 *
 * Errors: TIER1_ENOTFOUND  the library has no flow of that id; a finding too
 *         TIER1_ENOMEM, TIER1_EMISUSE
 * Since:  0.1
 */
TIER1_API TIER1_CHECKED int tier1_tests_check(const tier1_tests *tests,
                                              const tier1_library *library,
                                              tier1_diagnostics *findings);

/** How a case went. */
typedef enum tier1_case_status {
    TIER1_CASE_PASSED = 1,
    TIER1_CASE_FAILED = 2, /**< an expectation was not met */
    TIER1_CASE_ERROR = 3   /**< it could not be run */
} tier1_case_status;

/** "passed", "failed", "error". Static; NULL for what is none. Since: 0.1 */
TIER1_API const char *tier1_case_status_text(tier1_case_status status);

/** A step of a case's walk. Texts may be NULL where there was none. */
typedef struct tier1_case_step {
    const char *step;     /**< as in `path` */
    const char *question; /**< what was asked there, as it was shown */
    const char *answer;   /**< as text or JSON; NULL too where sensitive */
} tier1_case_step;

/** The result of a case. */
typedef struct tier1_case_result {
    tier1_case_status status;
    const char *name;
    unsigned line;           /**< of the case */
    const char *message;     /**< one line; "" where it passed */
    unsigned message_line;   /**< of what the message is about; 0: none */
    const char *outcome;     /**< "resolved", …, "waiting", "open" */
    const char *reason;      /**< or NULL */
    const char *at;          /**< or NULL where no session was started */
    const char *const *path; /**< without what was undone */
    size_t path_count;
    const char *const *entered; /**< "flow/step" of every step entered, undone
                                     ones too */
    size_t entered_count;
    double seconds;              /**< that it took, by `ticks`; 0 without */
    const tier1_case_step *walk; /**< the steps of `path`, `path_count` too */
    const char *const *expected; /**< the path that is expected; NULL: none */
    size_t expected_count;
    size_t same; /**< of the expected path, how many steps were taken before
                      the walk left it; TIER1_NONE where it did not */
} tier1_case_result;

/** How cases are run. All zero means: default caps, no ticks. */
typedef struct tier1_case_options {
    size_t size; /**< sizeof(tier1_case_options), set by the macro */
    tier1_caps caps;
    int64_t (*ticks)(void *ud); /**< as of an engine */
    void *ud;                   /**< handed to `ticks` and `prepare` */
    /** Called with the engine of each case before anything is done in it, to
     *  set it up further: tier1_worker_start(). What it returns, if not
     *  TIER1_OK, tier1_tests_run() does. NULL: none. */
    int (*prepare)(void *ud, tier1_engine *engine);
    tier1_coverage *coverage; /**< counts what the case reaches; or NULL */
} tier1_case_options;

#define TIER1_CASE_OPTIONS_INIT                                                \
    {                                                                          \
        sizeof(tier1_case_options), TIER1_CAPS_INIT, NULL, NULL, NULL, NULL    \
    }

/**
 * Run one case, in an engine of its own.
 *
 * Its clock stands at the case's `now` (2026-01-01T00:00:00Z where it has
 * none) and goes on by one second before each answer; pauses take their
 * time. Its random bytes are the same each time; host functions answer what
 * the case says.
 *
 * What is expected: `outcome` and `at` are the same words; `path` is the whole
 * path, without what was undone; each of `visits` is in it; each of `vars` has
 * this value, a list as a whole, a map as far as it is written; `packet` is a
 * part of the packet: of a map the keys that stand there, of a list some items
 * in this order. Nothing (an empty value, `null`, `[]`, `{}`) is expected to
 * be absent or empty. Items that are left over fail a case.
 *
 * Ownership: `*out` is yours, tier1_case_result_free().
 * Errors:    TIER1_ENOTFOUND  there is no such case
 *            TIER1_ENOMEM, TIER1_EMISUSE, what `prepare` gives
 *            What goes wrong in the case itself is a result.
 * Threads:   any number at once may run cases of one file, each with options
 *            of its own, while nothing else is done with it.
 * Hooks:     runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_tests_run(tier1_case_result **out, const tier1_tests *tests, size_t index,
                tier1_library *library, const tier1_case_options *options);

/** Free a result. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_case_result_free(tier1_case_result *result);

/** What became of a case that failed. */
typedef struct tier1_case_change {
    const char *name;
    unsigned line;    /**< of the case, in the file as it was */
    const char *what; /**< the expectations that were rewritten, such as "path,
                           vars"; NULL where none was */
    const char *why;  /**< why it was left; NULL where it was rewritten */
} tier1_case_change;

/** A test file with what its cases come to. */
typedef struct tier1_updated {
    const char *text; /**< the new file; NULL where nothing was rewritten */
    size_t length;
    const tier1_case_change *cases; /**< those that failed, in their order */
    size_t count;
} tier1_updated;

/**
 * Write what cases come to in the place of what they expect, where they fail.
 *
 * Only what is expected is rewritten, as far as it is not met, and in the form
 * in which it stands; each comment and every other byte stay. The new
 * file is read and its cases are run before it is given: those that were
 * rewritten pass, and those that passed do. A case is left as it is that could
 * not be run, of which an answer is refused or left over, that ends without an
 * answer for what is asked while it expects an end, and one whose expectation
 * is shared by an alias or has a comment where it would have to go.
 *
 * `choose`, unless NULL, says of a case by its name whether it is looked at.
 *
 * Ownership: `*out` is yours, tier1_updated_free().
 * Errors:    TIER1_EINVALID  the file has errors
 *            TIER1_ENOTFOUND the library has no flow of its id
 *            TIER1_ENOMEM, TIER1_EMISUSE, what `prepare` gives
 * Hooks:     runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_tests_update(tier1_updated **out, tier1_engine *engine, const char *name,
                   const char *bytes, size_t length, tier1_library *library,
                   const tier1_case_options *options,
                   int (*choose)(void *ud, const char *name), void *ud);

/** Free it. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_updated_free(tier1_updated *updated);

/* ---- From a record to a test ------------------------------------------- */

/** A case that was made of a record. */
typedef struct tier1_made_case {
    const char *name;
    const char *flow;    /**< the id of the flow that is tested */
    const char *text;    /**< YAML: an item of `cases`, two columns in; NULL
                              where it cannot be made */
    const char *problem; /**< why not, in one line; "" where it is made */
    const char *note;    /**< what the case leaves out of the record; or NULL */
    size_t sensitive;    /**< how many sensitive values it holds, or would */
} tier1_made_case;

/** How a case is made. All zero means: named by flow, end and date, for a
 *  file of its own, without sensitive values. */
typedef struct tier1_make_options {
    size_t size;      /**< sizeof(tier1_make_options), set by the macro */
    const char *name; /**< of the case */
    const tier1_tests *beside;     /**< the file that it is for; or NULL */
    int with_sensitive;            /**< sensitive values are written too */
    tier1_policy policy;           /**< TIER1_POLICY_PIN or _EXACT */
    const tier1_case_options *run; /**< how cases are run; or NULL */
} tier1_make_options;

#define TIER1_MAKE_OPTIONS_INIT                                                \
    {                                                                          \
        sizeof(tier1_make_options), NULL, NULL, 0, TIER1_POLICY_PIN, NULL      \
    }

/**
 * Make a test case of a record: what was given and said, and that the walk
 * takes the same way to the same end, or stands at the same step. Texts are
 * not expected. A record that waits or is open makes a case that does.
 *
 * The case is run, and is made only where it passes. It is told as it was, with
 * what was taken back and changed; where a test cannot say that, without
 * (`note` says so). It stands at the test's own time, unless the way depends
 * on the time of the record. A refused answer that the record does not hold is
 * left out, unless the way depends on it: then another that is refused stands
 * for it. What cannot be made a case of, is a problem: a record that does not
 * fit, a limit of time or memory that struck a hook, a hook that depends on
 * how long an answer took, sensitive values where they are not wanted, a name
 * that another case of `beside` has.
 *
 * Sensitive are answers to questions that are, what was given to variables that
 * are, and what a host function said to a step that saves it in one.
 *
 * Ownership: `*out` is yours, tier1_made_case_free(). `json` is a record, as
 *            tier1_session_record() writes it.
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE, what `run->prepare` gives
 *            What keeps a case from being made is in `*out`.
 * Hooks:     runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_case_make(tier1_made_case **out,
                                            tier1_library *library,
                                            const char *json, size_t length,
                                            const tier1_make_options *options);

/** Free a case that was made. NULL is allowed. Since: 0.1 */
TIER1_API void tier1_made_case_free(tier1_made_case *made);

/**
 * Put a case that was made at the end of a test file; every byte of the file
 * stays. `bytes` NULL is a file that is not there yet.
 *
 * Ownership: `out` is yours, tier1_buf_dispose(); `*findings`, unless NULL
 *            was given for it, tier1_diagnostics_free().
 * Errors:    TIER1_EINVALID  the file has errors, is for another flow, or has
 *                            no room at its end: the findings say why
 *            TIER1_ENOMEM, TIER1_EMISUSE (also for a case without `text`)
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_tests_add(tier1_buf *out, tier1_diagnostics **findings,
                tier1_engine *engine, const char *name, const char *bytes,
                size_t length, const tier1_made_case *made);

#ifdef __cplusplus
}
#endif
#endif
