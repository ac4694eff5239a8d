/* SPDX-License-Identifier: MIT */
/* What one piece of Lua reads. It is read by its words: `x == 3`, `not x`,
 * `has(x, "a")`, `(x or 0) > 2` are understood, and so is what is only copied.
 * Whatever else is done with a value makes it opaque: then values are tried
 * for it by guess, and nobody may say that no others matter. */
#include <string.h>

#include "author/line.h"
#include "author/mem.h"
#include "author/paths_words.h"

static void note_constant(struct words *w, size_t domain, size_t i)
{
    const tier1_token *t = &w->at[i];
    char text[64] = "-";
    bool minus = is(w, i, "-");
    struct domain *d = &w->r->domains[domain];
    t += minus;
    if (t->kind == TIER1_TOKEN_WORD)
        d->tested = true;
    else if (t->kind == TIER1_TOKEN_TEXT && t->inner)
        tier1__reads_literal(w->r, domain, t->inner, t->inner_length, false);
    else if (t->kind == TIER1_TOKEN_TEXT)
        d->opaque = true;
    else if (t->length < sizeof text - 2) {
        memcpy(text + minus, t->start, t->length);
        tier1__reads_literal(w->r, domain, text, t->length + minus, true);
    }
}

/* ---- what is not understood -------------------------------------------- */

static void note_data(struct words *w, size_t domain, const char *name,
                      size_t length)
{
    const tier1_flow *flow = w->r->charts[w->place->chart].flow;
    const tier1_value *v;
    const char *own = NULL;
    for (size_t i = 0; (v = tier1_chart_data(flow, i, &own)); i++) {
        if (strlen(own) != length || memcmp(own, name, length) != 0)
            continue;
        if (tier1_value_kind(v) == TIER1_INTEGER ||
            tier1_value_kind(v) == TIER1_NUMBER) {
            struct line line = LINE_INIT;
            tier1__line_value(&line, w->r->engine, v);
            if (line.text)
                tier1__reads_literal(w->r, domain, line.text, line.length,
                                     true);
            tier1__line_dispose(&line);
        }
        for (size_t j = 0; j < tier1_value_count(v) && j < 64; j++) {
            const char *key = tier1_value_key(v, j);
            const tier1_value *item = tier1_value_at(v, j);
            const char *text = tier1_value_text(item);
            if (key)
                tier1__reads_literal(w->r, domain, key, strlen(key), false);
            if (text)
                tier1__reads_literal(w->r, domain, text, strlen(text), false);
        }
    }
}

/* Whatever the hook mentions may matter. */
static void opaque(struct words *w, size_t domain)
{
    const struct chart *c = &w->r->charts[w->place->chart];
    w->r->domains[domain].opaque = true;
    for (size_t i = 0; i < w->count; i++) {
        const tier1_token *t = &w->at[i];
        if (t->kind == TIER1_TOKEN_NAME)
            note_data(w, domain, t->start, t->length);
        else if (t->kind == TIER1_TOKEN_NUMBER ||
                 (t->kind == TIER1_TOKEN_TEXT && t->inner))
            note_constant(w, domain, i);
    }
    for (size_t i = 0; i < c->helper_count; i++)
        tier1__reads_literal(w->r, domain, c->helpers[i].text,
                             strlen(c->helpers[i].text),
                             c->helpers[i].is_number);
}

/* ---- brackets ---------------------------------------------------------- */

