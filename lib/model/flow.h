/* SPDX-License-Identifier: MIT */
/* The image of a library of flows: flat, immutable, in one arena, made by
 * compile/ and read by run/ and the services. Nothing here knows YAML or Lua;
 * hooks are kept as text with the names that they use. */
#ifndef TIER1_MODEL_FLOW_H
#define TIER1_MODEL_FLOW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <tier1/library.h>
#include <tier1/session.h>
#include <tier1/translation.h>

#include "base/arena.h"
#include "base/index.h"
#include "base/map.h"
#include "data/value.h"

enum audience { AUDIENCE_AGENT = 0, AUDIENCE_CUSTOMER = 1 };
#define FOR_AGENT 1u
#define FOR_CUSTOMER 2u
#define FOR_BOTH 3u

#define NO_SLOT UINT32_MAX

/* What a name in a hook stands for. */
enum name_kind {
    NAME_VARIABLE, /* index: slot of the flow */
    NAME_DATA,     /* index: in flow->data */
    NAME_HELPER,   /* a function of the flow's `lua` */
    NAME_CONTEXT,  /* index: enum context */
    NAME_LIBRARY   /* a built-in of script/: string, tostring, date, host … */
};

/* What a hook may ask of its session. The order is that of the table in
 * model/names.c. */
enum context {
    CONTEXT_ANSWER,   /* the present answer, in check, on_leave and do */
    CONTEXT_ANSWERS,  /* map: step -> latest answer */
    CONTEXT_HISTORY,  /* map: step -> list of answers */
    CONTEXT_VISITS,   /* map: step -> count */
    CONTEXT_TRIED,    /* map: remedy or step -> result */
    CONTEXT_REFUSED,  /* map: step -> refusals at the present visit */
    CONTEXT_ELAPSED,  /* seconds */
    CONTEXT_NOW,      /* ISO 8601 text */
    CONTEXT_AUDIENCE, /* "agent", "customer" */
    CONTEXT_LANGUAGE, /* may be assigned */
    CONTEXT_SESSION,  /* map: id, channel, owner */
    CONTEXT_FLOW,     /* map: id, version */
    CONTEXT_COUNT
};

struct hook_name {
    const char *name;
    uint32_t index;
    uint8_t kind;      /* enum name_kind */
    bool assigned : 1; /* stands on the left of an assignment */
    bool whole : 1;    /* used in other ways than with fixed fields */
    uint16_t field_count;
    const char *const *fields; /* the fixed fields: visits.X, answers["X"] */
};

enum hook_form {
    HOOK_EXPRESSION, /* one value */
    HOOK_STATEMENTS, /* may assign variables, gives nothing */
    HOOK_BLOCK,      /* statements that end in `return` */
    HOOK_HELPERS     /* defines the functions of a flow */
};

/* From this byte of a hook's text on, it stands in this line of the file. */
struct hook_line {
    size_t at;
    unsigned line;
};

struct hook {
    const char *source;
    size_t length;
    uint8_t form;
    bool steady;                   /* changes no table that it is handed, by
                                      its text */
    uint32_t index;                /* in the library */
    const char *file;              /* where it stands */
    const char *step;              /* NULL: of the flow itself */
    const char *field;             /* "when", "on_enter", … */
    unsigned line;                 /* of its first line in the file */
    unsigned column;               /* of its first character */
    const struct hook_line *lines; /* in order, the first at 0; NULL: its own
                                      lines are the file's */
    const struct hook_name *names;
    uint32_t line_count, name_count;
};

/* A text is pieces; a piece is letters or an expression. */
struct piece {
    const char *text;
    const struct hook *hook; /* instead of letters */
};

struct pieces {
    const struct piece *items;
    size_t count;
};

/* A text in the words for each audience. Most are the same letters for all. */
struct text {
    const char *letters;        /* NULL: it has hooks, or is not the same */
    const struct pieces *forms; /* of each audience then; count 0: none */
};

/* What it says to one; `one` has room for what is only letters. */
static inline struct pieces
tier1__text_form(const struct text *text, unsigned audience, struct piece *one)
{
    if (!text)
        return (struct pieces){NULL, 0};
    if (!text->letters)
        return text->forms[audience];
    *one = (struct piece){text->letters, NULL};
    return (struct pieces){one, 1};
}

