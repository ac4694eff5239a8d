/* SPDX-License-Identifier: MIT */
/* Paths as people read them: in one line, and as cases of a test file. */
#include <string.h>

#include "author/mem.h"
#include "author/paths_explore.h"
#include "author/retell.h"
#include "author/write.h"

#define WIDTH 96

/* ---- one input --------------------------------------------------------- */

static void put_value(struct line *out, struct tier1_paths *p,
                      const struct input *in, bool constant)
{
    if (constant)
        tier1__write_constant(out, p->engine, in->value);
    else
        tier1__write_answer(out, p->engine, in->value);
}

static void put_keyed(struct line *out, struct tier1_paths *p, const char *key,
                      const struct input *in, bool constant)
{
    tier1__line_say(out, "{", key, ": ", NULL);
    put_value(out, p, in, constant);
    tier1__line_add(out, "}");
}

/* As an item of `answers`. */
static void put_item(struct line *out, struct tier1_paths *p,
                     const struct input *in)
{
    switch (in->move) {
    case MOVE_HOST:
        put_keyed(out, p, "host", in, true);
        return;
    case MOVE_ADVICE:
        put_keyed(out, p, "advice", in, false);
        return;
    case MOVE_REJECT:
        put_keyed(out, p, "reject", in, false);
        return;
    case MOVE_TIMEOUT:
        tier1__line_add(out, "{timeout: true}");
        return;
    case MOVE_ERROR:
        tier1__line_add(out, "{error: it does not work}");
        return;
    default:
        put_value(out, p, in, in->constant);
    }
}

/* In a few words. */
static void put_words(struct line *out, struct tier1_paths *p,
                      const struct edge *e)
{
    const struct input *in = &e->input;
    const char *text = tier1_value_text(in->value);
    tier1__line_add(out, e->step);
    if (in->move == MOVE_NOTHING || in->move == MOVE_PAUSE)
        return;
    tier1__line_add(out, in->move == MOVE_REJECT ? " refuses " : " ");
    if (in->move == MOVE_TIMEOUT || in->move == MOVE_ERROR)
        tier1__line_add(out, in->move == MOVE_ERROR ? "fails" : "times out");
    else if (text && in->move != MOVE_HOST)
        tier1__line_add(out, *text ? text : "without an answer");
    else
        put_value(out, p, in, in->move == MOVE_HOST);
}

static bool says(const struct edge *e)
{
    return e->from != TIER1_NONE && e->input.move != MOVE_NOTHING &&
           e->input.move != MOVE_PAUSE;
}

static void put_start(struct line *out, struct tier1_paths *p,
                      const struct start *start)
{
    bool both = tier1_flow_about(p->flow)->for_agent &&
                tier1_flow_about(p->flow)->for_customer;
    bool customer = both && strcmp(start->audience, "customer") == 0;
    if (!customer && !tier1_value_count(start->given) && !start->history)
        return;
    tier1__line_add(out, customer ? "[customer" : "[");
    for (size_t i = 0; i < tier1_value_count(start->given); i++) {
        tier1__line_say(out, i || customer ? ", " : "",
                        tier1_value_key(start->given, i), " ", NULL);
        tier1__line_value(out, p->engine, tier1_value_at(start->given, i));
    }
    if (start->history) {
        tier1__line_add(out, "; tried before: ");
        tier1__line_add(out, tier1_value_text(tier1_value_get(
                                 tier1_value_at(start->history, 0), "remedy")));
    }
    tier1__line_add(out, "] ");
}

int tier1_paths_way(tier1_buf *out, const tier1_paths *paths, size_t end)
{
    struct tier1_paths *p = (struct tier1_paths *)(uintptr_t)paths;
    struct line line = LINE_INIT;
    size_t said = 0;
    if (!out || !paths)
        return TIER1_EMISUSE;
    if (end >= p->end_count)
        return TIER1_ENOTFOUND;
    const struct path *path = &p->end_ways[end];
    put_start(&line, p, &p->starts[p->edges[path->edges[0]].start]);
    for (size_t i = 0; i < path->count; i++) {
        const struct edge *e = &p->edges[path->edges[i]];
        if (!says(e))
            continue;
        tier1__line_add(&line, said++ ? ", " : "");
        put_words(&line, p, e);
    }
    int rc = line.failed
                 ? TIER1_ENOMEM
                 : tier1_buf_set(out, line.text ? line.text : "", line.length);
    tier1__line_dispose(&line);
    return rc;
}

