/* SPDX-License-Identifier: MIT */
/* Steps q0, q1, … lead on to later ones, and sometimes back, under a limit. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "chance.h"
#include "made_flow.h"

#define TEXT_MOST 16384
#define STEPS_MOST 12

enum made_kind {
    MADE_YES_NO,
    MADE_CHOICE,
    MADE_MULTI,
    MADE_NUMBER,
    MADE_TEXT,
    MADE_TRY,
    MADE_KINDS_ASKED,
    MADE_BRANCH = MADE_KINDS_ASKED,
    MADE_SET,
    MADE_CALL,
    MADE_RUN,
    MADE_KINDS
};

struct maker {
    struct chance chance;
    char *text;
    size_t length;
    enum made_kind kinds[STEPS_MOST];
    size_t count;
};

__attribute__((format(printf, 2, 3))) static void say(struct maker *m,
                                                      const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(m->text + m->length, TEXT_MOST - m->length, format, args);
    va_end(args);
    if (n < 0 || m->length + (size_t)n >= TEXT_MOST)
        abort();
    m->length += (size_t)n;
}

/* A later step, or an end. */
static void target(struct maker *m, size_t at)
{
    size_t next = at + 1 + chance_below(&m->chance, 3);

    if (next < m->count)
        say(m, "q%zu", next);
    else
        say(m, chance_of(&m->chance, 60) ? "good" : "bad");
}

/* What is true or not of an earlier answer, or of the variable. */
static void condition(struct maker *m, size_t at)
{
    const size_t k = at > 0 ? chance_below(&m->chance, at) : 0;

    if (at == 0 || m->kinds[k] >= MADE_KINDS_ASKED) {
        say(m, "n %% 2 == %d", (int)chance_below(&m->chance, 2));
        return;
    }
    if (chance_of(&m->chance, 15))
        say(m, "visits.q%zu > 0", k);
    else if (m->kinds[k] == MADE_YES_NO)
        say(m, "q%zu == true", k);
    else if (m->kinds[k] == MADE_CHOICE)
        say(m, "q%zu == 'a'", k);
    else if (m->kinds[k] == MADE_MULTI)
        say(m, "has(q%zu, 'b')", k);
    else if (m->kinds[k] == MADE_NUMBER)
        say(m, "(q%zu or 0) > 4", k);
    else if (m->kinds[k] == MADE_TRY)
        say(m, "tried.q%zu == 'failed'", k);
    else
        say(m, "q%zu ~= nil", k);
}

/* Routes, of which the last always matches. */
static void next(struct maker *m, size_t at)
{
    say(m, "    next:\n");
    if (chance_of(&m->chance, 40)) {
        say(m, "      - {when: \"");
        condition(m, at + 1);
        say(m, "\", goto: ");
        target(m, at);
        say(m, "}\n");
    }
    if (at > 1 && chance_of(&m->chance, 20))
        say(m, "      - {when: visits.q%zu < 3, goto: q%zu}\n", at,
            chance_below(&m->chance, at));
    say(m, "      - goto: ");
    target(m, at);
    say(m, "\n");
}

static void choices(struct maker *m, size_t at, bool routes)
{
    static const char *const names[] = {"a", "b", "c"};

    say(m, "    choices:\n");
    for (size_t i = 0; i < 3; i++) {
        say(m, "      %s: {label: Label %s", names[i], names[i]);
        if (i > 0 && chance_of(&m->chance, 15)) {
            say(m, ", when: \"");
            condition(m, at);
            say(m, "\"");
        }
        if (routes && chance_of(&m->chance, 40)) {
            say(m, ", goto: ");
            target(m, at);
        }
        if (chance_of(&m->chance, 20))
            say(m, ", do: \"n = n + %zu\"", i + 1);
        say(m, "}\n");
    }
}

