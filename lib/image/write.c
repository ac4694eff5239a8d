/* SPDX-License-Identifier: MIT */
/* A library as a compiled file: the tables of fields.h, written. */
#include <string.h>

#include "data/pack.h"
#include "image/fields.h"
#include "image/image.h"
#include "image/parts.h"
#include "model/said.h"

struct writer {
    struct buf numbers, texts;
    struct map known; /* texts by their letters: where they begin */
    const tier1_flow *flow;
    bool nomem;
};

/* ---- texts and numbers ------------------------------------------------- */

static void number(struct writer *w, uint64_t n)
{
    tier1__pack_number(&w->numbers, n);
}

/* The number that names a text; 0: it comes next. */
static uint64_t name(struct writer *w, const char *text)
{
    size_t length = strlen(text);
    uint32_t found = tier1__map_get(&w->known, text, length);

    if (found != MAP_NONE)
        return (uint64_t)found + 1;
    if (tier1__map_set(&w->known, text, length, (uint32_t)w->texts.len) !=
        TIER1_OK)
        w->nomem = true;
    tier1__buf_add(&w->texts, text, length + 1);
    return 0;
}

static void put_text_of(struct writer *w, const char *text)
{
    number(w, name(w, text));
}

static void put_words(struct writer *w, const char *const *words, size_t count)
{
    number(w, count);
    for (size_t i = 0; i < count; i++)
        put_text_of(w, words[i]);
}

static void put_word(struct writer *w, const char *word,
                     const char *const *list)
{
    size_t i = 0;

    while (strcmp(list[i], word) != 0)
        i++;
    number(w, i);
}

static void put_type(struct writer *w, const char *type)
{
    size_t i = 0;

    for (int t = 1; t <= TIER1_TYPE_FORM; t++)
        if (strcmp(tier1_answer_type_text((tier1_answer_type)t), type) == 0) {
            number(w, (uint64_t)t);
            return;
        }
    while (strcmp(tier1__free_types[i], type) != 0)
        i++;
    number(w, TIER1_TYPE_FORM + 1 + i);
}

/* ---- hooks, texts, targets: as hook.c reads them ----------------------- */

static void put_name(struct writer *w, const struct hook_name *n)
{
    number(w, n->kind | (n->assigned ? NAME_ASSIGNED : 0u) |
                  (n->whole ? NAME_WHOLE : 0u) |
                  (n->field_count ? NAME_FIELDS : 0u));
    if (n->kind == NAME_LIBRARY)
        put_text_of(w, n->name);
    else
        number(w, n->index);
    if (n->field_count)
        put_words(w, n->fields, n->field_count);
}

static void put_hook(struct writer *w, const struct hook *h)
{
    bool elsewhere = strcmp(h->file, w->flow->info.file) != 0;

    number(w, h->form | (h->line_count ? HOOK_HAS_LINES : 0u) |
                  (elsewhere ? HOOK_HAS_FILE : 0u));
    put_text_of(w, h->source);
    put_text_of(w, h->field);
    number(w, h->line);
    number(w, h->column);
    if (elsewhere)
        put_text_of(w, h->file);
    if (h->line_count)
        number(w, h->line_count);
    for (size_t i = 0; i < h->line_count; i++) {
        number(w, h->lines[i].at);
        number(w, h->lines[i].line);
    }
    number(w, h->name_count);
    for (size_t i = 0; i < h->name_count; i++)
        put_name(w, &h->names[i]);
}

static void put_pieces(struct writer *w, const struct pieces *p)
{
    for (size_t i = 0; i < p->count; i++) {
        number(w, p->items[i].hook ? 0 : name(w, p->items[i].text) + 1);
        if (p->items[i].hook)
            put_hook(w, p->items[i].hook);
    }
}

