/* SPDX-License-Identifier: MIT */
#include "compile/lint_known.h"

static unsigned kind_of(const struct question *q)
{
    switch (q->type) {
    case TIER1_TYPE_MULTI:
        return VALUE_SET;
    case TIER1_TYPE_YES_NO:
        return VALUE_BOOLEAN;
    case TIER1_TYPE_INTEGER:
    case TIER1_TYPE_NUMBER:
    case TIER1_TYPE_MONEY:
    case TIER1_TYPE_SCALE:
    case TIER1_TYPE_DURATION:
        return VALUE_NUMBER;
    case TIER1_TYPE_FILE:
    case TIER1_TYPE_FORM:
        return VALUE_MAP;
    default:
        return VALUE_TEXT;
    }
}

static const char *const offered[] = {"accepted", "declined", NULL};

/* What a question without choices of its own can be answered with. */
static const char *const *results_of(const struct step *s)
{
    if (s && s->kind == TIER1_KIND_TRY)
        return tier1__try_results;
    return s && s->kind == TIER1_KIND_OFFER ? offered : NULL;
}

static bool is_open(const struct question *q, const struct step *s)
{
    if (q->type != TIER1_TYPE_CHOICE && q->type != TIER1_TYPE_MULTI)
        return true;
    for (size_t i = 0; i < q->choice_count; i++)
        if (q->choices[i].more->other)
            return true;
    return q->choice_count == 0 && !results_of(s);
}

/* ---- the flow ---------------------------------------------------------- */

static void add(struct values *v, uint32_t slot, const struct question *q,
                const struct step *s)
{
    struct compiler *c = v->l->u->c;
    struct asked *items;

    if (slot == NO_SLOT || slot >= v->l->flow->variable_count || c->nomem)
        return;
    items =
        tier1__arena_grow(&c->temp, v->asked, v->count, &v->cap, sizeof *items);
    if (!items) {
        c->nomem = true;
        return;
    }
    v->asked = items;
    items[v->count] = (struct asked){q, s, v->first[slot]};
    v->first[slot] = (uint32_t)v->count++;
    v->kinds[slot] |= (uint8_t)kind_of(q);
    v->open[slot] |= is_open(q, s);
}

static void add_any(struct values *v, uint32_t slot, unsigned kind)
{
    if (slot == NO_SLOT || slot >= v->l->flow->variable_count)
        return;
    v->kinds[slot] |= (uint8_t)kind;
    v->open[slot] = true;
}

/* Of one that is declared, all values fit its type. */
static void add_declared(struct values *v, uint32_t slot)
{
    const struct variable *one = &v->l->flow->variables[slot];

    if (!one->any)
        add(v, slot, one->shape, NULL);
    else
        add_any(v, slot,
                strcmp(one->type_name, "boolean") == 0 ? VALUE_BOOLEAN
                                                       : VALUE_ANY);
}

static bool asks_one(const struct step *s)
{
    return s->kind == TIER1_KIND_ASK || s->kind == TIER1_KIND_TRY ||
           s->kind == TIER1_KIND_OFFER || s->kind == TIER1_KIND_CONSULT;
}

static void add_step(struct values *v, const struct step *s)
{
    if (asks_one(s))
        add(v, s->slot, &s->question, s);
    else
        add_any(v, s->slot, s->kind == TIER1_KIND_CALL ? VALUE_MAP : VALUE_ANY);
    for (size_t i = 0; i < s->field_count; i++)
        add(v, s->fields[i].slot, &s->fields[i], NULL);
}

bool tier1__values_of_flow(struct values *v, const struct lint *l)
{
    struct compiler *c = l->u->c;
    size_t n = l->flow->variable_count;

    *v = (struct values){.l = l};
    v->first = tier1__arena_array(&c->temp, n, sizeof *v->first);
    v->kinds = tier1__arena_array(&c->temp, n, sizeof *v->kinds);
    v->open = tier1__arena_array(&c->temp, n, sizeof *v->open);
    if (!v->first || !v->kinds || !v->open) {
        c->nomem = true;
        return false;
    }
    memset(v->first, 0xFF, n * sizeof *v->first);
    for (uint32_t i = 0; i < l->flow->declared_count; i++)
        add_declared(v, i);
    for (size_t i = 0; i < l->flow->step_count; i++)
        add_step(v, &l->flow->steps[i]);
    return !c->nomem;
}

/* ---- one value --------------------------------------------------------- */

struct value_set tier1__value_of_slot(const struct values *v, uint32_t slot)
{
    return (struct value_set){.kinds =
                                  v->kinds[slot] ? v->kinds[slot] : VALUE_ANY,
                              .open = v->open[slot],
                              .first = v->first[slot]};
}

