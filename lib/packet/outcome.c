/* SPDX-License-Identifier: MIT */
/* How it ended: the escalation or the resolution, and the one line that sums
 * the session up. */
#include <string.h>

#include "base/utf8.h"
#include "packet/document.h"

#define TIER 2           /* the level that takes over */
#define SUMMARY_MOST 150 /* characters; what ticket systems take as a title */

const struct escalation *tier1__packet_escalation(const struct packet *p,
                                                  size_t index)
{
    const struct state *now = p->now;
    const struct escalation *own = now->escalation;
    const tier1_flow *last = now->last_frame ? now->last_frame->flow : NULL;
    if (own && index-- == 0)
        return own;
    if (last && last != p->flow && index-- == 0)
        return &last->escalation;
    return index == 0 ? &p->flow->escalation : NULL;
}

/* Each thing from the first place that says it, from the step out. */
static struct escalation merged(const struct packet *p)
{
    struct escalation m = {0};
    const struct escalation *e;
    for (size_t i = 0; (e = tier1__packet_escalation(p, i)) != NULL; i++) {
        m.to = m.to ? m.to : e->to;
        m.priority = m.priority ? m.priority : e->priority;
        m.kind = m.kind ? m.kind : e->kind;
        m.needs = m.needs ? m.needs : e->needs;
        m.summary = m.summary ? m.summary : e->summary;
    }
    return m;
}

/* ---- escalation and resolution ---------------------------------------- */

static const tier1_flow *last_flow(const struct packet *p)
{
    return p->now->last_frame ? p->now->last_frame->flow : p->flow;
}

static bool may_see_last(const struct packet *p)
{
    const struct step *last = p->now->last;
    return !p->customer || !last || (last->audience & FOR_CUSTOMER) != 0;
}

/* What an end said; nothing for a step that says nothing at the end. */
static const struct text *last_text(const struct packet *p)
{
    const struct step *last = p->now->last;
    if (!last ||
        (last->kind != TIER1_KIND_ESCALATE && last->kind != TIER1_KIND_RESOLVE))
        return NULL;
    return last->text;
}

static void put_text(struct packet *p)
{
    const tier1_outcome *o = &p->now->outcome;
    const char *said =
        tier1__packet_said(p, last_flow(p), last_text(p), o->text);
    tier1__packet_word(p, KEY("text"), said);
}

static void put_place(struct packet *p)
{
    const tier1_outcome *o = &p->now->outcome;
    if (o->flow && strcmp(o->flow, p->flow->info.id) != 0)
        tier1__packet_word(p, KEY("flow"), o->flow);
    tier1__packet_word(p, KEY("step"), o->step);
}

/* `why` is the person's own, when they asked for it or went away. */
static void put_why(struct packet *p)
{
    if (p->own_words)
        tier1__packet_free(p, KEY("why"), p->now->why);
}

static void put_destination(struct packet *p)
{
    const struct escalation m = merged(p);
    tier1__packet_word(p, KEY("to"), m.to);
    tier1__packet_word(p, KEY("priority"), m.priority);
    tier1__packet_word(p, KEY("kind"), m.kind);
    tier1__packet_word(
        p, KEY("needs"),
        tier1__packet_said(p, last_flow(p), m.needs, p->now->needs));
    tier1__sink_int(&p->sink, KEY("level"), TIER);
}

/* A customer learns that Tier 2 has it and what was said; to whom it goes, how
 * urgent it is held and what the code means is between the desks. */
static void put_escalation(struct packet *p)
{
    const tier1_outcome *o = &p->now->outcome;
    const char *code = o->code;

    tier1__sink_open(&p->sink, KEY("escalation"), false);
    tier1__packet_word(p, KEY("reason"), o->reason);
    if (!p->customer) {
        if (p->now->escalation && !code)
            code = p->now->escalation->code;
        tier1__packet_word(p, KEY("code"), code);
        tier1__packet_word(p, KEY("cause"), p->now->cause);
    }
    if (may_see_last(p)) {
        put_place(p);
        put_text(p);
    }
    put_why(p);
    if (!p->customer) {
        put_destination(p);
        tier1__packet_near(p, KEY("detail"), o->detail);
    }
    tier1__sink_close(&p->sink);
}

static void put_resolution(struct packet *p)
{
    const tier1_outcome *o = &p->now->outcome;
    const struct step *last = p->now->last;
    struct words kb;

    tier1__sink_open(&p->sink, KEY("resolution"), false);
    tier1__packet_word(p, KEY("as"), o->reason);
    if (!p->customer)
        tier1__packet_word(p, KEY("code"), o->code);
    if (may_see_last(p)) {
        put_text(p);
        tier1__packet_word(p, KEY("solution"), p->now->solution);
        if (!p->customer)
            tier1__packet_word(p, KEY("cause"), p->now->cause);
        tier1__words_init(&kb, p->arena);
        if (last)
            tier1__words_add_all(&kb, last->more->kb, last->more->kb_count);
        tier1__packet_words(p, KEY("kb"), &kb);
        put_place(p);
    }
    tier1__sink_close(&p->sink);
}

