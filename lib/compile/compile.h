/* SPDX-License-Identifier: MIT */
/* From YAML nodes to the flow image. One compiler a load, one unit a file.
 *
 * A file is read in two passes: names.c collects every name that an
 * expression may use and every step, then the decoders make the image with
 * all names known. Findings are noted and the work goes on, so that one run
 * shows many; lack of memory sticks in `nomem` and is looked at in the end. */
#ifndef TIER1_COMPILE_COMPILE_H
#define TIER1_COMPILE_COMPILE_H

#include <stdbool.h>
#include <string.h>

#include <tier1/library.h>

#include "base/arena.h"
#include "base/engine.h"
#include "data/yaml.h"
#include "diag/diag.h"
#include "model/flow.h"

struct unit;

/* A file that says `translates`, until all flows are read. */
struct foreign {
    struct source source;
    const tier1_node *root;
    struct unit *unit;                /* of its flow; NULL: not known yet */
    bool beside;                      /* was found by that flow's name */
    const char *language;             /* NULL: it could not be read */
    const tier1_node *steps, *stamps; /* NULL: it has none */
    size_t errors;
    struct foreign *next;
};

struct compiler {
    tier1_engine *engine;
    tier1_library *library; /* being built */
    tier1_diagnostics *diagnostics;
    const tier1_load_options *options;
    struct arena temp;    /* nodes and names; freed after the load */
    struct arena scratch; /* what is needed for one step */
    struct arena packed;  /* steps, freed as they are decoded */
    struct unit **units;
    size_t unit_count, unit_cap;
    struct foreign *foreign, **foreign_end; /* in the order they came */
    struct lint_lua *lint_hooks; /* by their numbers; see lint_lua.h */
    size_t lint_hook_cap;
    bool alone; /* there is one source */
    bool calls; /* of other flows: link.c looks at the steps again */
    bool nomem;
};

/* What a name of a flow stands for. */
struct name {
    const char *text;
    const char *what;      /* "step", "variable", … for messages */
    unsigned line, column; /* where it is declared; 0: in Lua */
    uint32_t index;
    uint8_t kind; /* enum name_kind; NAME_NONE: cannot be read */
    bool assignable;
};
#define NAME_NONE 255
/* Of a step's name that a hook cannot use at all; NO_SLOT: it has no value. */
#define NO_NAME (NO_SLOT - 1)

/* What is known of a step's name beside the step. */
struct step_name {
    uint32_t slot;       /* the variable of that name, or NO_… */
    unsigned end_column; /* where it ends in the file */
};

/* A use of tried.NAME, checked when all flows are known. */
struct remedy_use {
    const char *name;
    tier1_node at; /* a copy, for its place */
    struct remedy_use *next;
};

/* From a byte of a scalar's text on: where that stands in the file, letter by
 * letter up to the next of these. */
struct place {
    size_t at;
    unsigned line, column;
};

struct places {
    const tier1_node *node; /* the scalar */
    const char *text;    /* whose these are, of a node that may have been made
                         anew since; NULL: nobody's yet */
    struct place *items; /* in the order of the text, the first at 0 */
    size_t count, cap;
    bool exact;   /* else nothing is known but where the scalar stands */
    bool literal; /* each line of the text is one of the file, in a row */
    const char *line_at; /* where the line of the source begins that was */
    unsigned line;       /* looked for last; 0: none yet */
};

/* What a flow wants to hear no more. */
struct ignored {
    const tier1_node *rule; /* as it stands in the file */
    size_t step;            /* NO_STEP: of all */
    bool used;
};

struct unit {
    struct compiler *c;
    struct source source;
    const tier1_node *root;
    tier1_flow *flow;
    struct name *names; /* but those of steps */
    size_t name_count, name_cap;
    struct map name_map;
    struct step_name *step_known; /* by step */
    const tier1_node *steps;      /* the map */
    struct step *step_items;
    struct route *ways; /* to each step, for all that have no condition */
    struct variable *variables;
    size_t variable_cap;
    struct remedy_use *remedies;
    struct places places; /* of the scalar that is at hand */
    /* Defaults of every question. */
    uint16_t refusals;
    const tier1_node *on_refusals;
    uint8_t match;
    struct ignored *ignored;
    size_t ignored_count;
    size_t translation_cap;
    bool loaded;   /* decoded so far that others may refer to it */
    size_t errors; /* of this file */
};