/* ---- walked once more -------------------------------------------------- */

int tier1__path_walk(tier1_session **out, struct tier1_paths *p,
                     const struct path *path)
{
    const struct edge *first = &p->edges[path->edges[0]];
    int rc = tier1__start_session(out, p, &p->starts[first->start]);
    for (size_t i = 1; rc > 0 && i < path->count; i++)
        rc = tier1__step_take(p, *out, &p->edges[path->edges[i]].input);
    if (rc == TIER1_ENOMEM || rc < 0) {
        tier1_session_free(*out);
        *out = NULL;
        return rc == TIER1_ENOMEM ? rc : TIER1_EREPLAY;
    }
    return TIER1_OK;
}

/* ---- a case ------------------------------------------------------------ */

static bool in_list(const struct tier1_paths *p, const struct path *path,
                    const char *name)
{
    size_t function = TIER1_NONE;
    for (size_t i = 0; i < path->count; i++) {
        const struct edge *e = &p->edges[path->edges[i]];
        if (e->input.move == MOVE_HOST && strcmp(e->input.name, name) == 0)
            function = i;
        /* what failed has no name, and no place in a list of results */
        if (e->input.move == MOVE_ERROR || e->input.move == MOVE_TIMEOUT)
            return false;
    }
    return function != TIER1_NONE;
}

static bool named_before(const struct tier1_paths *p, const struct path *path,
                         size_t index)
{
    const char *name = p->edges[path->edges[index]].input.name;
    for (size_t i = 0; i < index; i++) {
        const struct input *in = &p->edges[path->edges[i]].input;
        if (in->move == MOVE_HOST && strcmp(in->name, name) == 0)
            return true;
    }
    return false;
}

static void put_host(struct line *out, struct tier1_paths *p,
                     const struct path *path)
{
    bool first = true;
    for (size_t i = 0; i < path->count; i++) {
        const struct input *in = &p->edges[path->edges[i]].input;
        const char *comma = "";
        if (in->move != MOVE_HOST || named_before(p, path, i) ||
            !in_list(p, path, in->name))
            continue;
        tier1__line_add(out, first ? "    host:\n" : "");
        tier1__line_say(out, "      ", in->name, ": [", NULL);
        first = false;
        for (size_t k = i; k < path->count; k++) {
            const struct input *other = &p->edges[path->edges[k]].input;
            if (other->move != MOVE_HOST || strcmp(other->name, in->name) != 0)
                continue;
            tier1__line_add(out, comma);
            put_value(out, p, other, true);
            comma = ", ";
        }
        tier1__line_add(out, "]\n");
    }
}

static void put_answers(struct line *out, struct tier1_paths *p,
                        const struct path *path)
{
    struct line all = LINE_INIT, rows = LINE_INIT;
    for (size_t i = 0; i < path->count; i++) {
        const struct edge *e = &p->edges[path->edges[i]];
        if (!says(e) ||
            (e->input.move == MOVE_HOST && in_list(p, path, e->input.name)))
            continue;
        tier1__line_add(&all, all.length ? ", " : "");
        put_item(&all, p, &e->input);
        tier1__line_add(&rows, "      - ");
        put_item(&rows, p, &e->input);
        tier1__line_add(&rows, "\n");
    }
    if (all.length > WIDTH)
        tier1__line_say(out, "    answers:\n", rows.text, NULL);
    else if (all.length)
        tier1__line_say(out, "    answers: [", all.text, "]\n", NULL);
    out->failed = out->failed || all.failed || rows.failed;
    tier1__line_dispose(&all);
    tier1__line_dispose(&rows);
}

static void put_beginning(struct line *out, struct tier1_paths *p,
                          const struct start *start)
{
    if (strcmp(start->audience, "customer") == 0)
        tier1__line_add(out, "    audience: customer\n");
    if (tier1_value_count(start->given)) {
        tier1__line_add(out, "    given: ");
        tier1__write_constant(out, p->engine, start->given);
        tier1__line_add(out, "\n");
    }
    if (start->history) {
        tier1__line_add(out, "    history: ");
        tier1__write_constant(out, p->engine, start->history);
        tier1__line_add(out, "\n");
    }
}

