/* SPDX-License-Identifier: MIT */
/* The parts of a log as values, which are written as JSON; and back. A key
 * that is not known is refused: nothing is passed over. */
#include <string.h>

#include "base/digest.h"
#include "run/form_field.h"
#include "run/hook_log.h"
#include "run/meaning.h"

/* ---- to values --------------------------------------------------------- */

static const tier1_value *digits(struct arena *a, const uint8_t *bytes,
                                 size_t length)
{
    char text[2 * MEANS_BYTES + 1];
    tier1__hex(text, bytes, length);
    return tier1__value_text(a, text, 2 * length);
}

static const tier1_value *
values_list(struct arena *a, const struct form_field *f, const void *part)
{
    const tier1_value *const *items = tier1__field_pointer(f, part);
    struct value_builder b;

    tier1__builder_init(&b, a);
    for (size_t i = 0; i < tier1__field_count(f, part); i++)
        tier1__builder_add(&b, NULL, items[i]);
    return tier1__builder_list(&b);
}

static const tier1_value *
parts_list(struct form_context *c, const struct form_field *f, const void *part)
{
    const char *at = tier1__field_pointer(f, part);
    size_t n = tier1__field_count(f, part);
    struct value_builder b;

    tier1__builder_init(&b, c->arena);
    for (size_t i = 0; i < n; i++) {
        const struct host_result *said = (const void *)at;
        tier1__builder_add(&b, NULL, tier1__form_to_value(c, f->form, at));
        at = f->kind == FORM_SAID ? (const void *)said->next
                                  : at + f->form->size;
    }
    return tier1__builder_list(&b);
}

static const tier1_value *text_value(struct arena *a, const char *text)
{
    return tier1__value_text(a, text, strlen(text));
}

/* A step goes by two keys, the flow's first. */
static const tier1_value *step_value(struct value_builder *map,
                                     const struct form_field *f,
                                     const void *part)
{
    const struct step *step = tier1__field_pointer(f, part);
    const tier1_flow *flow;

    memcpy(&flow, (const char *)part + f->with, sizeof flow);
    tier1__builder_add(map, "flow", text_value(map->arena, flow->info.id));
    return text_value(map->arena, step->id);
}

static const tier1_value *field_value(struct form_context *c,
                                      const struct form_field *f,
                                      const void *part,
                                      struct value_builder *map)
{
    uint64_t number;

    switch ((enum form_kind)f->kind) {
    case FORM_NUMBER:
    case FORM_TIME:
        number = tier1__field_number(f, part);
        return tier1__value_integer(c->arena, (int64_t)number);
    case FORM_FLAG:
        return &tier1__value_true;
    case FORM_WORD:
        number = tier1__field_number(f, part);
        return text_value(c->arena, f->words[number]);
    case FORM_TEXT:
        return text_value(c->arena, tier1__field_pointer(f, part));
    case FORM_VALUE:
        return tier1__field_pointer(f, part);
    case FORM_VALUES:
        return values_list(c->arena, f, part);
    case FORM_SEED:
        return digits(c->arena, tier1__field_at(f, part), SEED_BYTES);
    case FORM_MEANS:
        return digits(c->arena, tier1__field_pointer(f, part), MEANS_BYTES);
    case FORM_STEP:
        return step_value(map, f, part);
    case FORM_TOLD:
        return tier1__hook_log_value(c->arena, tier1__field_at(f, part));
    case FORM_PART:
        return tier1__form_to_value(c, f->form, tier1__field_at(f, part));
    case FORM_SAID:
    case FORM_LIST:
        break;
    }
    return parts_list(c, f, part);
}

const tier1_value *tier1__form_to_value(struct form_context *c,
                                        const struct form *form,
                                        const void *part)
{
    struct value_builder map;

    tier1__builder_init(&map, c->arena);
    for (size_t i = 0; i < form->count; i++) {
        const struct form_field *f = &form->fields[i];
        if (!f->plain && tier1__field_empty(f, part))
            continue;
        tier1__builder_add(&map, f->key, field_value(c, f, part, &map));
    }
    return tier1__builder_map(&map);
}

/* ---- from values ------------------------------------------------------- */

