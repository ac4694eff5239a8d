/* SPDX-License-Identifier: MIT */
/* Findings of a unit, and memory of the image. */
#include "compile/compile.h"

#include <stdarg.h>
#include <string.h>

#include "base/near.h"
#include "data/yaml_pack.h"

/* The way out where nothing nearer is known, such as a word that was meant. */
static const char *way_out(const char *rule)
{
    static const struct {
        const char *rule, *hint;
    } ways[] = {
        {"disclosure", "write {agent: …, customer: …}, or name fixed fields"},
        {"empty", "write a value, or leave it out"},
        {"missing-key", "add it"},
        {"unknown-flow", "put its file beside this one, or mend the id"},
        {"unknown-key", "take it out; docs/flow-format.md has the keys"},
        {"unknown-name", "declare it under `vars`, or mend the name"},
        {"unknown-return", "name one that a `return` of it has"},
        {"unknown-step", "name a step that stands under `steps`"},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (strcmp(ways[i].rule, rule) == 0)
            return ways[i].hint;
    return NULL;
}

static void note(struct unit *u, tier1_severity severity, struct span span,
                 const char *rule, const char *hint, const char *message)
{
    if (!hint)
        hint = way_out(rule);
    if (severity == TIER1_ERROR)
        u->errors++;
    tier1__diag_add(u->c->diagnostics, severity, rule, &u->source, span,
                    message, hint);
}

/* The format's verbs are those of tier1__buf_format(). */
#define NOTE(severity)                                                         \
    do {                                                                       \
        struct buf b;                                                          \
        va_list list;                                                          \
        tier1__buf_init(&b, u->c->engine->allocator, 2048);                    \
        va_start(list, format);                                                \
        tier1__buf_vformat(&b, format, list);                                  \
        va_end(list);                                                          \
        if (b.failed == TIER1_ENOMEM)                                          \
            u->c->nomem = true;                                                \
        note(u, severity, tier1__node_span(at), rule, hint,                    \
             tier1__buf_str(&b));                                              \
        tier1__buf_free(&b);                                                   \
    } while (0)

void tier1__error(struct unit *u, const tier1_node *at, const char *rule,
                  const char *hint, const char *format, ...)
{
    NOTE(TIER1_ERROR);
}

void tier1__warn(struct unit *u, size_t step, const tier1_node *at,
                 const char *rule, const char *hint, const char *format, ...)
{
    if (tier1__ignores(u, step, rule))
        return;
    NOTE(TIER1_WARNING);
}

void tier1__error_span(struct unit *u, struct span span, const char *rule,
                       const char *hint, const char *message)
{
    note(u, TIER1_ERROR, span, rule, hint, message);
}

const char *tier1__did_you_mean(struct unit *u, const char *candidate)
{
    static const char front[] = "did you mean '", back[] = "'?";
    size_t length = candidate ? strlen(candidate) : 0;
    char *hint;

    if (!candidate)
        return NULL;
    hint = tier1__arena_alloc(&u->c->temp, sizeof front + length + sizeof back);
    if (!hint) {
        u->c->nomem = true;
        return NULL;
    }
    memcpy(hint, front, sizeof front - 1);
    memcpy(hint + sizeof front - 1, candidate, length);
    memcpy(hint + sizeof front - 1 + length, back, sizeof back);
    return hint;
}

const tier1_pair *tier1__step_pair(struct unit *u, size_t index)
{
    const tier1_pair *pair = tier1__yaml_pair(&u->c->scratch, u->steps, index);

    if (!pair)
        u->c->nomem = true;
    return pair;
}

const tier1_pair *tier1__step_top(struct unit *u, size_t index)
{
    const tier1_pair *pair =
        tier1__yaml_pair_top(&u->c->scratch, u->steps, index);

    if (!pair)
        u->c->nomem = true;
    return pair;
}

tier1_node tier1__step_place(const struct unit *u, size_t index)
{
    const struct step *s = &u->step_items[index];

    return (tier1_node){.text = s->id,
                        .line = s->line,
                        .column = s->column,
                        .end_line = s->line,
                        .end_column = u->step_known[index].end_column};
}

void *tier1__make(struct unit *u, size_t count, size_t size)
{
    void *p = tier1__arena_array(&u->c->library->arena, count, size);
    if (!p)
        u->c->nomem = true;
    return p;
}

const void *tier1__keep_more(struct unit *u, const void *more,
                             const void *nothing, size_t size)
{
    void *copy;

    if (memcmp(more, nothing, size) == 0)
        return nothing;
    copy = tier1__make(u, 1, size);
    if (!copy)
        return nothing;
    memcpy(copy, more, size);
    return copy;
}

const char *tier1__keep(struct unit *u, const tier1_node *scalar)
{
    const char *p =
        tier1__arena_text(&u->c->library->arena, scalar->text, scalar->length);
    if (!p)
        u->c->nomem = true;
    return p ? p : "";
}