void tier1__packet_outcome(struct packet *p)
{
    if (p->now->outcome.end == TIER1_RESOLVED)
        put_resolution(p);
    else
        put_escalation(p);
}

/* ---- summary ---------------------------------------------------------- */

/* One line: controls and line feeds are spaces, and spaces come alone. */
static void add_line(struct buf *out, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    bool space = out->len == 0;
    for (size_t at = 0; at < length;) {
        size_t plain = 0;
        while (at + plain < length && text[at + plain] > ' ' &&
               text[at + plain] < 0x7f)
            plain++;
        tier1__buf_add(out, text + at, plain);
        space = space && plain == 0;
        at += plain;
        if (at == length)
            break;
        uint32_t point;
        size_t n = tier1__utf8_next(text + at, length - at, &point);
        bool blank = n == 0 || point == ' ' || tier1__utf8_is_control(point);
        if (!blank)
            tier1__buf_add(out, text + at, n);
        else if (!space)
            tier1__buf_char(out, ' ');
        space = blank;
        at += n > 0 ? n : 1;
    }
}

/* The bytes of the first `most` characters, and whether there are more. */
static size_t first_characters(const char *text, size_t length, size_t most,
                               bool *more)
{
    size_t at = 0;
    *more = false;
    if (length <= most)
        return length;
    for (size_t count = 0; at < length && count < most; count++) {
        uint32_t point;
        size_t n = tier1__utf8_next(text + at, length - at, &point);
        at += n > 0 ? n : 1;
    }
    *more = at < length;
    return at;
}

static const char *cut(struct packet *p, const struct buf *line)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    const char *text = tier1__buf_str(line);
    bool more;
    size_t end = first_characters(text, line->len, SUMMARY_MOST, &more);
    size_t tail = more ? sizeof ellipsis - 1 : 0;
    if (more)
        end = first_characters(text, line->len, SUMMARY_MOST - 1, &more);
    while (end > 0 && text[end - 1] == ' ')
        end--;
    char *out = tier1__arena_alloc(p->arena, end + tail + 1);
    if (!out) {
        p->failed = true;
        return NULL;
    }
    memcpy(out, text, end);
    memcpy(out + end, ellipsis, tail);
    return out;
}

/* Why it ended in a few words; a step is named where it tells something. */
static const char *short_reason(const char *reason)
{
    static const char *const words[][2] = {
        {"step", "handed over"},
        {"requested", "Tier 2 was asked for"},
        {"dead_end", "no way on"},
        {"abandoned", "given up"},
        {"limit", "a limit was reached"},
        {"timeout", "no answer in time"},
        {"hook_error", "the flow failed"},
        {"hook_timeout", "the flow took too long"},
        {"hook_memory", "the flow took too much memory"},
    };
    for (size_t i = 0; reason && i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i][0], reason) == 0)
            return words[i][1];
    }
    return reason ? reason : "ended";
}

static void add_ending(const struct packet *p, struct buf *line)
{
    const tier1_outcome *o = &p->now->outcome;
    bool resolved = o->end == TIER1_RESOLVED;
    const char *code = o->code;
    if (!code && !resolved && p->now->escalation)
        code = p->now->escalation->code;
    if (!code && resolved)
        code = p->now->solution;
    if (code && o->reason && strcmp(code, o->reason) == 0)
        code = NULL; /* `escalate: requested` */
    if (code && !p->customer && !resolved) {
        tier1__buf_text(line, code);
        return;
    }
    tier1__buf_text(line, short_reason(o->reason));
    if (p->customer)
        return;
    if (resolved && code)
        tier1__buf_format(line, " (%s)", code);
    else if (!resolved && o->step && last_flow(p) == p->flow)
        tier1__buf_format(line, " at %s", o->step);
    else if (!resolved && o->step)
        tier1__buf_format(line, " at %s/%s", o->flow, o->step);
}

static void make_line(const struct packet *p, struct buf *line)
{
    size_t remedies = tier1__packet_remedy_count(p);
    size_t answers = tier1__packet_answer_count(p);
    add_line(line, p->flow->info.title);
    tier1__buf_text(line, ": ");
    add_ending(p, line);
    tier1__buf_format(line, "; tried %z remed%s, %z answer%s", remedies,
                      remedies == 1 ? "y" : "ies", answers,
                      answers == 1 ? "" : "s");
}

/* The author's summary is written for Tier 2. */
void tier1__packet_summary(struct packet *p)
{
    const char *said = NULL;
    struct buf line;

    if (p->now->summary && !p->customer)
        said = tier1__packet_said(p, last_flow(p), merged(p).summary,
                                  p->now->summary);
    tier1__buf_init(&line, p->arena->allocator, p->arena->limit);
    add_line(&line, said);
    if (line.len == 0)
        make_line(p, &line);
    if (line.failed == TIER1_OK)
        tier1__packet_word(p, KEY("summary"), cut(p, &line));
    else
        p->failed = true;
    tier1__buf_free(&line);
}
