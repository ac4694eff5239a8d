/* SPDX-License-Identifier: MIT */
/* A flow like those that people write: questions of a dozen words with two or
 * four ways on, some 265 bytes a step. Conditions differ from step to step,
 * so that nothing can be had by remembering one. */
#define _POSIX_C_SOURCE 200809L
#include "shapes.h"

#include <stdarg.h>
#include <stdint.h>

#include "bench.h"

#define LAYERS 13
#define CHOICES 200
#define LONG_TEXT 4096
#define VARIABLES 32

struct maker {
    const struct made *made;
    char *text;
    size_t length, room;
    uint64_t seed;
};

static const char *const shape_names[] = {"dag",  "chain", "hub",
                                          "wide", "vars",  "long"};

const char *shape_name(enum shape shape)
{
    return shape_names[shape];
}

enum shape shape_find(const char *name)
{
    int i = 0;

    while (i < SHAPE_COUNT && strcmp(shape_names[i], name) != 0)
        i++;
    return (enum shape)i;
}

/* xorshift64: the same on every machine. */
static unsigned long chance(struct maker *m, unsigned long below)
{
    m->seed ^= m->seed << 13;
    m->seed ^= m->seed >> 7;
    m->seed ^= m->seed << 17;
    return (unsigned long)(m->seed % below);
}

__attribute__((format(printf, 2, 3))) static void add(struct maker *m,
                                                      const char *format, ...)
{
    va_list args;
    int n;

    if (m->room - m->length < 1024) {
        m->room = m->room * 2 + 4096;
        m->text = realloc(m->text, m->room);
        must(m->text != NULL, "memory");
    }
    va_start(args, format);
    n = vsnprintf(m->text + m->length, m->room - m->length, format, args);
    va_end(args);
    must(n > 0 && (size_t)n < m->room - m->length, "text");
    m->length += (size_t)n;
}

static void add_words(struct maker *m, size_t count)
{
    static const char *const words[] = {
        "router", "light",   "cable", "green",  "screen", "restart", "button",
        "steady", "network", "power", "signal", "socket", "printer", "blink",
        "left",   "display", "phone", "answer", "shows",  "window"};

    for (size_t i = 0; i < count; i++)
        add(m, "%s%s", i ? " " : "",
            words[chance(m, sizeof words / sizeof *words)]);
}

/* Where the layer of a step ends: one, four, sixteen steps, then as many as
 * are left for each of those to come. */
static unsigned long layer_end(const struct maker *m, unsigned long step)
{
    unsigned long end = 0, width = 1;

    for (unsigned layer = 0; layer < LAYERS; layer++) {
        unsigned long left = m->made->steps - end;
        unsigned long level = left / (LAYERS - layer);

        end += width < level ? width : level;
        if (layer + 1 == LAYERS)
            end = m->made->steps;
        if (step < end)
            break;
        width *= 4;
    }
    return end;
}

/* A step that this one leads to: any of the next layer. */
static unsigned long follower(struct maker *m, unsigned long step)
{
    unsigned long first, last;

    if (m->made->shape == SHAPE_HUB)
        return 0;
    if (m->made->shape != SHAPE_DAG)
        return step + 1;
    first = layer_end(m, step);
    if (first >= m->made->steps)
        return m->made->steps; /* the end */
    last = layer_end(m, first);
    return first + chance(m, last - first);
}

static void add_condition(struct maker *m, unsigned long step)
{
    unsigned long k = step % (VARIABLES - 8);

    if (m->made->shape == SHAPE_VARS)
        add(m,
            "    when: v%lu + v%lu > v%lu or v%lu < v%lu and v%lu == v%lu + %lu "
            "- v%lu\n",
            k, k + 1, k + 2, k + 3, k + 4, k + 5, k + 6, step, k + 8);
    else
        add(m, "    when: signal > %lu and tier ~= \"basic\"\n", step);
}

static void add_step(struct maker *m, unsigned long step)
{
    bool all = m->made->shape == SHAPE_WIDE;
    unsigned long ways = all ? CHOICES : chance(m, 2) ? 4 : 2;

    add(m, "  step_%lu:\n    ask: ", step);
    add_words(m, 12);
    while (m->made->shape == SHAPE_LONG && m->length % LONG_TEXT < 3900) {
        add(m, " ");
        add_words(m, 1);
    }
    add(m, "?\n");
    if (m->made->every && step % m->made->every == 0)
        add_condition(m, step);
    add(m, "    choices:\n");
    for (unsigned long i = 0; i < ways; i++) {
        add(m, "      way_%lu: {label: \"", i);
        add_words(m, 1);
        add(m, "\", goto: step_%lu}\n", follower(m, step));
    }
    add(m, "    next: step_%lu\n", step + 1);
}

char *shape_make(const struct made *made, size_t *length)
{
    struct maker m = {.made = made, .seed = 88172645463325252U};

    add(&m, "tier1: 1\nid: made\ntitle: Made\nvars:\n"
            "  signal: {type: integer, default: 7, label: Signal}\n"
            "  tier: {type: text, default: basic, label: Tier}\n");
    for (int i = 0; made->shape == SHAPE_VARS && i < VARIABLES; i++)
        add(&m, "  v%d: {type: integer, default: %d}\n", i, i);
    add(&m, "steps:\n");
    for (unsigned long i = 0; i < made->steps; i++)
        add_step(&m, i);
    add(&m, "  step_%lu: {resolve: Done.}\n", made->steps);
    *length = m.length;
    return m.text;
}
