/* SPDX-License-Identifier: MIT */
/* What the writing and reading of a log have in common: failures, memory, and
 * access to the fields of a part. */
#include "run/form_field.h"

#include <string.h>

#include "run/run.h"

void tier1__form_fail(struct form_context *c, int failed, const char *format,
                      ...)
{
    struct buf b;
    va_list list;

    if (c->failed != TIER1_OK)
        return;
    c->failed = failed;
    tier1__buf_init(&b, c->arena->allocator, sizeof c->why - 1);
    va_start(list, format);
    tier1__buf_vformat(&b, format, list);
    va_end(list);
    memcpy(c->why, tier1__buf_str(&b), b.len + 1);
    tier1__buf_free(&b);
}

bool tier1__form_reach(struct form_context *c)
{
    if (!c->flows)
        c->flows = tier1__flow_reach(c->flow, c->arena, &c->flow_count);
    return c->flows != NULL;
}

void *tier1__form_alloc(struct form_context *c, size_t count, size_t size)
{
    void *p = tier1__arena_array(c->arena, count, size);
    if (!p)
        tier1__form_fail(c, c->arena->limited ? TIER1_ELIMIT : TIER1_ENOMEM,
                         "%s", "");
    return p;
}

uint64_t tier1__field_number(const struct form_field *f, const void *part)
{
    const void *at = tier1__field_at(f, part);
    uint8_t one;
    uint32_t four;
    uint64_t eight;

    if (f->size == 1) {
        memcpy(&one, at, 1);
        return one;
    }
    if (f->size == 4) {
        memcpy(&four, at, 4);
        return four;
    }
    memcpy(&eight, at, 8);
    return eight;
}

uint64_t tier1__field_most(const struct form_field *f)
{
    uint64_t most = 0;
    if (f->words) {
        while (f->words[most + 1])
            most++;
        return most;
    }
    return f->size == 1 ? UINT8_MAX : f->size == 4 ? UINT32_MAX : INT64_MAX;
}

void tier1__field_set(const struct form_field *f, void *part, uint64_t number)
{
    void *at = tier1__field_place(f, part);
    uint8_t one = (uint8_t)number;
    uint32_t four = (uint32_t)number;

    if (f->size == 1)
        memcpy(at, &one, 1);
    else if (f->size == 4)
        memcpy(at, &four, 4);
    else
        memcpy(at, &number, 8);
}

size_t tier1__field_count(const struct form_field *f, const void *part)
{
    const struct host_result *r;
    size_t n = 0;

    if (f->with != FORM_NONE) {
        memcpy(&n, (const char *)part + f->with, sizeof n);
        return n;
    }
    for (r = tier1__field_pointer(f, part); r; r = r->next)
        n++;
    return n;
}

const void *tier1__field_pointer(const struct form_field *f, const void *part)
{
    const void *p;
    memcpy(&p, tier1__field_at(f, part), sizeof p);
    return p;
}

void tier1__field_point(const struct form_field *f, void *part, const void *to)
{
    memcpy(tier1__field_place(f, part), &to, sizeof to);
}

void tier1__field_with(const struct form_field *f, void *part, const void *from,
                       size_t size)
{
    memcpy((char *)part + f->with, from, size);
}

/* Nothing but zeros and what follows from them? Then it is left out. */
bool tier1__field_empty(const struct form_field *f, const void *part)
{
    static const uint8_t no_seed[SEED_BYTES];
    const void *at = tier1__field_at(f, part);
    const struct bytes *told;
    const char *text;

    switch ((enum form_kind)f->kind) {
    case FORM_NUMBER:
    case FORM_TIME:
    case FORM_FLAG:
    case FORM_WORD:
        return tier1__field_number(f, part) == 0;
    case FORM_TEXT: /* an empty one says nothing */
        text = tier1__field_pointer(f, part);
        return !text || !*text;
    case FORM_VALUE:
    case FORM_MEANS:
    case FORM_STEP:
        return tier1__field_pointer(f, part) == NULL;
    case FORM_TOLD:
        told = at;
        return told->length == 0;
    case FORM_VALUES:
    case FORM_SAID:
    case FORM_LIST:
        return tier1__field_count(f, part) == 0;
    case FORM_SEED:
        return memcmp(at, no_seed, sizeof no_seed) == 0;
    case FORM_PART:
        for (size_t i = 0; i < f->form->count; i++)
            if (!tier1__field_empty(&f->form->fields[i], at))
                return false;
        return true;
    }
    return true;
}
