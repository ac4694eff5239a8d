/* SPDX-License-Identifier: MIT */
/* The tables of fields.h, read. */
#include <string.h>

#include "image/fields.h"
#include "image/parts.h"
#include "image/read.h"
#include "model/plain.h"

/* What a structure takes of the file at least: what a list of them is held
 * against before there is room for it. */
#define LEAST_route_case 2
#define LEAST_media 2
#define LEAST_choice 2
#define LEAST_question 2
#define LEAST_binding 3
#define LEAST_step 6
#define LEAST_variable 3
#define LEAST_constant 2

#define IF_THERE(then)                                                         \
    if (bits & 1)                                                              \
        then;                                                                  \
    bits >>= 1;

#define READ(kind, ...) READ_##kind(__VA_ARGS__)
#define READ_ID(m) IF_THERE(r->step_id = out->m = tier1__image_text(r))
#define READ_TEXT(m) IF_THERE(out->m = tier1__image_text(r))
#define READ_WORD(m, list) IF_THERE(out->m = tier1__image_word(r, list))
#define READ_FLAG(m)                                                           \
    out->m = bits & 1;                                                         \
    bits >>= 1;
#define READ_BYTE(m, most)                                                     \
    IF_THERE(out->m = (uint8_t)tier1__image_most(r, most))
#define READ_NUMBER(m, most)                                                   \
    IF_THERE(out->m = (uint32_t)tier1__image_most(r, most))
#define READ_SHORT(m, most)                                                    \
    IF_THERE(out->m = (uint16_t)tier1__image_most(r, most))
#define READ_WIDE(m, most) IF_THERE(out->m = (size_t)tier1__image_most(r, most))
#define READ_LARGE(m, most)                                                    \
    IF_THERE(out->m = (int64_t)tier1__image_most(r, most))
#define READ_SLOT(m)                                                           \
    out->m = bits & 1 ? tier1__image_slot(r) : NO_SLOT;                        \
    bits >>= 1;
#define READ_OUTER(m)                                                          \
    out->m = bits & 1 ? (uint32_t)tier1__image_most(r, UINT32_MAX) : NO_SLOT;  \
    bits >>= 1;
#define READ_TYPE(m)                                                           \
    out->m = bits & 1 ? tier1__image_type(r) : "";                             \
    bits >>= 1;
#define READ_WORDS(m, n)                                                       \
    IF_THERE({                                                                 \
        uint32_t count;                                                        \
        out->m = tier1__image_words(r, &count);                                \
        out->n = count;                                                        \
    })
