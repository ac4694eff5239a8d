/* SPDX-License-Identifier: MIT */
/* Choices: which one a typed or spoken text means. */
#include <string.h>

#include "base/utf8.h"
#include "run/run.h"

/* So many names of choices in one message. */
#define CHOICES_NAMED 12

static bool same(const char *a, const char *text, size_t length)
{
    return tier1__utf8_same_folded(a, strlen(a), text, length);
}

static bool at_edge(const char *text, size_t length, size_t at)
{
    uint32_t point;
    size_t back = at;
    if (at == 0 || at >= length)
        return true;
    if (tier1__utf8_next(text + at, length - at, &point) &&
        !tier1__utf8_is_word(point))
        return true;
    do
        back--;
    while (back > 0 && ((unsigned char)text[back] & 0xC0) == 0x80);
    return tier1__utf8_next(text + back, length - back, &point) &&
           !tier1__utf8_is_word(point);
}

static bool starts_point(const char *text, size_t length, size_t at)
{
    return at == length || ((unsigned char)text[at] & 0xC0) != 0x80;
}

/* Does the text hold the words at a place? Folding may change how many bytes
 * a letter takes, so a few lengths are tried. */
static bool holds_at(const char *words, const char *text, size_t length,
                     size_t at, bool whole)
{
    size_t n = strlen(words), least = n / 3, most = n * 3;
    if (most > length - at)
        most = length - at;
    for (size_t j = at + (least ? least : 1); j <= at + most; j++)
        if (starts_point(text, length, j) &&
            tier1__utf8_same_folded(words, n, text + at, j - at) &&
            (!whole || at_edge(text, length, j)))
            return true;
    return false;
}

/* Does the text hold the words, anywhere or as whole words? */
static bool holds(const char *words, const char *text, size_t length,
                  bool whole)
{
    for (size_t i = 0; *words && i < length; i++)
        if (starts_point(text, length, i) &&
            (!whole || at_edge(text, length, i)) &&
            holds_at(words, text, length, i, whole))
            return true;
    return false;
}

static bool fits(const char *words, const char *text, size_t length,
                 enum match match)
{
    if (match == MATCH_EXACT)
        return same(words, text, length);
    return holds(words, text, length, match == MATCH_WORD);
}

/* Over its value, its label and its other words. */
static bool choice_fits(struct reading *r, const struct choice *c,
                        const char *text, size_t length, enum match match)
{
    struct arena *scratch = &r->w->session->awake->scratch;
    struct arena_mark mark = tier1__arena_mark(scratch);
    const char *label = NULL;
    const char *const *also = NULL;
    size_t also_count = 0;
    bool yes = fits(c->value, text, length, match);

    if (!yes && r->frame) {
        int rc = tier1__label(r->w, c, scratch, &label);
        if (rc < 0 && !r->failed)
            r->failed = rc;
        yes = rc == GO_ON && label && fits(label, text, length, match);
    }
    tier1__arena_reset(scratch, mark);
    for (size_t i = 0; i < c->more->also_count && !yes; i++)
        yes = fits(c->more->also[i], text, length, match);
    if (!yes && r->frame)
        also = tier1__spoken_also(r->w, r->frame, c, &also_count);
    for (size_t i = 0; i < also_count && !yes; i++)
        yes = fits(also[i], text, length, match);
    return yes;
}

static const struct choice *find(struct reading *r, size_t from, size_t to,
                                 const char *text, size_t length,
                                 enum match match)
{
    for (size_t i = from; i < to; i++)
        if (choice_fits(r, tier1__offered_at(r->offered, i), text, length,
                        match))
            return tier1__offered_at(r->offered, i);
    return NULL;
}

static int take(struct reading *r, const struct choice *c)
{
    r->choice = c;
    r->value = tier1__value_lend(&r->w->arena, c->value, strlen(c->value));
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}

bool tier1__answer_named(struct reading *r, const char *text, size_t length,
                         int *rc)
{
    const struct offered *o = r->offered;

    for (size_t i = 0; i < o->own; i++) {
        const struct choice *c = tier1__offered_at(o, i);
        if (strncmp(c->value, text, length) == 0 && !c->value[length]) {
            *rc = take(r, c);
            return true;
        }
    }
    return false;
}