struct value_set tier1__value_of_question(const struct question *q)
{
    return (struct value_set){.kinds = kind_of(q),
                              .open = is_open(q, NULL),
                              .first = NO_SLOT,
                              .q = q};
}

struct value_set tier1__value_of_step(const struct values *v, uint32_t step)
{
    const struct step *s = &v->l->flow->steps[step];

    if (!asks_one(s))
        return (struct value_set){
            .kinds = VALUE_ANY, .open = true, .first = NO_SLOT};
    return (struct value_set){
        .kinds = kind_of(&s->question),
        .open = is_open(&s->question, s),
        .first = NO_SLOT,
        .q = &s->question,
        .results = s->question.choice_count ? NULL : results_of(s)};
}

struct value_set tier1__value_of_remedy(void)
{
    return (struct value_set){
        .kinds = VALUE_TEXT, .first = NO_SLOT, .results = tier1__try_results};
}

/* More choices than that are looked up; the nearest word is looked for so many
 * times. */
#define MANY 16
#define NEAR_MOST 200

/* NULL without memory. */
static const struct map *map_of(struct values *v, const struct question *q)
{
    struct compiler *c = v->l->u->c;
    struct many *m = v->many;

    while (m && m->q != q)
        m = m->next;
    if (m)
        return &m->choices;
    m = tier1__arena_alloc(&c->temp, sizeof *m);
    if (!m) {
        c->nomem = true;
        return NULL;
    }
    m->q = q;
    tier1__map_init(&m->choices, c->engine->allocator);
    m->next = v->many;
    v->many = m;
    for (uint32_t i = 0; i < q->choice_count && !c->nomem; i++)
        if (tier1__map_set(&m->choices, q->choices[i].value,
                           strlen(q->choices[i].value), i) != TIER1_OK)
            c->nomem = true;
    return &m->choices;
}

void tier1__lint_values_free(struct values *v)
{
    for (struct many *m = v->many; m; m = m->next)
        tier1__map_free(&m->choices);
}

static bool has_choice(struct values *v, const struct question *q,
                       const char *text)
{
    if (q->choice_count > MANY) {
        const struct map *map = map_of(v, q);
        return map && tier1__map_get(map, text, strlen(text)) != MAP_NONE;
    }
    for (size_t i = 0; i < q->choice_count; i++)
        if (strcmp(q->choices[i].value, text) == 0)
            return true;
    return false;
}

static bool among(struct values *v, const struct question *q, const char *text,
                  struct near *near)
{
    if (has_choice(v, q, text))
        return true;
    if (v->near >= NEAR_MOST)
        return false;
    v->near++;
    for (size_t i = 0; i < q->choice_count; i++)
        tier1__near_try(near, q->choices[i].value);
    return false;
}

static bool in_words(const char *const *words, const char *text,
                     struct near *near)
{
    for (; words && *words; words++) {
        if (strcmp(*words, text) == 0)
            return true;
        tier1__near_try(near, *words);
    }
    return false;
}

bool tier1__value_can_be(struct values *v, const struct value_set *set,
                         const char *text, struct near *near)
{
    if (set->open || (set->q && among(v, set->q, text, near)) ||
        in_words(set->results, text, near))
        return true;
    for (uint32_t i = set->first; i != NO_SLOT; i = v->asked[i].next) {
        const struct asked *one = &v->asked[i];
        if (among(v, one->q, text, near) ||
            (one->q->choice_count == 0 &&
             in_words(results_of(one->step), text, near)))
            return true;
    }
    return false;
}

/* ---- shown ------------------------------------------------------------- */

#define SHOWN 6

struct shown {
    const char *items[SHOWN];
    size_t count; /* of all */
};

static void show(struct shown *s, const char *text)
{
    for (size_t i = 0; i < s->count && i < SHOWN; i++)
        if (strcmp(s->items[i], text) == 0)
            return;
    if (s->count < SHOWN)
        s->items[s->count] = text;
    s->count++;
}

static void show_all(struct shown *s, const struct question *q,
                     const char *const *words)
{
    for (size_t i = 0; q && i < q->choice_count; i++)
        show(s, q->choices[i].value);
    for (; words && *words; words++)
        show(s, *words);
}

void tier1__value_words(const struct values *v, const struct value_set *set,
                        struct buf *out)
{
    struct shown s = {.count = 0};

    show_all(&s, set->q, set->results);
    for (uint32_t i = set->first; i != NO_SLOT && s.count <= SHOWN;
         i = v->asked[i].next)
        show_all(&s, v->asked[i].q,
                 v->asked[i].q->choice_count ? NULL
                                             : results_of(v->asked[i].step));
    for (size_t i = 0; i < s.count && s.count <= SHOWN; i++)
        tier1__buf_format(out, "%s%q",
                          i == 0            ? ""
                          : i + 1 < s.count ? ", "
                                            : " or ",
                          s.items[i]);
}