/* An argument of a function. */
static void argument(struct words *w, size_t a, size_t b, size_t domain,
                     size_t paren)
{
    size_t close = closed(w, paren);
    struct domain *d = &w->r->domains[domain];
    bool first = a == paren + 1;
    if (paren >= 3 && is(w, paren - 2, ".") && is_name(w, paren - 3, "host"))
        return; /* what the host says does not hang on it */
    if (first && is_name(w, paren - 1, "count") && is(w, b, ")")) {
        size_t end = compares(w, b + 1) ? constant(w, b + 2) : 0;
        d->sized = true;
        if (end && ends(w, end))
            note_constant(w, domain, b + 2);
        else if (!ends(w, b + 1))
            opaque(w, domain);
        return;
    }
    bool set = is_name(w, paren - 1, "has") || is_name(w, paren - 1, "any") ||
               is_name(w, paren - 1, "only");
    for (size_t i = b; set && i < close; i += 2)
        set = is(w, i, ",") && i + 1 < close && w->at[i + 1].inner;
    if (!set || !first) {
        opaque(w, domain);
        return;
    }
    d->member = true;
    for (size_t i = b; i < close; i += 2)
        note_constant(w, domain, i + 1);
}

/* What is around the value; false where that was all there is to say. */
static bool around(struct words *w, size_t a, size_t b, size_t domain)
{
    for (size_t p = opened(w, a); p != TIER1_NONE; p = opened(w, p)) {
        if (calls(w, p)) {
            argument(w, a, b, domain, p);
            return false;
        }
        if (!is(w, p, "(") || !ends(w, closed(w, p) + 1)) {
            opaque(w, domain);
            return false;
        }
    }
    return true;
}

static size_t variable(struct words *w, const char *name)
{
    return tier1__reads_domain(w->r, w->place->chart, TIER1_TRACE_VARIABLE,
                               TIER1_NONE, name, strlen(name));
}

/* ---- where a value goes ------------------------------------------------ */

static void to_callee(struct words *w, size_t domain, const char *callee)
{
    const tier1_flow *flow = tier1_library_find(w->r->library, callee);
    size_t chart = tier1__reads_chart(w->r, flow);
    tier1_variable_info v;
    for (size_t i = 0; flow && tier1_flow_variable(flow, i, &v); i++)
        if (v.given && chart != TIER1_NONE)
            tier1__reads_copy(
                w->r, domain,
                tier1__reads_domain(w->r, chart, TIER1_TRACE_VARIABLE,
                                    TIER1_NONE, v.name, strlen(v.name)));
}

/* What a sub-flow hands back is in a map that its callers save. */
static void to_callers(struct words *w, size_t domain)
{
    const char *id = tier1_flow_about(w->r->charts[w->place->chart].flow)->id;
    for (size_t c = 0; c < w->r->chart_count; c++) {
        tier1_step_info s;
        for (size_t i = 0; tier1_chart_step(w->r->charts[c].flow, i, &s); i++) {
            size_t saved;
            if (!s.callee || !s.saves || strcmp(s.callee, id) != 0)
                continue;
            saved = tier1__reads_domain(w->r, c, TIER1_TRACE_VARIABLE,
                                        TIER1_NONE, s.saves, strlen(s.saves));
            for (size_t j = 0; j < w->r->domain_count; j++)
                if (w->r->domains[j].parent == saved)
                    tier1__reads_copy(w->r, domain, j);
        }
    }
}

static void note_cases(struct words *w, size_t domain)
{
    const struct chart *c = &w->r->charts[w->place->chart];
    tier1_exit way;
    for (size_t i = 0; tier1_chart_exit(c->flow, w->place->step, i, &way); i++)
        if (way.kind == TIER1_EXIT_CASE)
            tier1__reads_literal(w->r, domain, way.rule, strlen(way.rule),
                                 false);
}

/* It is what the whole hook gives, or a part of that. */
static void given(struct words *w, size_t a, size_t b, size_t domain)
{
    const char *field = w->info.field;
    tier1_step_info s = {0};
    (void)tier1_chart_step(w->r->charts[w->place->chart].flow, w->place->step,
                           &s);
    bool bare = a == 0 && b == w->count;
    bool run = strcmp(field, "run") == 0 && s.saves;
    size_t saved = run ? variable(w, s.saves) : TIER1_NONE;
    if (saved == domain)
        return;
    /* `x or y` and the like tell whether there is one */
    w->r->domains[domain].tested |= !bare || strcmp(field, "with") != 0;
    if (strcmp(field, "branch") == 0)
        note_cases(w, domain);
    else if (run)
        tier1__reads_copy(w->r, domain, saved);
    else if (strcmp(field, "with") == 0 && s.callee)
        to_callee(w, domain, s.callee);
    else if (strcmp(field, "with") == 0)
        to_callers(w, domain);
    else if (strcmp(field, "min") == 0 || strcmp(field, "max") == 0)
        opaque(w, domain);
}