/* ---- notes.c: findings and memory ---- */

void tier1__error(struct unit *u, const tier1_node *at, const char *rule,
                  const char *hint, const char *format, ...);
/* Of a step (NO_STEP: of none); nothing where the flow ignores it. */
void tier1__warn(struct unit *u, size_t step, const tier1_node *at,
                 const char *rule, const char *hint, const char *format, ...);
#define NO_STEP SIZE_MAX
void tier1__error_span(struct unit *u, struct span span, const char *rule,
                       const char *hint, const char *message);
/* "did you mean 'X'?" in the temporary arena; NULL for no candidate. */
const char *tier1__did_you_mean(struct unit *u, const char *candidate);

/* Memory of the image; NULL is noted in `nomem`. */
/* A step with its name, unpacked into the scratch arena; NULL without memory. It
 * is good until that goes back to the mark. */
const tier1_pair *tier1__step_pair(struct unit *u, size_t index);
/* The same without what lists and maps in it hold. */
const tier1_pair *tier1__step_top(struct unit *u, size_t index);
/* Where its name stands, when steps are known. */
tier1_node tier1__step_place(const struct unit *u, size_t index);

void *tier1__make(struct unit *u, size_t count, size_t size);
/* What only few have: `nothing` where `more` is the same, byte for byte (both
 * began with the same ones), else a copy in the image. */
const void *tier1__keep_more(struct unit *u, const void *more,
                             const void *nothing, size_t size);
const char *tier1__keep(struct unit *u, const tier1_node *scalar);

/* ---- fields.c: the keys of a map ---- */

#define FIELDS_MAX 96

struct fields {
    struct unit *u;
    const tier1_node *node;
    const char *what; /* "a step", for messages */
    size_t asked_count;
    uint64_t there; /* a bit for each key, by its mark */
    bool *taken;    /* by pair; NULL without memory */
    bool few[24];   /* `taken` of most maps */
    const char *asked[FIELDS_MAX];
};

/* Most keys that a map may have it has not: that is seen by a mark of six
 * bits, which costs nothing for a word that stands in the program. */
static inline uint64_t tier1__field_bit(const char *key, size_t length)
{
    unsigned first = (unsigned char)key[0], last;

    if (length == 0)
        return 1;
    last = (unsigned char)key[length - 1];
    return UINT64_C(1) << ((first + 9 * last + 5 * (unsigned)length) & 63);
}

/* Opens a map; anything else is an error and gives false. */
bool tier1__fields_open(struct fields *f, struct unit *u,
                        const tier1_node *node, const char *what);
const tier1_node *tier1__field_find(const struct fields *f, const char *key,
                                    size_t length, bool take);

/* The value of a key, which is then known; NULL where it is not there. */
static inline const tier1_node *tier1__field(struct fields *f, const char *key)
{
    size_t length = strlen(key);

    if (f->asked_count < FIELDS_MAX)
        f->asked[f->asked_count++] = key;
    if (!(f->there & tier1__field_bit(key, length)))
        return NULL;
    return tier1__field_find(f, key, length, true);
}

/* The same without asking for it. */
static inline const tier1_node *tier1__field_peek(const struct fields *f,
                                                  const char *key)
{
    size_t length = strlen(key);

    if (!(f->there & tier1__field_bit(key, length)))
        return NULL;
    return tier1__field_find(f, key, length, false);
}

/* The key of a map, to point at; the map where it has none of that name. */
const tier1_node *tier1__key_node(const tier1_node *map, const char *key);

/* Reports every key that nobody asked for. */
void tier1__fields_close(struct fields *f);

/* The value of a key, in the form that is wanted of it; an error where it has
 * another. */
const char *tier1__as_text(struct fields *f, const char *key,
                           const tier1_node *n);
bool tier1__as_bool(struct fields *f, const char *key, const tier1_node *n,
                    bool absent);
int64_t tier1__as_duration(struct fields *f, const char *key,
                           const tier1_node *n);
int64_t tier1__as_integer(struct fields *f, const char *key,
                          const tier1_node *n, int64_t least, int64_t most,
                          int64_t absent);
const char *tier1__as_word(struct fields *f, const char *key,
                           const tier1_node *n, const char *const *words,
                           const char *absent);
