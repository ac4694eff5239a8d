/* SPDX-License-Identifier: MIT */
/* The one door to Lua. Only this folder includes Lua's headers; nothing of it
 * and no longjmp comes out of here.
 *
 * A hook is compiled once for each engine, with the names that it uses known
 * (compile/ resolved them). To run it, the values of just those names are
 * pushed, in an environment that is fresh, or as good as that (kept.h), and one
 * protected call made. What it did is seen only through what comes back: a
 * result and assignments. */
#ifndef TIER1_SCRIPT_SCRIPT_H
#define TIER1_SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/engine.h"
#include "data/value.h"
#include "model/flow.h"

/* ---- while loading ---------------------------------------------------- */

/* A free name that a text uses, as the scan of its words finds it. */
struct scan_name {
    const char *name; /* in the arena */
    const char *at;   /* its first use, in the text that was scanned */
    bool assigned;    /* assigned somewhere, also as part of a list, or
                         defined by `function name()` */
    bool whole;       /* used other than as name.field or name["field"] */
    bool called;      /* used as name(…) */
    const char *const *fields; /* each fixed field once */
    uint16_t field_count;
};

struct scan {
    const struct scan_name *names; /* in order of first use */
    size_t name_count;
    const char *top_comma; /* one outside all brackets and functions */
    /* It is one expression that Lua's compiler takes for certain, under all of
     * its limits. False does not say that it is wrong. */
    bool sound;
    /* Proven: it changes no table but such as it made itself, whatever it is
     * handed. What is not understood is not proven. */
    bool steady;
};

/* Finds the free names of a text by reading its tokens, with the scopes of
 * locals, parameters and loop variables. A superset is safe: a local used
 * before its declaration counts as free. Never fails on bad syntax (the
 * compiler reports that); false without memory. */
bool tier1__script_scan(struct arena *a, const char *source, size_t length,
                        struct scan *out);

/* Is this a name that the sandbox has (string, tostring, date, host, …)? */
bool tier1__script_has(const char *name, size_t length);
/* Is this a member of one of its tables (string.upper, date.add)? True also
 * where `table` is no such table, and for every field of `host`. */
bool tier1__script_has_member(const char *table, const char *member);
/* All of those names, for "did you mean"; NULL past the end. */
const char *tier1__script_name(size_t index);

enum script_failure {
    SCRIPT_OK,
    SCRIPT_ERROR,   /* a Lua error, or a result that cannot be used */
    SCRIPT_TIME,    /* the budget of instructions, of time, or of matching */
    SCRIPT_MEMORY,  /* the cap hook_memory */
    SCRIPT_HOST,    /* a host function failed, and the hook let it */
    SCRIPT_TIMEOUT, /* a host function was not in time */
    SCRIPT_NOMEM    /* the host's allocator gave nothing: undo the step */
};

struct script_problem {
    enum script_failure failure;
    unsigned line;     /* in the file, as far as known; else the hook's */
    char message[256]; /* one line, made safe, without position */
    bool chance;       /* struck from outside: need not happen again */
};

/* Compiles a text to see whether it will; runs nothing. SCRIPT_OK,
 * SCRIPT_ERROR (syntax, not text, too long), SCRIPT_MEMORY or SCRIPT_NOMEM. */
enum script_failure tier1__script_check(tier1_engine *e,
                                        const struct hook *hook,
                                        struct script_problem *problem);

/* ---- while walking ---------------------------------------------------- */

/* What a hook sees of its session; run/ fills it. Callbacks return false (or
 * NULL) when there is no memory. */
struct script_scope {
    void *ud;
    int64_t now_ms; /* of the session's clock, for `date`; 0: none */
    /* The value of a variable or context name; NULL: out of memory. Nil is
     * tier1__value_null. The value need only live through the call. */
    const tier1_value *(*get)(void *ud, const struct hook_name *name);
    /* Statements only: a variable or `language` was given a value, which need
     * not live longer than the call. A text in `problem` says
     * why it does not fit. SCRIPT_OK, SCRIPT_ERROR or SCRIPT_NOMEM. */
    enum script_failure (*set)(void *ud, const struct hook_name *name,
                               const tier1_value *value,
                               struct script_problem *problem);
    /* host.NAME(args): SCRIPT_OK and *result, or SCRIPT_HOST, SCRIPT_TIMEOUT
     * or SCRIPT_NOMEM; SCRIPT_ERROR where no such function is registered.
     * NULL: host functions may not be called here. */
    enum script_failure (*call)(void *ud, const char *name,
                                const tier1_value *const *args,
                                size_t arg_count, const tier1_value **result,
                                struct script_problem *problem);
    /* One of the fields that the hook asks of a context name by step (answers,
     * history, visits, refused), as `get` would give it in its map; it lives
     * until the next is asked for. Where it is NULL, `get` is asked. */
    const tier1_value *(*field)(void *ud, const struct hook_name *name,
                                const char *field);
};

/* The compiled hooks of a library in this engine: taken at a session's start
 * and given back at its end. NULL without memory. */
struct script_use *tier1__script_take(tier1_engine *e,
                                      const tier1_library *library);
void tier1__script_give(tier1_engine *e, struct script_use *use);

/* Runs a hook. *result (NULL is allowed for it) is its value in `a`, or null;
 * statements give null. On anything but SCRIPT_OK *problem is filled. */
enum script_failure
tier1__script_run(tier1_engine *e, struct script_use *use,
                  const tier1_flow *flow, const struct hook *hook,
                  const struct script_scope *scope, struct arena *a,
                  const tier1_value **result, struct script_problem *problem);

/* Does a Lua pattern match the whole text? Under the matcher's budget:
 * SCRIPT_OK and *yes, SCRIPT_ERROR (a malformed pattern) or SCRIPT_TIME. Uses
 * no Lua state. */
enum script_failure tier1__script_matches(const tier1_engine *e,
                                          const char *text, size_t length,
                                          const char *pattern, bool *yes,
                                          struct script_problem *problem);

#endif