enum target_kind { TARGET_NONE, TARGET_STEP, TARGET_ESCALATE, TARGET_RESOLVE };

struct target {
    uint8_t kind;
    uint32_t step;
    const char *code; /* of an end that a choice makes itself */
};

struct route {
    const struct hook *when; /* NULL: always */
    struct target target;
};

struct routes {
    const struct route *items;
    size_t count;
};

/* A route by a result: worked, yes, accepted, a value, a returned name. */
struct route_case {
    const char *key; /* NULL: else */
    struct routes routes;
};

struct media {
    const char *file, *url;
    const struct text *alt;
};

/* What few have lies apart, once for all that have none of it. */
struct choice_more {
    const struct text *help;
    const struct hook *action; /* `do` */
    const char *const *also;
    size_t also_count;
    const char *const *kb;
    size_t kb_count;
    const char *result; /* of a try: worked, failed, skipped */
    const struct hook *when;
    bool once, other, exclusive;
};

struct choice {
    const char *value;
    const struct text *label; /* NULL: the value itself */
    struct routes go;
    const struct choice_more *more; /* never NULL */
};

enum match { MATCH_EXACT, MATCH_WORD, MATCH_CONTAINS };

/* A bound: a constant, or Lua. */
struct bound {
    const tier1_value *value;
    const struct hook *hook;
    const char *shown; /* a constant as the author wrote it */
};

struct question_more {
    struct bound min, max;
    const tier1_value *step; /* a number */
    const char *unit, *currency, *mask, *pattern;
    const char *const *accept;
    size_t accept_count;
    int64_t max_size; /* of a file, bytes; 0: any */
    const struct text *low, *high;
    const char *const *yes; /* further words for them */
    const char *const *no;
    size_t yes_count, no_count;
    struct target on_refusals;
    const tier1_value *fallback;
    const struct hook *check;
};

struct question {
    uint8_t type; /* tier1_answer_type */
    uint8_t match;
    uint16_t refusals; /* 0: no bound */
    bool optional : 1, sensitive : 1, multiline : 1;
    bool needs_agent : 1; /* a field whose label only an agent may read */
    uint8_t plain;        /* a step's: enum plain of model/plain.h */
    uint32_t slot;        /* of the variable it fills; NO_SLOT: none */
    uint32_t choice_count;
    const char *name;         /* of that variable */
    const struct text *label; /* of a field */
    const struct choice *choices;
    const struct question_more *more; /* never NULL */
};

struct binding { /* `with` */
    const char *name;
    uint32_t slot; /* in the called flow; NO_SLOT in a `return` */
    const struct hook *hook;
};

/* What an escalation says: a flow's defaults, or a step's own. */
struct escalation {
    const char *to, *priority, *kind, *code, *cause;
    const struct text *needs, *summary;
    const char *const *include;
    const char *const *exclude;
    const char *const *include_sensitive;
    size_t include_count, exclude_count, include_sensitive_count;
    bool has_include;
    bool has_on_request; /* else the caller's word holds */
    bool on_request;
};

struct step_more {
    const struct text *title, *note, *help;
    const struct media *media;
    size_t media_count;
    const struct hook *on_enter, *on_leave;
    struct routes on_error, on_timeout, on_limit;
    const char *phase;
    int64_t target_seconds;
    const char *const *tags;
    size_t tag_count;
    const char *const *kb;
    size_t kb_count;

    const char *remedy;         /* of a try */
    int64_t wait_seconds;       /* of a try */
    int64_t cost_seconds;       /* of a try */
    int64_t delay_seconds;      /* before each retry */
    const char *to;             /* of a consult */
    uint32_t retries;           /* of a run */
    uint32_t limit;             /* 0: none */
    int64_t timeout_seconds;    /* of a run */
    const char *callee_id;      /* of a call */
    uint32_t callee;            /* that flow, in the library */
    const struct binding *with; /* of call and return */
    size_t with_count;
    const char *name;                  /* of a return */
    const char *as, *solution, *cause; /* of a resolve */
    const char *offer_kind, *authority;
    const struct escalation *escalation; /* of an escalate */
};

