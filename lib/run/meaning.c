/* SPDX-License-Identifier: MIT */
/* The meaning of an answer as digests, a part each, so that one that differs
 * can be named. Lua in a text counts by its source. */
#include "run/meaning.h"

#include <string.h>

#include "base/digest.h"

static void add_bits(struct sha256 *d, uint64_t n)
{
    uint8_t bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(n >> (8 * i));
    tier1__sha256_add(d, bytes, sizeof bytes);
}

static void add_text(struct sha256 *d, const char *text, size_t length)
{
    add_bits(d, length);
    tier1__sha256_add(d, text, length);
}

static void add(struct sha256 *d, const char *text)
{
    add_text(d, text ? text : "", text ? strlen(text) : 0);
}

static void add_number(struct sha256 *d, unsigned number)
{
    const uint8_t byte = (uint8_t)number;
    tier1__sha256_add(d, &byte, 1);
}

static void add_words(struct sha256 *d, const struct text *text,
                      enum audience audience)
{
    struct piece one;
    const struct pieces p = tier1__text_form(text, audience, &one);

    add_number(d, text != NULL);
    for (size_t i = 0; i < p.count; i++) {
        const struct hook *hook = p.items[i].hook;
        add_number(d, hook != NULL);
        if (hook)
            add_text(d, hook->source, hook->length);
        else
            add(d, p.items[i].text);
    }
}

static void end(struct sha256 *d, enum meaning_part part,
                uint8_t out[MEANS_BYTES])
{
    uint8_t sum[32];
    tier1__sha256_end(d, sum);
    memcpy(out + part * MEANS_PART_BYTES, sum, MEANS_PART_BYTES);
}

static void add_double(struct sha256 *d, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    add_bits(d, bits);
}

/* The items of a `multi` in an order of their own: that of its choices may
 * change. The first behind `last`; NULL for no more. */
static const char *next_of(const tier1_value *list, const char *last)
{
    const char *best = NULL;

    for (size_t i = 0; i < tier1_value_count(list); i++) {
        const char *text = tier1_value_text(tier1_value_at(list, i));
        if (text && (!last || strcmp(text, last) > 0) &&
            (!best || strcmp(text, best) < 0))
            best = text;
    }
    return best;
}

/* What it says, kind by kind; a map in its order. */
static void add_value(struct sha256 *d, const tier1_value *v)
{
    const tier1_value_type kind = tier1_value_kind(v);

    add_number(d, (unsigned)kind);
    if (kind == TIER1_TEXT)
        add(d, tier1_value_text(v));
    else if (kind == TIER1_BOOLEAN)
        add_number(d, tier1_value_boolean(v) != 0);
    else if (kind == TIER1_INTEGER)
        add_bits(d, (uint64_t)tier1_value_integer(v));
    else if (kind == TIER1_NUMBER)
        add_double(d, tier1_value_number(v));
    else if (kind == TIER1_LIST)
        for (const char *t = next_of(v, NULL); t; t = next_of(v, t))
            add(d, t);
    for (size_t i = 0; kind == TIER1_MAP && i < tier1_value_count(v); i++) {
        add(d, tier1_value_key(v, i));
        add_value(d, tier1_value_at(v, i));
    }
}

/* ---- what was asked ---------------------------------------------------- */

static void add_shape(struct sha256 *d, const struct question *q)
{
    add_number(d, q->type);
    add(d, q->more->unit);
    add(d, q->more->currency);
}

void tier1__meaning_asked(const struct frame *frame, const struct step *step,
                          enum audience audience, uint8_t out[MEANS_BYTES])
{
    struct sha256 d;

    tier1__sha256_init(&d);
    for (const struct frame *f = frame; f->up; f = f->up) {
        add(&d, f->up->flow->info.id);
        add(&d, f->call->id);
    }
    end(&d, MEANS_PLACE, out);

    tier1__sha256_init(&d);
    add_number(&d, step->kind);
    add_shape(&d, &step->question);
    for (size_t i = 0; i < step->field_count; i++) {
        add(&d, step->fields[i].name);
        add_shape(&d, &step->fields[i]);
    }
    end(&d, MEANS_SHAPE, out);

    tier1__sha256_init(&d);
    add_words(&d, step->text, audience);
    add_words(&d, step->question.more->low, audience);
    add_words(&d, step->question.more->high, audience);
    for (size_t i = 0; i < step->field_count; i++)
        add_words(&d, step->fields[i].label, audience);
    end(&d, MEANS_WORDS, out);
}

/* ---- what was chosen --------------------------------------------------- */

static const struct choice *find_in(const struct choice *choices, size_t count,
                                    const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(choices[i].value, value) == 0)
            return &choices[i];
    return NULL;
}