/* What statements read decides what they assign, and nothing else. */
static void to_assigned(struct words *w, size_t domain)
{
    tier1_hook_name name;
    for (size_t i = 0; tier1_hook_name_at(w->hook, i, &name); i++) {
        if (!name.assigned)
            continue;
        if (!name.variable) { /* the language */
            w->r->domains[domain].read = true;
            continue;
        }
        tier1__reads_copy(w->r, domain,
                          tier1__reads_domain(w->r, w->place->chart,
                                              TIER1_TRACE_VARIABLE, TIER1_NONE,
                                              name.variable,
                                              strlen(name.variable)));
    }
}

static void assigned(struct words *w, size_t a, size_t b, size_t domain)
{
    const tier1_token *to = a >= 2 ? &w->at[a - 2] : NULL;
    struct domain *d = &w->r->domains[domain];
    bool self = to && to->length == w->at[a].length && b == a + 1 &&
                memcmp(to->start, w->at[a].start, to->length) == 0;
    bool step = (is(w, b, "+") || is(w, b, "-")) && b + 1 < w->count &&
                w->at[b + 1].kind == TIER1_TOKEN_NUMBER && ends(w, b + 2);
    tier1_hook_name name;
    if (step && self) {
        d->up = d->up || is(w, b, "+");
        d->down = d->down || is(w, b, "-");
        return;
    }
    for (size_t i = 0; to && tier1_hook_name_at(w->hook, i, &name); i++)
        if (name.variable && is_name(w, a - 2, name.name) && ends(w, b)) {
            tier1__reads_copy(w->r, domain,
                              tier1__reads_domain(w->r, w->place->chart,
                                                  TIER1_TRACE_VARIABLE,
                                                  TIER1_NONE, name.variable,
                                                  strlen(name.variable)));
            return;
        }
    opaque(w, domain);
}

/* ---- a value in its place ---------------------------------------------- */

/* `(x or 0)` is x where there is one; and `(x)` is x. */
static void widen(const struct words *w, struct domain *d, size_t *a, size_t *b)
{
    while (*a > 0 && is(w, *a - 1, "(") && !calls(w, *a - 1)) {
        size_t end = is(w, *b, "or") ? constant(w, *b + 1) : *b;
        if (!end || !is(w, end, ")"))
            return;
        d->tested = d->tested || end != *b;
        *a -= 1;
        *b = end + 1;
    }
}

/* The value is what stands in [a, b). */
static void in_place(struct words *w, size_t a, size_t b, size_t domain)
{
    struct domain *d = &w->r->domains[domain];
    widen(w, d, &a, &b);
    if (w->place->text) {
        d->shown = true;
        d->number = d->number || reckons(w, b) || (a && reckons(w, a - 1));
        return;
    }
    bool copied = w->info.form == TIER1_HOOK_STATEMENTS ||
                  strcmp(w->info.field, "with") == 0;
    d->read = d->read || !copied;
    if (w->info.form == TIER1_HOOK_STATEMENTS)
        to_assigned(w, domain);
    if (compares(w, b)) {
        size_t end = constant(w, b + 1);
        if (!end || !ends(w, end) || !begins(w, a))
            opaque(w, domain);
        else if (around(w, a, b, domain))
            note_constant(w, domain, b + 1);
    } else if (a > 0 && compares(w, a - 1)) {
        size_t from = a >= 3 && is(w, a - 3, "-") ? a - 3 : a - 2;
        if (a < 2 || constant(w, from) != a - 1 || !begins(w, from) ||
            !ends(w, b))
            opaque(w, domain);
        else if (around(w, a, b, domain))
            note_constant(w, domain, from);
    } else if (a > 0 && is(w, a - 1, "=")) {
        assigned(w, a, b, domain);
    } else if (!ends(w, b) || !(begins(w, a) || is(w, a - 1, "not"))) {
        d->number = d->number || reckons(w, b) || (a && reckons(w, a - 1));
        opaque(w, domain);
    } else if (around(w, a, b, domain)) {
        given(w, a, b, domain);
    }
}