static void asked(struct maker *m, size_t at)
{
    switch (m->kinds[at]) {
    case MADE_YES_NO:
        say(m, "    ask: Is it %zu?\n    type: yes_no\n    \"yes\": ", at);
        target(m, at);
        say(m, "\n");
        break;
    case MADE_CHOICE:
        say(m, "    ask: Which, n = {{ n }}?\n");
        choices(m, at, true);
        break;
    case MADE_MULTI:
        say(m, "    ask: Which all?\n    type: multi\n");
        choices(m, at, false);
        break;
    case MADE_NUMBER:
        say(m,
            "    ask: How many?\n    type: integer\n    min: 0\n    max: 9\n");
        if (chance_of(&m->chance, 30))
            say(m, "    check: answer ~= n or 'Not n.'\n");
        break;
    case MADE_TEXT:
        say(m, "    ask: What?\n    optional: true\n");
        break;
    default:
        say(m, "    try: Do it. Is it well?\n    worked: ");
        target(m, at);
        say(m, "\n");
        if (chance_of(&m->chance, 30))
            say(m, "    remedy: same\n    skip_if_tried: true\n");
        break;
    }
    if (m->kinds[at] != MADE_TRY && chance_of(&m->chance, 15))
        say(m, "    skip_if_known: true\n");
    if (chance_of(&m->chance, 20))
        say(m, "    on_leave: n = n + 1\n");
}

static void machine(struct maker *m, size_t at)
{
    switch (m->kinds[at]) {
    case MADE_BRANCH:
        say(m, "    branch:\n      - {when: \"");
        condition(m, at);
        say(m, "\", goto: ");
        target(m, at);
        say(m, "}\n");
        break;
    case MADE_SET:
        say(m, "    set: n = n + %zu\n", at);
        break;
    case MADE_CALL:
        say(m,
            "    call: part\n    with: {m: n}\n    save: got%zu\n"
            "    cases:\n      done: ",
            at);
        target(m, at);
        say(m, "\n");
        break;
    default:
        say(m, "    run: host.look(n, %zu)\n", chance_below(&m->chance, 2));
        break;
    }
}

static void step(struct maker *m, size_t at)
{
    say(m, "  q%zu:\n", at);
    if (at > 0 && chance_of(&m->chance, 15)) {
        say(m, "    when: \"");
        condition(m, at);
        say(m, "\"\n");
    }
    if (m->kinds[at] < MADE_KINDS_ASKED)
        asked(m, at);
    else
        machine(m, at);
    if (chance_of(&m->chance, 20)) {
        say(m, "    limit: 2\n    on_limit: ");
        target(m, at);
        say(m, "\n");
    }
    next(m, at);
}

static void make(struct maker *m, const char *id, size_t count, bool part)
{
    m->text = malloc(TEXT_MOST);
    if (m->text == NULL)
        exit(2);
    m->length = 0;
    m->count = count;
    for (size_t i = 0; i < count; i++) {
        const bool ask = i == 0 || chance_of(&m->chance, 65);
        m->kinds[i] = (enum made_kind)(
            ask ? chance_below(&m->chance, MADE_KINDS_ASKED)
                : MADE_KINDS_ASKED + chance_below(&m->chance, 4));
        if (part && m->kinds[i] == MADE_CALL)
            m->kinds[i] = MADE_SET;
    }
    say(m,
        "tier1: 1\nid: %s\ntitle: Made\nvars:\n"
        "  n: {type: integer, default: 0}\n",
        id);
    if (part)
        say(m, "  m: {type: integer, given: required}\n");
    say(m, "steps:\n");
    for (size_t i = 0; i < count; i++)
        step(m, i);
    say(m, part ? "  good: {return: done, with: {n: n + m}}\n"
                  "  bad: {return: undone}\n"
                : "  good: {resolve: Good.}\n"
                  "  bad: {escalate: \"Bad, n = {{ n }}.\", code: bad}\n");
}

void made_flow(uint64_t seed, char *out[2])
{
    struct maker m = {.length = 0};

    chance_seed(&m.chance, seed);
    make(&m, "made", 5 + chance_below(&m.chance, STEPS_MOST - 5), false);
    out[0] = m.text;
    make(&m, "part", 2 + chance_below(&m.chance, 3), true);
    out[1] = m.text;
}