static const struct choice *find_other(const struct question *q)
{
    for (size_t i = 0; i < q->choice_count; i++)
        if (q->choices[i].more->other)
            return &q->choices[i];
    return NULL;
}

/* The digests of what was chosen, and of its words. */
struct chosen {
    struct sha256 values, labels;
    const tier1_flow *flow;
    enum audience audience;
};

static void add_choice(struct chosen *c, const struct question *q,
                       const char *value)
{
    const struct choice *found = find_in(q->choices, q->choice_count, value);

    if (!found)
        found = find_in(c->flow->anywhere, c->flow->anywhere_count, value);
    if (!found)
        found = find_other(q);
    if (!found)
        return;
    add(&c->values, found->value);
    add_words(&c->labels, found->label, c->audience);
}

static void add_answer(struct chosen *c, const struct question *q,
                       const tier1_value *answer)
{
    const char *text = tier1_value_text(answer);

    if (text)
        add_choice(c, q, text);
    else if (tier1_value_kind(answer) == TIER1_LIST)
        for (text = next_of(answer, NULL); text; text = next_of(answer, text))
            add_choice(c, q, text);
}

void tier1__meaning_chosen(const struct frame *frame, const struct step *step,
                           enum audience audience, const tier1_value *answer,
                           uint8_t out[MEANS_BYTES])
{
    struct chosen c = {.flow = frame->flow, .audience = audience};

    tier1__sha256_init(&c.values);
    tier1__sha256_init(&c.labels);
    /* The same words may be read as something else: yes as no, and nothing as
     * another default. */
    add_value(&c.values, answer);
    add_answer(&c, &step->question, answer);
    for (size_t i = 0; i < step->field_count; i++)
        add_answer(&c, &step->fields[i],
                   tier1_value_get(answer, step->fields[i].name));
    end(&c.values, MEANS_CHOICE, out);
    end(&c.labels, MEANS_LABEL, out);
}

/* ---- what others were asked -------------------------------------------- */

static void add_options(struct chosen *c, const struct question *q)
{
    for (size_t i = 0; i < q->choice_count; i++) {
        add(&c->values, q->choices[i].value);
        add_words(&c->labels, q->choices[i].label, c->audience);
    }
}

void tier1__meaning_advised(const struct frame *frame, const struct step *step,
                            enum audience audience, char asked[MEANING_HEX],
                            char words[MEANING_HEX])
{
    struct chosen c = {.flow = frame->flow, .audience = audience};
    uint8_t means[MEANS_BYTES];

    tier1__meaning_asked(frame, step, audience, means);
    tier1__sha256_init(&c.values);
    tier1__sha256_init(&c.labels);
    add(&c.values, frame->flow->info.id);
    add(&c.values, step->id);
    tier1__sha256_add(&c.values, means, MEANS_WORDS * MEANS_PART_BYTES);
    tier1__sha256_add(&c.labels, means + MEANS_WORDS * MEANS_PART_BYTES,
                      MEANS_PART_BYTES);
    add_options(&c, &step->question);
    end(&c.values, MEANS_CHOICE, means);
    end(&c.labels, MEANS_LABEL, means);
    tier1__hex(asked, means + MEANS_CHOICE * MEANS_PART_BYTES,
               MEANS_PART_BYTES);
    tier1__hex(words, means + MEANS_LABEL * MEANS_PART_BYTES, MEANS_PART_BYTES);
}

/* ---- held against each other ------------------------------------------- */

static bool same(const uint8_t *one, const uint8_t *other,
                 enum meaning_part part)
{
    return memcmp(one + part * MEANS_PART_BYTES,
                  other + part * MEANS_PART_BYTES, MEANS_PART_BYTES) == 0;
}

bool tier1__meaning_same_place(const uint8_t *one, const uint8_t *other)
{
    return same(one, other, MEANS_PLACE);
}

enum fate tier1__meaning_asked_differs(const uint8_t *one, const uint8_t *other,
                                       bool reworded)
{
    if (!same(one, other, MEANS_PLACE))
        return FATE_MOVED;
    if (!same(one, other, MEANS_SHAPE))
        return FATE_RESHAPED;
    return reworded || same(one, other, MEANS_WORDS) ? FATE_NONE
                                                     : FATE_REWORDED;
}

enum fate tier1__meaning_chosen_differs(const uint8_t *one,
                                        const uint8_t *other, bool reworded)
{
    if (!same(one, other, MEANS_CHOICE))
        return FATE_RECHOSEN;
    return reworded || same(one, other, MEANS_LABEL) ? FATE_NONE
                                                     : FATE_RELABELLED;
}