static void bad(struct form_context *c, const struct form_field *f)
{
    tier1__form_fail(c, TIER1_EINVALID, "what it has under %q is not that",
                     f->key);
}

static void no_memory(struct form_context *c)
{
    tier1__form_fail(c, c->arena->limited ? TIER1_ELIMIT : TIER1_ENOMEM, "%s",
                     "");
}

static const tier1_value *copy_value(struct form_context *c,
                                     const tier1_value *v)
{
    const tier1_value *copy = tier1__value_copy(c->arena, v);
    if (!copy)
        no_memory(c);
    return copy;
}

static void read_number(struct form_context *c, const struct form_field *f,
                        const tier1_value *v, void *part)
{
    int64_t n = tier1_value_integer(v);
    bool signs = f->kind == FORM_TIME;

    if (tier1_value_kind(v) != TIER1_INTEGER || n == 0 || (n < 0 && !signs) ||
        (signs && !tier1__form_is_time(n)) ||
        (!signs && (uint64_t)n > tier1__field_most(f)))
        bad(c, f);
    else
        tier1__field_set(f, part, (uint64_t)n);
}

static void read_word(struct form_context *c, const struct form_field *f,
                      const tier1_value *v, void *part)
{
    const char *word = tier1_value_text(v);
    for (uint64_t i = 0; word && f->words[i]; i++)
        if (strcmp(word, f->words[i]) == 0) {
            tier1__field_set(f, part, i);
            return;
        }
    bad(c, f);
}

static void read_text(struct form_context *c, const struct form_field *f,
                      const tier1_value *v, void *part)
{
    const char *text = tier1_value_text(v);
    const char *copy = tier1__arena_copy(c->arena, text);

    if (!text)
        bad(c, f);
    else if (!copy)
        no_memory(c);
    else
        tier1__field_point(f, part, copy);
}

static void read_values(struct form_context *c, const struct form_field *f,
                        const tier1_value *v, void *part)
{
    size_t n = tier1_value_count(v);
    const tier1_value **items;

    if (tier1_value_kind(v) != TIER1_LIST || n == 0) {
        bad(c, f);
        return;
    }
    items = tier1__form_alloc(c, n, sizeof *items);
    for (size_t i = 0; items && i < n && c->failed == TIER1_OK; i++)
        items[i] = copy_value(c, tier1_value_at(v, i));
    tier1__field_point(f, part, items);
    tier1__field_with(f, part, &n, sizeof n);
}

static void read_digits(struct form_context *c, const struct form_field *f,
                        const tier1_value *v, uint8_t *out, size_t length)
{
    static const char digit[] = "0123456789abcdef";
    const char *text = tier1_value_text(v);

    if (!text || strlen(text) != 2 * length) {
        bad(c, f);
        return;
    }
    for (size_t i = 0; out && i < 2 * length; i++) {
        const char *at = strchr(digit, text[i]);
        if (!at)
            bad(c, f);
        out[i / 2] = (uint8_t)(out[i / 2] << 4 | (at ? at - digit : 0));
    }
}

static void read_step(struct form_context *c, const struct form_field *f,
                      const tier1_value *v, const tier1_value *map, void *part)
{
    const char *id = tier1_value_text(v);
    const tier1_flow *flow = tier1_library_find(
        c->library, tier1_value_text(tier1_value_get(map, "flow")));
    uint32_t step = flow && id ? tier1__flow_step(flow, id) : MAP_NONE;

    if (step == MAP_NONE && c->lenient)
        return;
    if (step == MAP_NONE) {
        tier1__form_fail(c, TIER1_EINVALID,
                         "it names a step that the flows have not");
        return;
    }
    tier1__field_point(f, part, &flow->steps[step]);
    tier1__field_with(f, part, &flow, sizeof flow);
}

static void read_told(struct form_context *c, const struct form_field *f,
                      const tier1_value *v, void *part)
{
    struct bytes *told = tier1__field_place(f, part);
    int rc = tier1__hook_log_read(c->walk, v, told);

    if (rc == TIER1_EINVALID || (rc == TIER1_OK && !told->length))
        bad(c, f);
    else if (rc != TIER1_OK)
        tier1__form_fail(c, rc, "%s", "");
}

