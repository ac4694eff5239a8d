/* SPDX-License-Identifier: MIT */
/* What a variable or an answer can be, as far as the flow says it. Private to
 * lint_known.c and lint_answers.c. */
#ifndef TIER1_COMPILE_LINT_KNOWN_H
#define TIER1_COMPILE_LINT_KNOWN_H

#include "base/map.h"
#include "base/near.h"
#include "compile/lint.h"

/* Besides nil, which all can be. */
enum value_kind {
    VALUE_TEXT = 1,
    VALUE_NUMBER = 2,
    VALUE_BOOLEAN = 4,
    VALUE_SET = 8, /* a list of choices */
    VALUE_MAP = 16,
    VALUE_ANY = 32
};

/* Questions that fill one variable, in a row. */
struct asked {
    const struct question *q;
    const struct step *step; /* NULL: the variable as it is declared */
    uint32_t next;           /* NO_SLOT: the last */
};

/* The choices of a question that has many. */
struct many {
    const struct question *q;
    struct map choices;
    struct many *next;
};

struct values {
    const struct lint *l;
    struct many *many;
    size_t near; /* how often the nearest word was looked for */
    struct asked *asked;
    size_t count, cap;
    uint32_t *first; /* by variable */
    uint8_t *kinds;  /* by variable: all that it can be */
    bool *open;      /* by variable: its texts are not all known */
};

bool tier1__values_of_flow(struct values *v, const struct lint *l);
void tier1__lint_values_free(struct values *v);

/* What can be known of one value. */
struct value_set {
    unsigned kinds;
    bool open;
    uint32_t first;             /* in `asked`, or */
    const struct question *q;   /* of one question, or */
    const char *const *results; /* some words; NULL at the end */
};

/* Of a variable; of the answer of a step; of a question's own answer; of a
 * remedy's result. */
struct value_set tier1__value_of_slot(const struct values *v, uint32_t slot);
struct value_set tier1__value_of_step(const struct values *v, uint32_t step);
struct value_set tier1__value_of_question(const struct question *q);
struct value_set tier1__value_of_remedy(void);

/* Can it, or a member of it, be this text? If not, `near` has been offered
 * all that it can be, unless that was done too often already. */
bool tier1__value_can_be(struct values *v, const struct value_set *set,
                         const char *text, struct near *near);

/* The texts that it can be, as far as they are known: "a, b or c"; nothing
 * where they are many. */
void tier1__value_words(const struct values *v, const struct value_set *set,
                        struct buf *out);

#endif