static void put_said(struct writer *w, const struct text *t)
{
    const struct pieces *forms = t->forms;
    bool same;

    if (t->letters) {
        number(w, name(w, t->letters) + 1);
        return;
    }
    same = forms[0].count == forms[1].count &&
           (forms[0].items == forms[1].items || !forms[0].count);
    number(w, 0);
    number(w, (uint64_t)forms[0].count << 1 | (same ? TEXT_SAME : 0u));
    put_pieces(w, &forms[0]);
    if (same)
        return;
    number(w, forms[1].count);
    put_pieces(w, &forms[1]);
}

static uint64_t target_head(const struct target *t)
{
    return (t->kind == TARGET_STEP ? (uint64_t)t->step << TARGET_BITS : 0) |
           t->kind;
}

static void put_code(struct writer *w, const struct target *t)
{
    if (t->kind == TARGET_ESCALATE || t->kind == TARGET_RESOLVE)
        put_text_of(w, t->code);
}

static void put_target(struct writer *w, const struct target *t)
{
    number(w, target_head(t));
    put_code(w, t);
}

/* ---- tables ------------------------------------------------------------ */

/* Which members are there. */
#define SIGN(there)                                                            \
    bits |= (there) ? bit : 0;                                                 \
    bit <<= 1;
#define HAS(kind, ...) HAS_##kind(__VA_ARGS__)
#define HAS_TEXT(m) SIGN(in->m != NULL)
#define HAS_ID(m) HAS_TEXT(m)
#define HAS_WORD(m, list) SIGN(in->m != NULL)
#define HAS_FLAG(m) SIGN(in->m)
#define HAS_BYTE(m, most) SIGN(in->m != 0)
#define HAS_NUMBER(m, most) SIGN(in->m != 0)
#define HAS_SHORT(m, most) SIGN(in->m != 0)
#define HAS_WIDE(m, most) SIGN(in->m != 0)
#define HAS_LARGE(m, most) SIGN(in->m != 0)
#define HAS_SLOT(m) SIGN(in->m != NO_SLOT)
#define HAS_OUTER(m) SIGN(in->m != NO_SLOT)
#define HAS_TYPE(m) SIGN(*in->m != '\0')
#define HAS_WORDS(m, n) SIGN(in->n > 0)
#define HAS_LIST(m, n, t) SIGN(in->n > 0)
#define HAS_ONE(m, t) SIGN(in->m != NULL)
#define HAS_MORE(m, t, none) SIGN(in->m != &(none))
#define HAS_ROUTES(m) SIGN(in->m.count > 0)
#define HAS_SAID(m) SIGN(in->m != NULL)
#define HAS_VALUE(m) SIGN(in->m != NULL)
#define HAS_HOOK(m, forms) SIGN(in->m != NULL)
#define HAS_PART(m, t)
#define HAS_MADE(m)

#define IF(there, then)                                                        \
    if (there)                                                                 \
        then;
#define PUT(kind, ...) PUT_##kind(__VA_ARGS__)
#define PUT_TEXT(m) IF(in->m, put_text_of(w, in->m))
#define PUT_ID(m) PUT_TEXT(m)
#define PUT_WORD(m, list) IF(in->m, put_word(w, in->m, list))
#define PUT_FLAG(m)
#define PUT_BYTE(m, most) IF(in->m, number(w, in->m))
#define PUT_NUMBER(m, most) IF(in->m, number(w, in->m))
#define PUT_SHORT(m, most) IF(in->m, number(w, in->m))
#define PUT_WIDE(m, most) IF(in->m, number(w, in->m))
#define PUT_LARGE(m, most) IF(in->m, number(w, (uint64_t)in->m))
#define PUT_SLOT(m) IF(in->m != NO_SLOT, number(w, in->m))
#define PUT_OUTER(m) PUT_SLOT(m)
#define PUT_TYPE(m) IF(*in->m, put_type(w, in->m))
#define PUT_WORDS(m, n) IF(in->n, put_words(w, in->m, in->n))
#define PUT_LIST(m, n, t)                                                      \
    IF(in->n, number(w, in->n))                                                \
    for (size_t i = 0; i < in->n; i++)                                         \
        put_##t(w, &in->m[i]);