const char *const *tier1__as_words(struct fields *f, const char *key,
                                   const tier1_node *n, size_t *count);

/* These are inline so that what is not there, as most is not, costs no call. */

/* A scalar as text; a list or map is an error. NULL where it is not there. */
static inline const char *tier1__field_text(struct fields *f, const char *key)
{
    const tier1_node *n = tier1__field(f, key);
    return n ? tier1__as_text(f, key, n) : NULL;
}

static inline bool tier1__field_bool(struct fields *f, const char *key,
                                     bool absent)
{
    const tier1_node *n = tier1__field(f, key);
    return n ? tier1__as_bool(f, key, n, absent) : absent;
}

/* Whole seconds of a duration with units; 0 where it is not there. */
static inline int64_t tier1__field_duration(struct fields *f, const char *key)
{
    const tier1_node *n = tier1__field(f, key);
    return n ? tier1__as_duration(f, key, n) : 0;
}

/* A whole number from `least` to `most`; `absent` where it is not there. */
static inline int64_t tier1__field_integer(struct fields *f, const char *key,
                                           int64_t least, int64_t most,
                                           int64_t absent)
{
    const tier1_node *n = tier1__field(f, key);
    return n ? tier1__as_integer(f, key, n, least, most, absent) : absent;
}

/* One of some words (NULL at the end), or `absent`. */
static inline const char *tier1__field_word(struct fields *f, const char *key,
                                            const char *const *words,
                                            const char *absent)
{
    const tier1_node *n = tier1__field(f, key);
    return n ? tier1__as_word(f, key, n, words, absent) : absent;
}

/* A text, or a list of texts. */
static inline const char *const *
tier1__field_words(struct fields *f, const char *key, size_t *count)
{
    const tier1_node *n = tier1__field(f, key);
    *count = 0;
    return n ? tier1__as_words(f, key, n, count) : NULL;
}

/* Errors where it is no scalar. */
bool tier1__scalar(struct unit *u, const tier1_node *node, const char *what);

/* ---- names.c: the first pass ---- */

void tier1__collect_names(struct unit *u);
bool tier1__name_find(const struct unit *u, const char *text, size_t length,
                      struct name *out);
/* The slot of a variable; NO_SLOT where the name is of none. */
uint32_t tier1__name_slot(const struct unit *u, const char *text,
                          size_t length);
/* The keys of all kinds that a step has are known then; a second one is
 * reported. */
const tier1_node *tier1__take_kind(struct fields *f, int *kind);

/* A kind of step that the format has and this version does not. */
bool tier1__kind_is_later(const char *key);
const char *tier1__kind_near(const char *key, size_t length);
/* A function that the flow's `lua` defines. */
bool tier1__add_helper(struct unit *u, const tier1_node *at, const char *name,
                       uint32_t index);

/* ---- hook.c ---- */

/* Where a hook stands, for the names that only some may use. */
enum hook_place {
    PLACE_PLAIN,
    PLACE_ANSWER, /* `answer` may be used */
    PLACE_TEXT    /* no host functions */
};

struct hook_at {
    const char *step, *field; /* in the image, or in the program */
    enum hook_place place;
};

const struct hook *tier1__hook(struct unit *u, const tier1_node *node,
                               enum hook_form form, struct hook_at at);
/* A part of a scalar's text, from a byte offset. */
const struct hook *tier1__hook_part(struct unit *u, const tier1_node *node,
                                    size_t offset, size_t length,
                                    enum hook_form form, struct hook_at at);
/* The helpers of a flow, whose text may come from a file of its own. */
const struct hook *tier1__hook_helpers(struct unit *u, const tier1_node *node,
                                       const char *file, const char *text,
                                       size_t length);

/* ---- place.c: from a place in a scalar's text to one in its file ---- */

/* The places of a scalar's text, which are kept until those of another are
 * asked for. */
const struct places *tier1__places(struct unit *u, const tier1_node *node);
/* Those of a file that is read as it is: `whole` has its text. */
void tier1__places_file(struct places *out, struct unit *u,
                        const tier1_node *whole);

/* So many characters from a byte of the text on. */
struct span tier1__place(const struct places *p, size_t at, size_t width);
/* So many bytes, 1 at least, from one of the text on. */
struct span tier1__place_part(const struct places *p, size_t at, size_t length);
/* Of a part of the text, the first byte that is no blank in a line of the
 * file; the part's first where there is none. */