struct step {
    const char *id;
    uint8_t kind;     /* tier1_kind */
    uint8_t audience; /* FOR_… */
    bool skip_if_known, skip_if_tried;
    unsigned line, column;
    uint32_t slot; /* that the step saves in; NO_SLOT: none */
    const struct text *text;
    const struct hook *when;
    const struct hook *body; /* of run, set, and branch */
    struct routes next;
    const struct route_case *cases;
    const struct question *fields; /* of form and escalate */
    uint32_t case_count, field_count;
    struct question question;     /* of ask, try, tell, offer */
    const struct step_more *more; /* never NULL */

    /* Answers from here to an end: at least; at most, each step once. */
    uint32_t fewest, most;
};

/* Where there is nothing more. */
extern const struct choice_more tier1__choice_nothing;
extern const struct question_more tier1__question_nothing;
extern const struct step_more tier1__step_nothing;

struct variable {
    const char *name, *label;
    const char *type_name;        /* as in the format; "map" and "list" too */
    const struct question *shape; /* how a given value is read; never NULL */
    bool any;                     /* of no fixed type: run results, map, list */
    bool declared, given, required, sensitive, agent_only;
    const tier1_value *fallback;
};

struct constant {
    const char *name;
    const tier1_value *value;
};

/* What a translation says in the place of what the flow has. */
struct said {
    const void *own; /* the text; the question_more of a unit; the
                               choice that has further words */
    const struct text *text;
    const char *const *words;
    uint32_t word_count;
    bool inherited; /* of the translation that it falls back to */
};

struct translation {
    const char *language, *file, *sha256;
    const char *title, *summary;
    const struct said *items;    /* by the address of `own` */
    const char *const *messages; /* its own, by their number; NULL: none */
    uint32_t count;
    tier1_translation_info info;
};

struct tier1_flow {
    const tier1_library *library;
    uint32_t index;
    tier1_flow_info info;
    const char *const *tags;
    size_t tag_count;
    uint8_t audience; /* FOR_… */
    const struct variable *variables;
    size_t variable_count;
    size_t declared_count; /* of them; they come first */
    const struct constant *data;
    size_t data_count;
    const struct hook *helpers; /* NULL: none */
    const char *const *helper_names;
    size_t helper_count;
    struct escalation escalation;
    const struct choice *anywhere;
    size_t anywhere_count;
    const struct step *steps;
    size_t step_count;
    uint32_t start;
    struct index step_names;          /* by id */
    const tier1_flow *const *callees; /* each flow that it calls, once */
    size_t callee_count;
    const struct translation *translations; /* by language */
    size_t translation_count;
    uint8_t print[32]; /* of it, its Lua, and all that it can reach */
};

struct tier1_library {
    tier1_allocator allocator;
    atomic_uint uses;
    struct arena arena;
    const tier1_flow *const *flows;
    size_t flow_count;
    struct map flow_names;
    uint32_t hook_count;
    const char *const *languages; /* that some flow is translated into */
    size_t language_count;
    bool unproven; /* what the texts of hooks prove is not known yet: it was
                      read from a compiled file, which is not believed */
};

/* That of a variable of no fixed type. */
extern const struct question tier1__question_any;

/* The index of a step or variable by its name; UINT32_MAX: none. */
uint32_t tier1__flow_step(const tier1_flow *flow, const char *id);
uint32_t tier1__flow_slot(const tier1_flow *flow, const char *name);

/* The flows that a walk of this one can come to, itself first, in an order that
 * depends on them alone; NULL without memory. */
const tier1_flow *const *tier1__flow_reach(const tier1_flow *flow,
                                           struct arena *a, size_t *count);

/* When the steps of all flows are known: what the flow calls, then, when that
 * is known of all, its fingerprint. False without memory. */
bool tier1__flow_callees(tier1_flow *flow, struct arena *keep,
                         struct arena *temp);
bool tier1__flow_print(tier1_flow *flow, struct arena *keep,
                       struct arena *temp);

/* The format's words for what is one of a few; NULL at the end. */
extern const char *const tier1__free_types[]; /* that only variables have */
extern const char *const tier1__phases[];
extern const char *const tier1__try_results[];
extern const char *const tier1__resolved_as[];
extern const char *const tier1__offer_kinds[];
extern const char *const tier1__priorities[];
extern const char *const tier1__escalation_kinds[];

/* The number of a context name; CONTEXT_COUNT where it is none. */
unsigned tier1__context_find(const char *name, size_t length);
const char *tier1__context_name(unsigned context);

/* Whether a list of words holds one. */
bool tier1__words_have(const char *const *words, size_t count,
                       const char *word);

#endif