#define PUT_ONE(m, t) IF(in->m, put_##t(w, in->m))
#define PUT_MORE(m, t, none) IF(in->m != &(none), put_##t(w, in->m))
#define PUT_ROUTES(m) IF(in->m.count, put_routes(w, &in->m))
#define PUT_SAID(m) IF(in->m, put_said(w, in->m))
#define PUT_VALUE(m) IF(in->m, tier1__pack_value(&w->numbers, in->m))
#define PUT_HOOK(m, forms) IF(in->m, put_hook(w, in->m))
#define PUT_PART(m, t) put_##t(w, &in->m);
#define PUT_MADE(m)

#define WRITER(t, table)                                                       \
    static void put_##t(struct writer *w, const struct t *in)                  \
    {                                                                          \
        uint64_t bits = 0, bit = 1;                                            \
                                                                               \
        table(HAS) number(w, bits);                                            \
        (void)bit;                                                             \
        table(PUT)                                                             \
    }

WRITER(route, IMAGE_ROUTE)

static void put_routes(struct writer *w, const struct routes *routes)
{
    if (routes->count == 1 && !routes->items->when) {
        number(w, target_head(&routes->items->target) << 1 | ROUTES_ONE);
        put_code(w, &routes->items->target);
        return;
    }
    number(w, (uint64_t)routes->count << 1);
    for (size_t i = 0; i < routes->count; i++)
        put_route(w, &routes->items[i]);
}

WRITER(route_case, IMAGE_ROUTE_CASE)
WRITER(media, IMAGE_MEDIA)
WRITER(choice_more, IMAGE_CHOICE_MORE)
WRITER(choice, IMAGE_CHOICE)
WRITER(bound, IMAGE_BOUND)
WRITER(question_more, IMAGE_QUESTION_MORE)
WRITER(question, IMAGE_QUESTION)
WRITER(binding, IMAGE_BINDING)
WRITER(escalation, IMAGE_ESCALATION)
WRITER(step_more, IMAGE_STEP_MORE)
WRITER(step, IMAGE_STEP)
WRITER(variable, IMAGE_VARIABLE)
WRITER(constant, IMAGE_CONSTANT)
WRITER(tier1_flow, IMAGE_FLOW)

/* ---- flows ------------------------------------------------------------- */

/* Whose shape a step is, by variable: the step and the field, from 1. */
struct place {
    uint32_t step, field;
    bool known;
};

static void note_place(const tier1_flow *flow, struct place *places,
                       const struct question *q, size_t step, size_t field)
{
    if (q->slot < flow->variable_count && flow->variables[q->slot].shape == q)
        places[q->slot] = (struct place){(uint32_t)step, (uint32_t)field, true};
}

static void put_shape(struct writer *w, const struct question *shape,
                      const struct place *place)
{
    if (shape == &tier1__question_any) {
        number(w, SHAPE_ANY);
    } else if (!place->known) {
        number(w, SHAPE_OWN);
        put_question(w, shape);
    } else {
        number(w, (uint64_t)place->field << SHAPE_BITS | SHAPE_STEP);
        number(w, place->step);
    }
}

static void put_shapes(struct writer *w, const tier1_flow *flow,
                       struct arena *temp)
{
    struct place *places =
        tier1__arena_array(temp, flow->variable_count, sizeof *places);

    if (!places) {
        w->nomem = true;
        return;
    }
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct step *s = &flow->steps[i];
        note_place(flow, places, &s->question, i, 0);
        for (size_t j = 0; j < s->field_count; j++)
            note_place(flow, places, &s->fields[j], i, j + 1);
    }
    for (size_t i = 0; i < flow->variable_count; i++)
        put_shape(w, flow->variables[i].shape, &places[i]);
}

/* ---- translations: as translations.c reads them ------------------------- */

struct saying {
    struct writer *w;
    const struct translation *t;
    uint64_t at, next; /* number of the place; the least that may follow */
    uint32_t count;    /* of what is its own */
    bool counting;
};

