/* SPDX-License-Identifier: MIT */
/* Hooks of a compiled file, and the texts and routes that hold them. A name is
 * tied to what it stands for here; that a hook's text uses just those names,
 * and whether it is steady, is looked at when it is first run (script/). */
#include <string.h>

#include "image/fields.h"
#include "image/parts.h"
#include "image/read.h"

/* ---- names ------------------------------------------------------------- */

static const char *named(struct reader *r, uint8_t kind, uint32_t index)
{
    const tier1_flow *flow = r->flow;
    const char *name = NULL;

    if (kind == NAME_VARIABLE && index < flow->variable_count)
        name = flow->variables[index].name;
    else if (kind == NAME_DATA && index < flow->data_count)
        name = flow->data[index].name;
    else if (kind == NAME_HELPER && index < flow->helper_count)
        name = flow->helper_names[index];
    else if (kind == NAME_CONTEXT)
        name = tier1__context_name(index);
    if (!name)
        (void)tier1__image_wrong(r, "a hook uses what there is not");
    return name;
}

static void read_name(struct reader *r, struct hook_name *out)
{
    uint64_t head = tier1__image_most(r, NAME_KIND | NAME_ASSIGNED |
                                             NAME_WHOLE | NAME_FIELDS);
    uint32_t count = 0;

    memset(out, 0, sizeof *out);
    out->kind = (uint8_t)(head & NAME_KIND);
    out->assigned = (head & NAME_ASSIGNED) != 0;
    out->whole = (head & NAME_WHOLE) != 0;
    if (out->kind > NAME_LIBRARY) {
        (void)tier1__image_wrong(r, "a name is of no kind");
    } else if (out->kind == NAME_LIBRARY) {
        out->name = tier1__image_text(r);
    } else {
        out->index = (uint32_t)tier1__image_most(r, UINT32_MAX);
        out->name = named(r, out->kind, out->index);
    }
    if (head & NAME_FIELDS)
        out->fields = tier1__image_words(r, &count);
    if (count > UINT16_MAX)
        (void)tier1__image_wrong(r, "a name has too many fields");
    else
        out->field_count = (uint16_t)count;
}

/* ---- hooks ------------------------------------------------------------- */

static void read_lines(struct reader *r, struct hook *out)
{
    uint32_t count;
    struct hook_line *lines = tier1__image_list(r, 2, sizeof *lines, &count);

    for (uint32_t i = 0; i < count; i++) {
        lines[i].at = (size_t)tier1__image_most(r, out->length);
        lines[i].line = (unsigned)tier1__image_most(r, UINT32_MAX);
        if (i == 0 ? lines[i].at > 0 : lines[i].at <= lines[i - 1].at)
            (void)tier1__image_wrong(r, "the lines of a hook are mixed up");
    }
    out->lines = lines;
    out->line_count = count;
}

static void read_names(struct reader *r, struct hook *out)
{
    uint32_t count;
    struct hook_name *names = tier1__image_list(r, 2, sizeof *names, &count);

    for (uint32_t i = 0; i < count; i++)
        read_name(r, &names[i]);
    out->names = names;
    out->name_count = count;
}

const struct hook *tier1__image_hook(struct reader *r, unsigned forms)
{
    uint64_t head =
        tier1__image_most(r, HOOK_FORM | HOOK_HAS_LINES | HOOK_HAS_FILE);
    struct hook *out = tier1__image_one(r, sizeof *out);

    if (!out)
        return NULL;
    memset(out, 0, sizeof *out);
    out->form = (uint8_t)(head & HOOK_FORM);
    if (!(forms & FORM(out->form)))
        (void)tier1__image_wrong(r, "a hook is of another form");
    out->index = r->library->hook_count++;
    out->source = tier1__image_sized(r, tier1__image_number(r), &out->length);
    if (out->length > r->caps->hook_source)
        (void)tier1__image_wrong(r, "a hook is longer than the cap "
                                    "'hook_source'");
    out->field = tier1__image_text(r);
    out->step = r->step_id;
    out->line = (unsigned)tier1__image_most(r, UINT32_MAX);
    out->column = (unsigned)tier1__image_most(r, UINT32_MAX);
    out->file =
        head & HOOK_HAS_FILE ? tier1__image_text(r) : r->flow->info.file;
    if (head & HOOK_HAS_LINES)
        read_lines(r, out);
    read_names(r, out);
    return out;
}

/* ---- texts ------------------------------------------------------------- */

/* 0: a hook, else the number of a text, from 1. */
static void read_pieces(struct reader *r, struct pieces *out, uint64_t count)
{
    struct piece *items = NULL;

    if (count > (size_t)(r->end - r->at)) {
        (void)tier1__image_wrong(r, "a text is longer than the file");
        return;
    }
    if (count > 0)
        items = tier1__image_one(r, (size_t)count * sizeof *items);
    for (uint64_t i = 0; items && i < count; i++) {
        uint64_t number = tier1__image_number(r);
        if (number > 0)
            items[i] = (struct piece){tier1__image_named(r, number - 1), NULL};
        else
            items[i] =
                (struct piece){NULL, tier1__image_hook(r, FORM_EXPRESSION)};
    }
    *out = (struct pieces){items, items ? (size_t)count : 0};
}

void tier1__image_forms(struct reader *r, struct text *out)
{
    struct pieces *forms = tier1__image_one(r, 2 * sizeof *forms);
    uint64_t head = tier1__image_number(r);

    if (!forms)
        return;
    out->forms = forms;
    forms[1] = (struct pieces){NULL, 0};
    read_pieces(r, &forms[0], head >> 1);
    if (head & TEXT_SAME)
        forms[1] = forms[0];
    else
        read_pieces(r, &forms[1], tier1__image_number(r));
}

/* ---- routes ------------------------------------------------------------ */

#define LEAST_ROUTE 2

static void read_route(struct reader *r, struct route *out)
{
    *out = (struct route){.when = NULL};
    if (tier1__image_most(r, 1))
        out->when = tier1__image_hook(r, FORM_EXPRESSION);
    tier1__image_target(r, tier1__image_number(r), &out->target);
    if (out->target.kind == TARGET_NONE)
        (void)tier1__image_wrong(r, "a route leads nowhere");
}

void tier1__image_other_routes(struct reader *r, uint64_t head,
                               struct routes *out)
{
    bool one = (head & ROUTES_ONE) != 0;
    uint64_t count = one ? 1 : head >> 1;
    struct route *items;

    if (count == 0 ||
        (!one && count > (size_t)(r->end - r->at) / LEAST_ROUTE)) {
        (void)tier1__image_wrong(r, "a list is longer than the file");
        return;
    }
    items = tier1__image_one(r, (size_t)count * sizeof *items);
    if (!items)
        return;
    *out = (struct routes){items, (size_t)count};
    items->when = NULL;
    if (one)
        tier1__image_target(r, head >> 1, &items->target);
    if (one && items->target.kind == TARGET_NONE)
        (void)tier1__image_wrong(r, "a route leads nowhere");
    for (uint64_t i = 0; i < count && !one; i++)
        read_route(r, &items[i]);
}