static void read_said(struct form_context *c, const struct form_field *f,
                      const tier1_value *v, void *part)
{
    struct host_result *first = NULL, **tail = &first;
    size_t n = tier1_value_count(v);

    if (tier1_value_kind(v) != TIER1_LIST || n == 0) {
        bad(c, f);
        return;
    }
    for (size_t i = 0; i < n && c->failed == TIER1_OK; i++) {
        *tail = tier1__form_alloc(c, 1, f->form->size);
        if (!*tail)
            return;
        tier1__form_from_value(c, f->form, tier1_value_at(v, i), *tail);
        tail = &(*tail)->next;
    }
    tier1__field_point(f, part, first);
    if (f->with != FORM_NONE)
        tier1__field_with(f, part, &n, sizeof n);
}

static void read_list(struct form_context *c, const struct form_field *f,
                      const tier1_value *v, void *part)
{
    size_t n = tier1_value_count(v);
    char *items;

    if (tier1_value_kind(v) != TIER1_LIST || n == 0) {
        bad(c, f);
        return;
    }
    items = tier1__form_alloc(c, n, f->form->size);
    for (size_t i = 0; items && i < n && c->failed == TIER1_OK; i++)
        tier1__form_from_value(c, f->form, tier1_value_at(v, i),
                               items + i * f->form->size);
    tier1__field_point(f, part, items);
    tier1__field_with(f, part, &n, sizeof n);
}

static void read_field(struct form_context *c, const struct form_field *f,
                       const tier1_value *v, const tier1_value *map, void *part)
{
    uint8_t *means;

    switch ((enum form_kind)f->kind) {
    case FORM_NUMBER:
    case FORM_TIME:
        read_number(c, f, v, part);
        break;
    case FORM_FLAG:
        if (tier1_value_kind(v) != TIER1_BOOLEAN || !tier1_value_boolean(v))
            bad(c, f);
        tier1__field_set(f, part, 1);
        break;
    case FORM_WORD:
        read_word(c, f, v, part);
        break;
    case FORM_TEXT:
        read_text(c, f, v, part);
        break;
    case FORM_VALUE:
        tier1__field_point(f, part, copy_value(c, v));
        break;
    case FORM_VALUES:
        read_values(c, f, v, part);
        break;
    case FORM_SEED:
        read_digits(c, f, v, tier1__field_place(f, part), SEED_BYTES);
        break;
    case FORM_MEANS:
        means = tier1__form_alloc(c, 1, MEANS_BYTES);
        read_digits(c, f, v, means, MEANS_BYTES);
        tier1__field_point(f, part, means);
        break;
    case FORM_STEP:
        read_step(c, f, v, map, part);
        break;
    case FORM_TOLD:
        read_told(c, f, v, part);
        break;
    case FORM_SAID:
        read_said(c, f, v, part);
        break;
    case FORM_PART:
        tier1__form_from_value(c, f->form, v, tier1__field_place(f, part));
        break;
    case FORM_LIST:
        read_list(c, f, v, part);
        break;
    }
}

static void refuse_unknown(struct form_context *c, const struct form *form,
                           const tier1_value *map)
{
    for (size_t i = 0; i < tier1_value_count(map); i++) {
        const char *key = tier1_value_key(map, i);
        bool known = false, steps = false;
        for (size_t j = 0; j < form->count && !known; j++) {
            known = strcmp(form->fields[j].key, key) == 0;
            steps = steps || form->fields[j].kind == FORM_STEP;
        }
        if (!known && !(steps && strcmp(key, "flow") == 0))
            tier1__form_fail(c, TIER1_EINVALID, "nothing goes by the name %q",
                             key);
    }
}

void tier1__form_from_value(struct form_context *c, const struct form *form,
                            const tier1_value *map, void *part)
{
    if (tier1_value_kind(map) != TIER1_MAP) {
        tier1__form_fail(c, TIER1_EINVALID, "something in it is no map");
        return;
    }
    refuse_unknown(c, form, map);
    for (size_t i = 0; i < form->count && c->failed == TIER1_OK; i++) {
        const struct form_field *f = &form->fields[i];
        const tier1_value *v = tier1_value_get(map, f->key);
        if (v)
            read_field(c, f, v, map, part);
    }
}
