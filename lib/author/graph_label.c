/* SPDX-License-Identifier: MIT */
/* The words in a picture: what is written beside a way, and texts cut to fit
 * into a box. */
#include <string.h>

#include "author/graph.h"

/* ---- beside a way ------------------------------------------------------ */

/* The label of the choice that a way belongs to. */
static void add_choice(struct graph *g, struct line *out, size_t step,
                       const tier1_exit *way)
{
    bool own = way->kind == TIER1_EXIT_CHOICE;
    size_t of = own ? step : TIER1_NONE;
    tier1_buf label = TIER1_BUF_INIT;
    tier1_choice_info c;
    for (size_t i = 0; own ? tier1_chart_choice(g->flow, step, 0, i, &c)
                           : tier1_chart_anywhere(g->flow, i, &c);
         i++) {
        if (strcmp(c.value, way->choice) != 0)
            continue;
        if (tier1_chart_label(&label, g->flow, of, 0, i,
                              g->options->for_customer) != TIER1_OK)
            g->nomem = true;
        break;
    }
    tier1__line_add(out, label.len ? label.ptr : way->choice);
    tier1_buf_dispose(&label);
}

static void add_condition(struct line *out, const tier1_hook *hook)
{
    tier1_hook_info info;
    if (!tier1_hook_about(hook, &info))
        return;
    tier1__line_add(out, out->length ? ", if " : "if ");
    tier1__line_bytes(out, info.source, info.length);
}

static const char *rule_words(const tier1_exit *way)
{
    switch (way->kind) {
    case TIER1_EXIT_CASE:
        return way->rule;
    case TIER1_EXIT_ELSE:
        return "else";
    case TIER1_EXIT_ERROR:
        return "on error";
    case TIER1_EXIT_TIMEOUT:
        return "timeout";
    case TIER1_EXIT_LIMIT:
        return "visited too often";
    case TIER1_EXIT_REFUSALS:
        return "refused too often";
    case TIER1_EXIT_NEXT:
    case TIER1_EXIT_CHOICE:
    case TIER1_EXIT_ANYWHERE:
        break;
    }
    return NULL;
}

/* A way that takes what is left over says so only where something else could
 * have decided. */
static bool takes_rest(const struct graph *g, size_t step,
                       const tier1_exit *way)
{
    tier1_exit other;
    if (way->kind != TIER1_EXIT_NEXT)
        return way->number > 1;
    for (size_t i = 0; tier1_chart_exit(g->flow, step, i, &other); i++) {
        bool self = other.kind == way->kind && other.number == way->number &&
                    strcmp(other.rule, way->rule) == 0;
        if (self)
            return false;
        if (other.kind < TIER1_EXIT_ERROR && other.kind != TIER1_EXIT_ANYWHERE)
            return true;
    }
    return false;
}

void tier1__graph_label(struct graph *g, struct line *out, size_t step,
                        const tier1_exit *way)
{
    if (way->kind == TIER1_EXIT_CHOICE || way->kind == TIER1_EXIT_ANYWHERE)
        add_choice(g, out, step, way);
    else
        tier1__line_add(out, rule_words(way));
    if (way->when)
        add_condition(out, way->when);
    else if (takes_rest(g, step, way))
        tier1__line_add(out, out->length ? ", else" : "else");
    if (way->offer)
        add_condition(out, way->offer);
}

void tier1__graph_times(struct line *out, int64_t count, unsigned never)
{
    tier1__line_add(out, "\xC3\x97");
    tier1__line_number(out, (uint64_t)count);
    if (!never || !count)
        return;
    tier1__line_add(out, ", ");
    tier1__line_number(out, never);
    tier1__line_add(out, " never");
}

/* ---- into a box -------------------------------------------------------- */

static size_t character(const char *at)
{
    size_t n = 1;
    while (((unsigned char)at[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* Letters of East Asia, but for rare ones, are twice as wide as others. */
static size_t columns(const char *at)
{
    unsigned char lead = (unsigned char)*at;
    return lead >= 0xE3 && lead <= 0xED ? 2 : 1;
}

/* Blanks, and the marks of Markdown that a picture has no use for. */
static bool dropped(const char *at)
{
    return *at == ' ' || *at == '\n' || *at == '\t' || *at == '\r';
}

static size_t mark(const char *at)
{
    return at[0] == '*' && at[1] == '*' ? 2 : at[0] == '`' ? 1 : 0;
}

#define WRAP_BYTES 512

struct wrap {
    char bytes[WRAP_BYTES]; /* of the present line */
    size_t length, columns;
    size_t number;
    void (*put)(void *ud, const char *bytes, size_t length, size_t number);
    void *ud;
};

static void flush(struct wrap *w)
{
    w->put(w->ud, w->bytes, w->length, w->number++);
    w->length = w->columns = 0;
}

static void append(struct wrap *w, const char *bytes, size_t length)
{
    if (w->length + length > WRAP_BYTES)
        return;
    memcpy(w->bytes + w->length, bytes, length);
    w->length += length;
    w->columns += columns(bytes);
}

/* How many characters the word has that begins here. */
static size_t word_columns(const char *at)
{
    size_t n = 0;
    while (*at && !dropped(at)) {
        size_t skip = mark(at);
        n += skip ? 0 : columns(at);
        at += skip ? skip : character(at);
    }
    return n;
}

void tier1__graph_wrap(const char *text, size_t width, size_t most,
                       void (*put)(void *ud, const char *bytes, size_t length,
                                   size_t number),
                       void *ud)
{
    struct wrap w = {.put = put, .ud = ud};
    const char *at = text;
    while (*at) {
        bool last = w.number + 1 == most;
        if (dropped(at)) {
            at++;
            continue;
        }
        size_t word = word_columns(at), room = last ? width - 1 : width;
        if (w.columns && w.columns + 1 + word > room) {
            if (last) {
                append(&w, "\xE2\x80\xA6", 3);
                break;
            }
            flush(&w);
            continue;
        }
        if (w.columns)
            append(&w, " ", 1);
        while (*at && !dropped(at) && w.columns < width) {
            size_t skip = mark(at), n = character(at);
            if (!skip)
                append(&w, at, n);
            at += skip ? skip : n;
        }
    }
    if (w.length)
        flush(&w);
}