/* As typed, but of what a text may hold: it is saved, shown and sent on. */
static int take_other(struct reading *r, const struct choice *c,
                      const char *text, size_t length)
{
    r->choice = c;
    return tier1__answer_text(r, text, length);
}

static int refuse(struct reading *r)
{
    struct buf names;
    int rc;

    if (r->offered->own == 0)
        return tier1__refuse(r, MESSAGE_NO_CHOICES);
    tier1__buf_init(&names, r->w->session->engine->allocator, 1024);
    for (size_t i = 0; i < r->offered->own && i < CHOICES_NAMED; i++)
        tier1__buf_format(&names, "%s%s", i ? ", " : "",
                          tier1__offered_at(r->offered, i)->value);
    if (r->offered->own > CHOICES_NAMED)
        tier1__buf_text(&names, ", …");
    rc = names.failed == TIER1_ENOMEM
             ? TIER1_ENOMEM
             : tier1__refuse_with(r, MESSAGE_NOT_A_CHOICE, "%s",
                                  tier1__buf_str(&names));
    tier1__buf_free(&names);
    return rc;
}

int tier1__answer_anywhere(struct reading *r, const char *text, size_t length,
                           bool exact)
{
    const struct choice *c;
    tier1__trim(&text, &length);
    c = find(r, r->offered->own, r->offered->count, text, length,
             exact ? MATCH_EXACT : (enum match)r->q->match);
    if (r->failed)
        return r->failed;
    return c ? take(r, c) : REFUSED;
}

int tier1__answer_choice(struct reading *r, const char *text, size_t length)
{
    const struct offered *o = r->offered;
    const struct choice *c;

    tier1__trim(&text, &length);
    if (r->frame == NULL && o->count == 0) { /* a variable's */
        for (size_t i = 0; i < r->q->choice_count; i++)
            if (same(r->q->choices[i].value, text, length))
                return take(r, &r->q->choices[i]);
        if (r->q->choice_count)
            return tier1__refuse_words(r, "it is none of the choices");
        r->value = tier1__value_text(&r->w->arena, text, length);
        return r->value ? GO_ON : tier1__walk_failed(r->w);
    }
    c = find(r, 0, o->own, text, length, MATCH_EXACT);
    c = c ? c : find(r, o->own, o->count, text, length, MATCH_EXACT);
    if (r->q->match != MATCH_EXACT) {
        enum match match = (enum match)r->q->match;
        c = c ? c : find(r, 0, o->own, text, length, match);
        c = c ? c : find(r, o->own, o->count, text, length, match);
    }
    if (r->failed)
        return r->failed;
    if (c)
        return take(r, c);
    for (size_t i = 0; i < o->own; i++)
        if (tier1__offered_at(o, i)->more->other)
            return take_other(r, tier1__offered_at(o, i), text, length);
    return refuse(r);
}

/* ---- several ---------------------------------------------------------- */

struct picks {
    struct reading *r;
    bool *chosen; /* by own choice that is offered */
    size_t count;
};

static int pick(struct picks *p, const char *text, size_t length)
{
    struct reading *r = p->r;
    enum match match = (enum match)r->q->match;
    const struct choice *c;

    tier1__trim(&text, &length);
    if (length == 0)
        return GO_ON;
    c = find(r, 0, r->offered->own, text, length, MATCH_EXACT);
    if (!c && match != MATCH_EXACT)
        c = find(r, 0, r->offered->own, text, length, match);
    if (r->failed)
        return r->failed;
    if (!c)
        return refuse(r);
    for (size_t i = 0; i < r->offered->own; i++)
        if (tier1__offered_at(r->offered, i) == c && !p->chosen[i]) {
            p->chosen[i] = true;
            p->count++;
        }
    return GO_ON;
}

static int pick_list(struct picks *p, const tier1_value *input)
{
    int rc = GO_ON;
    for (size_t i = 0; i < tier1_value_count(input) && rc == GO_ON; i++) {
        const tier1_value *item = tier1_value_at(input, i);
        struct buf b;
        if (tier1_value_kind(item) == TIER1_LIST ||
            tier1_value_kind(item) == TIER1_MAP)
            return refuse(p->r);
        tier1__buf_init(&b, p->r->w->session->engine->allocator, 65536);
        tier1__value_show(&b, item);
        rc = b.failed == TIER1_ENOMEM ? TIER1_ENOMEM
                                      : pick(p, tier1__buf_str(&b), b.len);
        tier1__buf_free(&b);
    }
    return rc;
}