/* Fields behind a value: x.y, x["y"]. Where they end; *domain is theirs. */
static size_t fields(struct words *w, size_t i, size_t *domain)
{
    while (*domain != TIER1_NONE) {
        const char *name = NULL;
        size_t length = 0, more = 0;
        if (is(w, i, ".") && i + 1 < w->count &&
            w->at[i + 1].kind == TIER1_TOKEN_NAME) {
            name = w->at[i + 1].start;
            length = w->at[i + 1].length;
            more = 2;
        } else if (is(w, i, "[") && is(w, i + 2, "]") && w->at[i + 1].inner) {
            name = w->at[i + 1].inner;
            length = w->at[i + 1].inner_length;
            more = 3;
        }
        if (!name)
            break;
        *domain = tier1__reads_domain(
            w->r, w->place->chart, TIER1_TRACE_VARIABLE, *domain, name, length);
        i += more;
    }
    return i;
}

static void used(struct words *w, tier1_trace_kind kind, const char *name,
                 size_t domain)
{
    tier1__reads_use(w->r, w->place->chart, w->place->step, w->place->late,
                     w->place->text, kind, name, domain, 0);
}

/* visits.STEP, answers.STEP and the like. */
static void read_map(struct words *w, size_t i, const tier1_hook_name *n)
{
    static const struct {
        const char *map;
        tier1_trace_kind kind;
    } maps[] = {{"answers", TIER1_TRACE_ANSWER},
                {"history", TIER1_TRACE_HISTORY},
                {"visits", TIER1_TRACE_VISITS},
                {"tried", TIER1_TRACE_TRIED},
                {"refused", TIER1_TRACE_REFUSED}};
    const tier1_flow *flow = w->r->charts[w->place->chart].flow;
    tier1_trace_kind kind = TIER1_TRACE_ANSWER;
    tier1_step_info s;
    for (size_t k = 0; k < sizeof maps / sizeof *maps; k++)
        if (strcmp(n->map, maps[k].map) == 0)
            kind = maps[k].kind;
    for (size_t k = 0; n->whole && tier1_chart_step(flow, k, &s); k++) {
        size_t d = tier1__reads_domain(w->r, w->place->chart, kind, TIER1_NONE,
                                       s.id, strlen(s.id));
        if (d == TIER1_NONE)
            return;
        opaque(w, d);
        used(w, kind, s.id, d);
    }
    for (size_t k = 0; k < n->field_count; k++) {
        const char *name = n->fields[k];
        size_t own = strlen(name);
        bool dot = is(w, i + 1, ".") && is_name(w, i + 2, name);
        bool box = is(w, i + 1, "[") && i + 2 < w->count &&
                   w->at[i + 2].inner && w->at[i + 2].inner_length == own &&
                   memcmp(w->at[i + 2].inner, name, own) == 0;
        size_t d, end = i + (dot ? 3 : 4), at = tier1_chart_find(flow, name);
        if (!dot && !box)
            continue;
        if (kind == TIER1_TRACE_ANSWER && tier1_chart_step(flow, at, &s) &&
            s.saves)
            d = variable(w, s.saves);
        else
            d = tier1__reads_domain(w->r, w->place->chart, kind, TIER1_NONE,
                                    name, own);
        if (d == TIER1_NONE)
            return;
        used(w, kind, name, d);
        if (kind == TIER1_TRACE_ANSWER || kind == TIER1_TRACE_HISTORY)
            end = fields(w, end, &d);
        if (d != TIER1_NONE)
            in_place(w, i, end, d);
    }
}

