/* SPDX-License-Identifier: MIT */
/* The parts of a log as bytes, and back. Reading takes one form only of each
 * thing, so that equal bytes and equal logs are the same. */
#include <string.h>

#include "run/form_field.h"
#include "run/meaning.h"

/* ---- to bytes ---------------------------------------------------------- */

static void pack_step(struct form_context *c, struct buf *out,
                      const struct form_field *f, const void *part)
{
    const struct step *step = tier1__field_pointer(f, part);
    const tier1_flow *flow;
    size_t i = 0;

    if (!tier1__form_reach(c)) {
        out->failed = TIER1_ENOMEM;
        return;
    }
    memcpy(&flow, (const char *)part + f->with, sizeof flow);
    while (i < c->flow_count && c->flows[i] != flow)
        i++;
    tier1__pack_number(out, i);
    tier1__pack_number(out, (uint64_t)(step - flow->steps));
}

static void pack_time(struct form_context *c, struct buf *out, int64_t at)
{
    /* The distance may be more than fits; it wraps, and does so back. */
    tier1__pack_integer(out, (int64_t)((uint64_t)at - (uint64_t)c->time));
    c->time = at;
}

static void pack_parts(struct form_context *c, struct buf *out,
                       const struct form_field *f, const void *part)
{
    const char *at = tier1__field_pointer(f, part);
    size_t n = tier1__field_count(f, part);

    tier1__pack_number(out, n);
    for (size_t i = 0; i < n; i++) {
        const struct host_result *said = (const void *)at;
        tier1__form_pack(c, out, f->form, at);
        at = f->kind == FORM_SAID ? (const void *)said->next
                                  : at + f->form->size;
    }
}

static void pack_field(struct form_context *c, struct buf *out,
                       const struct form_field *f, const void *part)
{
    const void *at = tier1__field_at(f, part);
    const tier1_value *const *items;
    const struct bytes *told;
    const char *text;

    switch ((enum form_kind)f->kind) {
    case FORM_NUMBER:
    case FORM_WORD:
        tier1__pack_number(out, tier1__field_number(f, part));
        break;
    case FORM_TIME:
        pack_time(c, out, (int64_t)tier1__field_number(f, part));
        break;
    case FORM_FLAG:
        break; /* that it is there says it */
    case FORM_TEXT:
        text = tier1__field_pointer(f, part);
        tier1__pack_text(out, text, strlen(text));
        break;
    case FORM_VALUE:
        tier1__pack_value(out, tier1__field_pointer(f, part));
        break;
    case FORM_VALUES:
        items = tier1__field_pointer(f, part);
        tier1__pack_number(out, tier1__field_count(f, part));
        for (size_t i = 0; i < tier1__field_count(f, part); i++)
            tier1__pack_value(out, items[i]);
        break;
    case FORM_SEED:
        tier1__buf_add(out, at, SEED_BYTES);
        break;
    case FORM_MEANS:
        tier1__buf_add(out, tier1__field_pointer(f, part), MEANS_BYTES);
        break;
    case FORM_STEP:
        pack_step(c, out, f, part);
        break;
    case FORM_TOLD:
        told = at;
        tier1__pack_text(out, told->at, told->length);
        break;
    case FORM_PART:
        tier1__form_pack(c, out, f->form, at);
        break;
    case FORM_SAID:
    case FORM_LIST:
        pack_parts(c, out, f, part);
        break;
    }
}

static bool is_packed(const struct form_field *f, const void *part)
{
    if (f->shown || f->apart || tier1__field_empty(f, part) ||
        (f->packed && !f->packed(part)))
        return false;
    /* one that only has what is shown to people has nothing to keep */
    return f->kind != FORM_PART ||
           tier1__form_is_packed(f->form, tier1__field_at(f, part));
}

bool tier1__form_is_packed(const struct form *form, const void *part)
{
    if (form->is_packed)
        return form->is_packed(part);
    for (size_t i = 0; i < form->count; i++)
        if (is_packed(&form->fields[i], part))
            return true;
    return false;
}

void tier1__form_pack(struct form_context *c, struct buf *out,
                      const struct form *form, const void *part)
{
    uint64_t there = 0;

    for (size_t i = 0; i < form->count; i++)
        there |= (uint64_t)is_packed(&form->fields[i], part) << i;
    tier1__pack_number(out, there);
    for (size_t i = 0; i < form->count; i++)
        if (there >> i & 1)
            pack_field(c, out, &form->fields[i], part);
}

/* ---- from bytes -------------------------------------------------------- */

static const struct pack_caps caps = {UINT32_MAX, VALUE_DEPTH_MOST - 1};

static void wrong(struct unpack *u)
{
    tier1__unpack_fail(u, TIER1_EINVALID);
}

static void *alloc(struct unpack *u, size_t count, size_t size)
{
    void *p = tier1__arena_array(u->arena, count, size);
    if (!p)
        tier1__unpack_fail(u, u->arena->limited ? TIER1_ELIMIT : TIER1_ENOMEM);
    return p;
}

/* A count of things of at least a byte each; none is not written. */
static size_t get_count(struct unpack *u)
{
    size_t n = (size_t)tier1__unpack_number(u, u->left);
    if (n == 0)
        wrong(u);
    return u->failed == TIER1_OK ? n : 0;
}