/* Words between commas; a choice whose label has a comma is tried whole. */
static int pick_words(struct picks *p, const char *text)
{
    size_t length = strlen(text);
    int rc = GO_ON;
    const char *whole = text;
    size_t whole_length = length;

    tier1__trim(&whole, &whole_length);
    if (find(p->r, 0, p->r->offered->own, whole, whole_length, MATCH_EXACT))
        return pick(p, whole, whole_length);
    while (rc == GO_ON && *text) {
        size_t n = strcspn(text, ",;");
        rc = pick(p, text, n);
        text += n + (text[n] != '\0');
    }
    return rc;
}

static int check_count(struct picks *p)
{
    struct reading *r = p->r;
    const tier1_value *min = NULL, *max = NULL;
    int64_t least, n = (int64_t)p->count;
    int rc = tier1__answer_bound(r, &r->q->more->min, &min);

    if (rc == GO_ON)
        rc = tier1__answer_bound(r, &r->q->more->max, &max);
    if (rc != GO_ON)
        return rc;
    least = min ? tier1_value_integer(min) : 1;
    if (n < least)
        return tier1__refuse_with(r, MESSAGE_TOO_FEW_CHOICES, "%i", least);
    if (tier1_value_kind(max) != TIER1_NULL && n > tier1_value_integer(max))
        return tier1__refuse_with(r, MESSAGE_TOO_MANY_CHOICES, "%i",
                                  tier1_value_integer(max));
    for (size_t i = 0; i < r->offered->own; i++)
        if (p->chosen[i] && tier1__offered_at(r->offered, i)->more->exclusive &&
            n > 1)
            return tier1__refuse_with(r, MESSAGE_GOES_ALONE, "%s",
                                      tier1__offered_at(r->offered, i)->value);
    return GO_ON;
}

static int gather(struct picks *p)
{
    struct value_builder list;
    struct reading *r = p->r;

    tier1__builder_init(&list, &r->w->arena);
    for (size_t i = 0; i < r->offered->own; i++)
        if (p->chosen[i])
            tier1__builder_add(
                &list, NULL,
                tier1__value_text(
                    &r->w->arena, tier1__offered_at(r->offered, i)->value,
                    strlen(tier1__offered_at(r->offered, i)->value)));
    r->value = tier1__builder_list(&list);
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}

/* A variable's: any list of texts, or of its choices. */
static int plain_list(struct reading *r, const tier1_value *input)
{
    size_t n = tier1_value_count(input);
    if (tier1_value_kind(input) != TIER1_LIST)
        return tier1__refuse_words(r, "a list of texts is wanted");
    for (size_t i = 0; i < n; i++) {
        const char *text = tier1_value_text(tier1_value_at(input, i));
        bool known = r->q->choice_count == 0;
        for (size_t j = 0; text && j < r->q->choice_count; j++)
            known |= strcmp(r->q->choices[j].value, text) == 0;
        if (!text || !known)
            return tier1__refuse_words(
                r, "one of the list is none of the choices");
    }
    r->value = tier1__value_copy(&r->w->arena, input);
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}

int tier1__answer_multi(struct reading *r, const tier1_value *input)
{
    struct picks p = {.r = r};
    const char *text = tier1_value_text(input);
    int rc;

    if (!r->frame)
        return plain_list(r, input);
    p.chosen =
        tier1__arena_array(&r->w->arena, r->offered->own + 1, sizeof *p.chosen);
    if (!p.chosen)
        return tier1__walk_failed(r->w);
    if (tier1_value_kind(input) == TIER1_LIST)
        rc = pick_list(&p, input);
    else if (text)
        rc = pick_words(&p, text);
    else
        rc = tier1__refuse(r, MESSAGE_NAME_CHOICES);
    if (rc == GO_ON)
        rc = check_count(&p);
    return rc == GO_ON ? gather(&p) : rc;
}