/* A local, or a call of the host: what the step is told. */
static void read_said(struct words *w, size_t i)
{
    size_t end = i + 1, d;
    const char *saves = w->place->saves;
    if (is_name(w, i, "host")) {
        if (!is(w, i + 3, "("))
            return;
        end = closed(w, i + 3) + 1;
    } else if (is(w, i + 1, "=") || is(w, i + 1, "(") ||
               (i && (is(w, i - 1, "local") || is(w, i - 1, "for") ||
                      is(w, i - 1, "function")))) {
        return;
    }
    if (!saves)
        saves = "";
    d = variable(w, saves);
    end = fields(w, end, &d);
    if (d != TIER1_NONE)
        in_place(w, i, end, d);
}

static void read_name(struct words *w, size_t i)
{
    tier1_hook_name n = {0};
    bool found = false;
    for (size_t k = 0; !found && tier1_hook_name_at(w->hook, k, &n); k++)
        found = is_name(w, i, n.name);
    if (found && n.variable) {
        size_t d = variable(w, n.variable);
        if (d == TIER1_NONE || (is(w, i + 1, "=") && n.assigned))
            return;
        used(w, TIER1_TRACE_VARIABLE, n.variable, d);
        size_t end = fields(w, i + 1, &d);
        if (d != TIER1_NONE)
            in_place(w, i, end, d);
    } else if (found && n.map) {
        read_map(w, i, &n);
    } else if (is_name(w, i, "answer") && w->place->saves) {
        size_t d = variable(w, w->place->saves);
        size_t end = fields(w, i + 1, &d);
        if (d != TIER1_NONE)
            in_place(w, i, end, d);
    } else if (is_name(w, i, "host") || !found) {
        if (w->place->step != TIER1_NONE && !w->place->text)
            read_said(w, i);
    }
    if (!w->place->text && (is_name(w, i, "now") || is_name(w, i, "date") ||
                            is_name(w, i, "elapsed")))
        w->r->timed = true;
    if (!w->place->text &&
        (is_name(w, i, "language") || is_name(w, i, "session")))
        w->r->spoken = true;
}

/* A value that is held against the time has days that matter. */
static void note_times(struct words *w)
{
    bool timed = false;
    for (size_t i = 0; i < w->count; i++)
        timed = timed || is_name(w, i, "now") || is_name(w, i, "date");
    for (size_t i = 0; timed && i < w->count; i++) {
        tier1_hook_name n;
        for (size_t k = 0; tier1_hook_name_at(w->hook, k, &n); k++) {
            if (!n.variable || !is_name(w, i, n.name))
                continue;
            size_t d = variable(w, n.variable);
            if (d != TIER1_NONE)
                w->r->domains[d].timed = true;
        }
    }
}

void tier1__reads_hook(struct reads *r, const struct reading_place *place,
                       const tier1_hook *hook)
{
    struct words w = {.r = r, .place = place, .hook = hook};
    size_t at = 0, cap = 0;
    tier1_token t;
    (void)tier1_hook_about(hook, &w.info);
    while (tier1_hook_token(hook, &at, &t)) {
        if (w.count == cap) {
            cap = cap * 2 + 16;
            tier1_token *grown = tier1__author_grow(w.at, cap, sizeof(*w.at));
            if (!grown) {
                r->nomem = true;
                break;
            }
            w.at = grown;
        }
        w.at[w.count++] = t;
    }
    for (size_t i = 0; i < w.count && !r->nomem; i++)
        if (w.at[i].kind == TIER1_TOKEN_NAME &&
            !(i && (is(&w, i - 1, ".") || is(&w, i - 1, ":"))))
            read_name(&w, i);
    if (!r->nomem)
        note_times(&w);
    tier1__author_free(w.at);
}