#define READ_LIST(m, n, t)                                                     \
    IF_THERE({                                                                 \
        uint32_t count;                                                        \
        struct t *items =                                                      \
            tier1__image_list(r, LEAST_##t, sizeof *items, &count);            \
        out->m = items;                                                        \
        out->n = count;                                                        \
        for (uint32_t i = 0; i < count; i++)                                   \
            read_##t(r, &items[i]);                                            \
    })
#define READ_ONE(m, t)                                                         \
    IF_THERE({                                                                 \
        struct t *one = tier1__image_one(r, sizeof *one);                      \
        out->m = one;                                                          \
        if (one)                                                               \
            read_##t(r, one);                                                  \
    })
#define READ_MORE(m, t, none)                                                  \
    out->m = &none;                                                            \
    IF_THERE({                                                                 \
        struct t *one = tier1__image_one(r, sizeof *one);                      \
        if (one) {                                                             \
            out->m = one;                                                      \
            read_##t(r, one);                                                  \
        }                                                                      \
    })
#define READ_ROUTES(m) IF_THERE(read_routes(r, &out->m))
#define READ_SAID(m) IF_THERE(out->m = read_said(r))
#define READ_VALUE(m) IF_THERE(out->m = tier1__image_value(r))
#define READ_HOOK(m, forms) IF_THERE(out->m = tier1__image_hook(r, forms))
#define READ_PART(m, t) read_##t(r, &out->m);
#define READ_MADE(m)

/* Bits that no member has are of a format that is not known. */
#define READER(t, table)                                                       \
    static void read_##t(struct reader *r, struct t *out)                      \
    {                                                                          \
        uint64_t bits = tier1__image_number(r);                                \
                                                                               \
        memset(out, 0, sizeof *out);                                           \
        table(READ) if (bits != 0)(void)                                       \
            tier1__image_wrong(r, "a " #t " has more than is known");          \
    }

static void read_target(struct reader *r, struct target *out)
{
    tier1__image_target(r, tier1__image_number(r), out);
}

/* Most are one, without a condition, to a step. */
static void read_routes(struct reader *r, struct routes *out)
{
    uint64_t head = tier1__image_number(r);

    if ((head & ROUTES_HEAD) != ROUTES_TO_STEP ||
        head >> ROUTES_BITS >= r->flow->step_count) {
        tier1__image_other_routes(r, head, out);
        return;
    }
    *out = (struct routes){&r->ways[head >> ROUTES_BITS], 1};
}

/* Most are the same letters for all. */
static const struct text *read_said(struct reader *r)
{
    uint64_t head = tier1__image_number(r);
    struct text *one = tier1__image_one(r, sizeof *one);

    if (!one)
        return NULL;
    *one = (struct text){NULL, NULL};
    if (head != 0)
        one->letters = tier1__image_named(r, head - 1);
    else
        tier1__image_forms(r, one);
    return one->letters || one->forms ? one : NULL;
}

const struct text *tier1__image_said(struct reader *r)
{
    return read_said(r);
}

READER(route_case, IMAGE_ROUTE_CASE)
READER(media, IMAGE_MEDIA)
READER(choice_more, IMAGE_CHOICE_MORE)
READER(choice, IMAGE_CHOICE)
READER(bound, IMAGE_BOUND)
READER(question_more, IMAGE_QUESTION_MORE)
READER(question, IMAGE_QUESTION)
READER(binding, IMAGE_BINDING)
READER(escalation, IMAGE_ESCALATION)
READER(step_more, IMAGE_STEP_MORE)
READER(variable, IMAGE_VARIABLE)
READER(constant, IMAGE_CONSTANT)

/* The number of its steps is known then, and more that stays. */
static void read_head(struct reader *r, tier1_flow *out)
{
    uint64_t bits = tier1__image_number(r);

    IMAGE_FLOW(READ)
    if (bits != 0)
        (void)tier1__image_wrong(r, "a flow has more than is known");
}

READER(step, IMAGE_STEP)

/* ---- flows ------------------------------------------------------------- */

static const struct question *read_shape(struct reader *r)
{
    uint64_t head = tier1__image_number(r);
    const tier1_flow *flow = r->flow;
    struct question *own;
    uint64_t field = head >> SHAPE_BITS, step;

    if (head == SHAPE_ANY)
        return &tier1__question_any;
    if (head == SHAPE_OWN) {
        own = tier1__image_one(r, sizeof *own);
        if (own) {
            read_question(r, own);
            tier1__image_check_question(r, own);
        }
        return own;
    }
    step = tier1__image_number(r);
    if ((head & SHAPE_KIND) == SHAPE_STEP && step < flow->step_count &&
        field <= flow->steps[step].field_count)
        return field ? &flow->steps[step].fields[field - 1]
                     : &flow->steps[step].question;
    (void)tier1__image_wrong(r, "a variable has no shape");
    return NULL;
}

static void read_shapes(struct reader *r, const tier1_flow *flow)
{
    /* the flow is not handed on yet */
    struct variable *items = (struct variable *)(uintptr_t)flow->variables;

    for (size_t i = 0; i < flow->variable_count && r->failed == TIER1_OK; i++) {
        items[i].shape = read_shape(r);
        if (items[i].shape)
            tier1__image_check_variable(r, &items[i]);
    }
}

static void read_steps(struct reader *r, tier1_flow *flow)
{
    size_t count = flow->step_count;
    struct step *steps;

    if (r->failed != TIER1_OK)
        return;
    steps = tier1__image_one(r, count * sizeof *steps);
    flow->steps = steps;
    if (!steps || tier1__index_open(&flow->step_names, steps, sizeof *steps,
                                    count) != TIER1_OK) {
        (void)tier1__image_nomem(r);
        return;
    }
    for (size_t i = 0; i < count && r->failed == TIER1_OK; i++) {
        r->step_id = NULL;
        read_step(r, &steps[i]);
        tier1__image_check_step(r, &steps[i]);
        if (r->failed == TIER1_OK &&
            !tier1__index_add(&flow->step_names, (uint32_t)i))
            (void)tier1__image_wrong(r, "two steps have the same id");
    }
    r->step_id = NULL;
    for (size_t i = 0; i < count && r->failed == TIER1_OK; i++)
        steps[i].question.plain = tier1__step_plain(flow, &steps[i]);
}

void tier1__image_read_flow(struct reader *r, tier1_flow *flow)
{
    uint64_t count = tier1__image_number(r);

    r->flow = flow;
    r->step_id = NULL;
    if (count == 0 || count > (size_t)(r->end - r->at) / LEAST_step ||
        count > UINT32_MAX) {
        (void)tier1__image_wrong(r, "a flow has too few steps");
        return;
    }
    r->ways = tier1__image_one(r, (size_t)count * sizeof *r->ways);
    if (!r->ways)
        return;
    for (uint32_t i = 0; i < count; i++)
        r->ways[i] = (struct route){NULL, {TARGET_STEP, i, NULL}};
    flow->step_count = flow->info.step_count = (size_t)count;
    read_head(r, flow);
    flow->info.for_agent = (flow->audience & FOR_AGENT) != 0;
    flow->info.for_customer = (flow->audience & FOR_CUSTOMER) != 0;
    tier1__image_check_about(r, flow);
    read_steps(r, flow);
    if (r->failed == TIER1_OK)
        read_shapes(r, flow);
    if (r->failed == TIER1_OK)
        tier1__image_translations(r, flow);
}