size_t tier1__place_line(const struct places *p, size_t at, size_t length,
                         unsigned line);
/* A node that stands there, to point at. */
tier1_node tier1__place_node(struct span span);
/* Gives a hook, whose text is that from a byte on, its place and lines. */
void tier1__place_hook(struct unit *u, const struct places *p, size_t at,
                       struct hook *hook);

/* ---- hook_place.c ---- */

/* In a hook's text: where a name stands first; with `field`, where that one
 * stands behind it. NULL: nowhere. */
const char *tier1__hook_word(const struct hook *hook, const char *name,
                             const char *field, size_t *length);
/* Where Lua's compiler stopped, by its message: at the token that it quotes,
 * or behind the last one, which is given then. NULL: nobody knows. */
const char *tier1__hook_wrong(struct unit *u, const struct hook *hook,
                              const char *message, size_t *length);

/* ---- text.c ---- */

/* A text: one string, or {agent: …, customer: …}. */
const struct text *tier1__text(struct unit *u, const tier1_node *node,
                               struct hook_at at, unsigned audience);

/* ---- routes.c ---- */

/* Where a step is named; an error (TARGET_NONE) where there is none such. */
struct target tier1__target(struct unit *u, const tier1_node *node);
struct routes tier1__routes(struct unit *u, const tier1_node *node,
                            struct hook_at at);
const struct route_case *tier1__cases(struct unit *u, const tier1_node *node,
                                      struct hook_at at, uint32_t *count);

/* ---- question.c, choices.c ---- */

/* Who asks: what all questions share is not quite the same for all. */
enum asker {
    ASKER_STEP,
    ASKER_TRY,    /* its choices have a result */
    ASKER_ADVICE, /* a consult: somebody else answers */
    ASKER_FIELD,  /* of a form: its choices lead nowhere */
    ASKER_VARIABLE,
    ASKER_ANYWHERE
};

/* What all questions share, from the step's or field's own keys. */
void tier1__question(struct fields *f, struct question *q, struct hook_at at,
                     unsigned audience, enum asker asker);
/* `refusals` and `on_refusals`, or the flow's defaults. */
void tier1__refusals(struct fields *f, struct question *q,
                     struct target *on_refusals);
const struct choice *tier1__choices(struct unit *u, const tier1_node *node,
                                    struct hook_at at, unsigned audience,
                                    enum asker asker, int type, size_t *count);
const tier1_value *tier1__typed_constant(struct unit *u,
                                         const struct question *q,
                                         const tier1_node *node,
                                         const char *what);
/* The fields of a form or an escalation. */
const struct question *tier1__form(struct unit *u, const tier1_node *node,
                                   const char *step, unsigned audience,
                                   bool all_optional, uint32_t *count);

/* ---- translation_find.c, translation.c, translation_place.c ---- */

/* Puts a file that says `translates` aside. */
void tier1__foreign_keep(struct compiler *c, struct source source,
                         struct unit *beside);
/* Asks for those that lie beside a flow. */
void tier1__foreign_find(struct unit *u);
/* Reads all of them, when all flows are there. */
void tier1__foreign_read(struct compiler *c);
/* A unit like that of its flow, with the places of the translation. */
struct unit tier1__foreign_unit(const struct foreign *f);

/* ---- flow.c, step.c, escalation.c ---- */

void tier1__decode_flow(struct unit *u);
void tier1__decode_step(struct unit *u, size_t index);
void tier1__decode_escalation(struct fields *f, struct escalation *e,
                              struct hook_at at, unsigned audience);

/* ---- ignore.c ---- */

void tier1__read_ignore(struct fields *f);
/* Does the flow ignore this? Then that entry has been of use. */
bool tier1__ignores(struct unit *u, size_t step, const char *rule);
/* Warns of the entries that were of none. */
void tier1__warn_unused(struct unit *u);

/* ---- link.c, graph.c, lint.c ---- */

void tier1__link(struct compiler *c);
void tier1__graph(struct compiler *c);
/* What can be loaded and is probably not meant; only where that is asked. */
void tier1__lint(struct compiler *c);
/* Is that in this build? */
bool tier1__lint_is_there(void);
/* Of flows without errors. */
void tier1__print(struct compiler *c);

#endif