static void unpack_values(struct unpack *u, const struct form_field *f,
                          void *part)
{
    size_t n = get_count(u);
    const tier1_value **items = alloc(u, n, sizeof *items);

    for (size_t i = 0; items && i < n; i++)
        items[i] = tier1__unpack_value(u, &caps);
    tier1__field_point(f, part, items);
    tier1__field_with(f, part, &n, sizeof n);
}

static void unpack_step(struct form_context *c, struct unpack *u,
                        const struct form_field *f, void *part)
{
    const tier1_flow *flow;
    size_t step;

    if (!tier1__form_reach(c)) {
        tier1__unpack_fail(u, c->arena->limited ? TIER1_ELIMIT : TIER1_ENOMEM);
        return;
    }
    flow = c->flows[tier1__unpack_number(u, c->flow_count - 1)];
    step = (size_t)tier1__unpack_number(u, flow->step_count - 1);
    tier1__field_point(f, part, &flow->steps[step]);
    tier1__field_with(f, part, &flow, sizeof flow);
}

static void unpack_told(struct unpack *u, const struct form_field *f,
                        void *part)
{
    struct bytes *told = tier1__field_place(f, part);
    size_t n = 0;
    const char *at = tier1__unpack_bytes(u, &n);

    *told = (struct bytes){(char *)(uintptr_t)at, n, n};
    if (n == 0)
        wrong(u);
}

static void unpack_said(struct form_context *c, struct unpack *u,
                        const struct form_field *f, void *part)
{
    struct host_result *first = NULL, **tail = &first;
    size_t n = get_count(u);

    for (size_t i = 0; i < n && u->failed == TIER1_OK; i++) {
        *tail = alloc(u, 1, f->form->size);
        if (!*tail)
            return;
        tier1__form_unpack(c, u, f->form, *tail);
        tail = &(*tail)->next;
    }
    tier1__field_point(f, part, first);
    if (f->with != FORM_NONE)
        tier1__field_with(f, part, &n, sizeof n);
}

static void unpack_list(struct form_context *c, struct unpack *u,
                        const struct form_field *f, void *part)
{
    size_t n = get_count(u);
    char *items = alloc(u, n, f->form->size);

    for (size_t i = 0; items && i < n && u->failed == TIER1_OK; i++)
        tier1__form_unpack(c, u, f->form, items + i * f->form->size);
    tier1__field_point(f, part, items);
    tier1__field_with(f, part, &n, sizeof n);
}

static void unpack_raw(struct unpack *u, void *out, size_t length)
{
    if (u->left < length || !out) {
        wrong(u);
        return;
    }
    memcpy(out, u->at, length);
    u->at += length;
    u->left -= length;
}

static void unpack_means(struct unpack *u, const struct form_field *f,
                         void *part)
{
    uint8_t *means = alloc(u, 1, MEANS_BYTES);
    unpack_raw(u, means, MEANS_BYTES);
    tier1__field_point(f, part, means);
}

static void unpack_field(struct form_context *c, struct unpack *u,
                         const struct form_field *f, void *part)
{
    uint64_t number;

    switch ((enum form_kind)f->kind) {
    case FORM_NUMBER:
    case FORM_WORD:
        number = tier1__unpack_number(u, tier1__field_most(f));
        tier1__field_set(f, part, number);
        break;
    case FORM_TIME:
        c->time =
            (int64_t)((uint64_t)c->time + (uint64_t)tier1__unpack_integer(u));
        tier1__field_set(f, part, (uint64_t)c->time);
        if (!tier1__form_is_time(c->time))
            wrong(u);
        break;
    case FORM_FLAG:
        tier1__field_set(f, part, 1);
        break;
    case FORM_TEXT:
        tier1__field_point(f, part, tier1__unpack_text(u, NULL));
        break;
    case FORM_VALUE:
        tier1__field_point(f, part, tier1__unpack_value(u, &caps));
        break;
    case FORM_VALUES:
        unpack_values(u, f, part);
        break;
    case FORM_SEED:
        unpack_raw(u, tier1__field_place(f, part), SEED_BYTES);
        break;
    case FORM_MEANS:
        unpack_means(u, f, part);
        break;
    case FORM_STEP:
        unpack_step(c, u, f, part);
        break;
    case FORM_TOLD:
        unpack_told(u, f, part);
        break;
    case FORM_PART:
        tier1__form_unpack(c, u, f->form, tier1__field_place(f, part));
        break;
    case FORM_SAID:
        unpack_said(c, u, f, part);
        break;
    case FORM_LIST:
        unpack_list(c, u, f, part);
        break;
    }
}

/* What is there has to be there: nothing that is as if it were not. */
void tier1__form_unpack(struct form_context *c, struct unpack *u,
                        const struct form *form, void *part)
{
    uint64_t there = tier1__unpack_number(
        u, form->count < 64 ? ((uint64_t)1 << form->count) - 1 : UINT64_MAX);

    for (size_t i = 0; i < form->count && u->failed == TIER1_OK; i++) {
        const struct form_field *f = &form->fields[i];
        if (!(there >> i & 1))
            continue;
        if (f->shown || f->apart)
            wrong(u);
        unpack_field(c, u, f, part);
        if (u->failed == TIER1_OK && tier1__field_empty(f, part))
            wrong(u);
    }
    for (size_t i = 0; i < form->count && u->failed == TIER1_OK; i++)
        if ((there >> i & 1) && !is_packed(&form->fields[i], part))
            wrong(u);
}