static int put_case(struct line *out, struct tier1_paths *p, size_t index)
{
    const struct path *path = &p->set[index];
    tier1_session *session = NULL;
    int rc = tier1__path_walk(&session, p, path);
    if (rc != TIER1_OK)
        return rc;
    tier1__line_add(out, "  - name: ");
    tier1__write_text(out, p->set_names[index], SCALAR_BLOCK);
    tier1__line_add(out, "\n");
    put_beginning(out, p, &p->starts[p->edges[path->edges[0]].start]);
    put_host(out, p, path);
    put_answers(out, p, path);
    tier1__retell_expect(out, session);
    tier1_session_free(session);
    return TIER1_OK;
}

int tier1_paths_tests(tier1_buf *out, tier1_paths *p)
{
    struct line line = LINE_INIT;
    int rc = TIER1_OK;
    if (!out || !p)
        return TIER1_EMISUSE;
    if (!p->set_count)
        return TIER1_ENOTFOUND;
    tier1__line_say(&line,
                    "# Paths that take every step and route that was "
                    "found. Written by tier1 paths.\n"
                    "tier1-test: 1\nflow: ",
                    tier1_flow_about(p->flow)->id, "\ncases:\n", NULL);
    for (size_t i = 0; i < p->set_count && rc == TIER1_OK; i++) {
        tier1__line_add(&line, i ? "\n" : "");
        rc = put_case(&line, p, i);
    }
    if (rc == TIER1_OK)
        rc = line.failed ? TIER1_ENOMEM
                         : tier1_buf_set(out, line.text, line.length);
    tier1__line_dispose(&line);
    return rc;
}

/* ---- names ------------------------------------------------------------- */

static bool name_known(const struct tier1_paths *p, size_t count,
                       const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(p->set_names[i], name) == 0)
            return true;
    return false;
}

/* Letters for a name: what a value holds besides is left out. */
static void put_plain(struct line *out, const char *text)
{
    size_t length = 0;
    for (; *text && length < 60; text++)
        if (strchr("{}[]\"", *text) == NULL && (unsigned char)*text >= 0x20) {
            tier1__line_bytes(out, text, 1);
            length++;
        }
}

static void put_name(struct line *out, struct tier1_paths *p, size_t index)
{
    const struct path *path = &p->set[index];
    const struct node *last =
        &p->nodes[p->edges[path->edges[path->count - 1]].to];
    struct line words = LINE_INIT;
    const tier1_path_end *end =
        last->end == TIER1_NONE ? NULL : &p->ends[last->end];
    tier1__line_say(
        out, end ? tier1_end_text(end->end) : "open", " at ",
        end ? end->step : p->edges[path->edges[path->count - 1]].step, NULL);
    for (size_t i = path->count; i > 0 && !words.length; i--)
        if (says(&p->edges[path->edges[i - 1]]))
            put_words(&words, p, &p->edges[path->edges[i - 1]]);
    tier1__line_add(out, words.length ? ", by " : "");
    if (words.text)
        put_plain(out, words.text);
    out->failed = out->failed || words.failed;
    tier1__line_dispose(&words);
}

int tier1__names_make(struct tier1_paths *p)
{
    p->set_names = tier1__author_new(p->set_count, sizeof(*p->set_names));
    if (!p->set_names)
        return TIER1_ENOMEM;
    for (size_t i = 0; i < p->set_count; i++) {
        struct line name = LINE_INIT;
        put_name(&name, p, i);
        size_t length = name.length;
        for (size_t n = 2; name.text && name_known(p, i, name.text); n++) {
            name.text[name.length = length] = '\0';
            tier1__line_say(&name, " (", NULL);
            tier1__line_number(&name, n);
            tier1__line_add(&name, ")");
        }
        p->set_names[i] = tier1__line_take(&name);
        if (!p->set_names[i])
            return TIER1_ENOMEM;
    }
    return TIER1_OK;
}