static bool put_place(void *ud, const struct said_place *place)
{
    struct saying *s = ud;
    const struct said *said = tier1__said_find(s->t, place->own);
    uint64_t at = s->at++;

    if (!said || said->inherited)
        return true;
    s->count++;
    if (s->counting)
        return true;
    number(s->w, at - s->next);
    s->next = at + 1;
    if (place->kind == SAID_TEXT)
        put_said(s->w, said->text);
    else if (place->kind == SAID_UNIT)
        put_text_of(s->w, said->text->letters);
    else
        put_words(s->w, said->words, said->word_count);
    return true;
}

static void put_messages(struct writer *w, const struct translation *t)
{
    uint64_t count = 0;

    for (unsigned i = 0; t->messages && i < MESSAGE_COUNT; i++)
        count += t->messages[i] != NULL;
    number(w, count);
    for (unsigned i = 0; count && i < MESSAGE_COUNT; i++) {
        if (!t->messages[i])
            continue;
        put_text_of(w, tier1__message_name((enum message)i));
        put_text_of(w, t->messages[i]);
    }
}

static void put_translation(struct writer *w, const struct translation *t)
{
    struct saying count = {.w = w, .t = t, .counting = true};
    struct saying put = {.w = w, .t = t};

    put_text_of(w, t->language);
    put_text_of(w, t->file);
    put_text_of(w, t->sha256);
    number(w, (t->title ? SAID_TITLE : 0u) | (t->summary ? SAID_SUMMARY : 0u));
    if (t->title)
        put_text_of(w, t->title);
    if (t->summary)
        put_text_of(w, t->summary);
    (void)tier1__said_places(w->flow, put_place, &count);
    number(w, count.count);
    (void)tier1__said_places(w->flow, put_place, &put);
    put_messages(w, t);
}

static void put_translations(struct writer *w)
{
    number(w, w->flow->translation_count);
    for (size_t i = 0; i < w->flow->translation_count; i++)
        put_translation(w, &w->flow->translations[i]);
}

static void put_flow(struct writer *w, const tier1_flow *flow,
                     struct arena *temp)
{
    struct arena_mark mark = tier1__arena_mark(temp);

    w->flow = flow;
    number(w, flow->step_count);
    put_tier1_flow(w, flow);
    for (size_t i = 0; i < flow->step_count; i++)
        put_step(w, &flow->steps[i]);
    put_shapes(w, flow, temp);
    put_translations(w);
    tier1__arena_reset(temp, mark);
}

static int finish(struct writer *w, const tier1_library *l, tier1_buf *out)
{
    struct image_head head = {(uint32_t)l->flow_count, (uint32_t)w->numbers.len,
                              (uint32_t)w->texts.len};
    struct buf b;

    tier1__buf_init(&b, l->allocator, UINT32_MAX);
    tier1__image_seal(&b, &head, &w->numbers, &w->texts);
    if (w->nomem || w->numbers.failed || w->texts.failed)
        b.failed =
            w->numbers.failed == TIER1_ELIMIT || w->texts.failed == TIER1_ELIMIT
                ? TIER1_ELIMIT
                : TIER1_ENOMEM;
    return tier1__buf_give(&b, out);
}

int tier1_library_compile(tier1_buf *out, const tier1_library *library)
{
    struct writer w = {.nomem = false};
    struct arena temp;
    int rc;

    if (!out || !library)
        return TIER1_EMISUSE;
    tier1__buf_init(&w.numbers, library->allocator, UINT32_MAX);
    tier1__buf_init(&w.texts, library->allocator, UINT32_MAX);
    tier1__map_init(&w.known, library->allocator);
    tier1__arena_init(&temp, library->allocator, 0, 0);
    temp.plain = true;
    for (size_t i = 0; i < library->flow_count; i++)
        put_flow(&w, library->flows[i], &temp);
    rc = finish(&w, library, out);
    tier1__arena_free(&temp);
    tier1__map_free(&w.known);
    tier1__buf_free(&w.numbers);
    tier1__buf_free(&w.texts);
    return rc;
}
