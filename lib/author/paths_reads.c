/* SPDX-License-Identifier: MIT */
/* All that the hooks of a flow, and of those that it calls, read. */
#include "author/paths_reads.h"

#include <string.h>

#include "author/mem.h"

/* ---- domains ----------------------------------------------------------- */

static bool same(const char *a, const char *b, size_t length)
{
    return strncmp(a, b, length) == 0 && a[length] == '\0';
}

size_t tier1__reads_domain(struct reads *r, size_t chart, tier1_trace_kind kind,
                           size_t parent, const char *name, size_t length)
{
    struct domain d = {.chart = chart, .kind = kind, .parent = parent};
    for (size_t i = 0; i < r->domain_count; i++) {
        const struct domain *o = &r->domains[i];
        if (o->chart == chart && o->kind == kind && o->parent == parent &&
            same(o->name, name, length))
            return i;
    }
    struct domain *grown =
        tier1__author_grow(r->domains, r->domain_count + 1, sizeof d);
    d.name = tier1__author_new(length + 1, 1);
    if (grown)
        r->domains = grown;
    if (!grown || !d.name) {
        tier1__author_free(d.name);
        r->nomem = true;
        return TIER1_NONE;
    }
    memcpy(d.name, name, length);
    r->domains[r->domain_count] = d;
    return r->domain_count++;
}

size_t tier1__reads_find(const struct reads *r, size_t chart,
                         tier1_trace_kind kind, size_t parent, const char *name)
{
    for (size_t i = 0; i < r->domain_count; i++) {
        const struct domain *o = &r->domains[i];
        if (o->chart == chart && o->kind == kind && o->parent == parent &&
            strcmp(o->name, name) == 0)
            return i;
    }
    return TIER1_NONE;
}

static int digit(char c, bool hex)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

/* Close enough for values that are tried; the engine reads them by itself. */
double tier1__reads_number(const char *text)
{
    bool minus = *text == '-';
    const char *at = text + minus;
    bool hex = at[0] == '0' && (at[1] | 0x20) == 'x';
    double base = hex ? 16 : 10, number = 0, place = 1;
    int power = 0, sign = 1;
    for (at += hex ? 2 : 0; digit(*at, hex) >= 0; at++)
        number = number * base + digit(*at, hex);
    for (at += *at == '.'; digit(*at, hex) >= 0; at++)
        number += digit(*at, hex) * (place /= base);
    if (!hex && (*at | 0x20) == 'e') {
        at++;
        sign = *at == '-' ? -1 : 1;
        for (at += *at == '-' || *at == '+'; digit(*at, false) >= 0; at++)
            power = power < 300 ? power * 10 + digit(*at, false) : power;
    }
    for (; power > 0; power--)
        number = sign > 0 ? number * 10 : number / 10;
    return minus ? -number : number;
}

static bool add_literal(struct literal **list, size_t *count, const char *text,
                        size_t length, bool is_number)
{
    for (size_t i = 0; i < *count; i++)
        if ((*list)[i].is_number == is_number &&
            same((*list)[i].text, text, length))
            return true;
    struct literal *grown =
        tier1__author_grow(*list, *count + 1, sizeof(*grown));
    if (!grown)
        return false;
    *list = grown;
    struct literal *l = &grown[*count];
    *l = (struct literal){.is_number = is_number};
    l->text = tier1__author_new(length + 1, 1);
    if (!l->text)
        return false;
    memcpy(l->text, text, length);
    l->number = is_number ? tier1__reads_number(l->text) : 0;
    *count += 1;
    return true;
}

void tier1__reads_literal(struct reads *r, size_t domain, const char *text,
                          size_t length, bool is_number)
{
    struct domain *d = &r->domains[domain];
    if (d->count < 256 &&
        !add_literal(&d->literals, &d->count, text, length, is_number))
        r->nomem = true;
}

void tier1__reads_copy(struct reads *r, size_t from, size_t to)
{
    if (from == TIER1_NONE || to == TIER1_NONE || from == to)
        return;
    struct domain *d = &r->domains[from];
    for (size_t i = 0; i < d->copy_count; i++)
        if (d->copies[i] == to)
            return;
    size_t *grown =
        tier1__author_grow(d->copies, d->copy_count + 1, sizeof(*grown));
    if (!grown) {
        r->nomem = true;
        return;
    }
    d->copies = grown;
    d->copies[d->copy_count++] = to;
}

/* What a copy is held against, its original is. */
static bool take_over(struct reads *r, size_t from, size_t to)
{
    struct domain *d = &r->domains[from];
    const struct domain *c = &r->domains[to];
    size_t before = d->count;
    unsigned had = (unsigned)(d->tested + d->opaque + d->number + d->sized +
                              d->member + d->shown + d->timed + d->read);
    d->read = d->read || c->read;
    d->tested = d->tested || c->tested;
    d->opaque = d->opaque || c->opaque || c->up || c->down;
    d->number = d->number || c->number || c->up || c->down;
    d->sized = d->sized || c->sized;
    d->member = d->member || c->member;
    d->shown = d->shown || c->shown;
    d->timed = d->timed || c->timed;
    for (size_t i = 0; i < c->count; i++)
        tier1__reads_literal(r, from, c->literals[i].text,
                             strlen(c->literals[i].text),
                             c->literals[i].is_number);
    bool changed =
        r->domains[from].count != before ||
        had != (unsigned)(d->tested + d->opaque + d->number + d->sized +
                          d->member + d->shown + d->timed + d->read);
    for (size_t i = 0; i < r->domain_count && !r->nomem; i++) {
        if (r->domains[i].parent != to)
            continue;
        size_t count = r->domain_count;
        size_t own = tier1__reads_domain(
            r, r->domains[from].chart, TIER1_TRACE_VARIABLE, from,
            r->domains[i].name, strlen(r->domains[i].name));
        tier1__reads_copy(r, own, i);
        changed = changed || count != r->domain_count;
    }
    return changed;
}

static void spread(struct reads *r)
{
    bool changed = true;
    for (size_t rounds = 0; changed && rounds < 64 && !r->nomem; rounds++) {
        changed = false;
        for (size_t i = 0; i < r->domain_count && !r->nomem; i++)
            for (size_t j = 0; j < r->domains[i].copy_count && !r->nomem; j++)
                if (r->domain_count < 10000)
                    changed |= take_over(r, i, r->domains[i].copies[j]);
    }
}

/* What decides nothing, whatever is done with it, has no values that matter. */
static void forget(struct domain *d)
{
    if (d->read || d->kind != TIER1_TRACE_VARIABLE)
        return;
    for (size_t i = 0; i < d->count; i++)
        tier1__author_free(d->literals[i].text);
    d->count = 0;
    d->tested = d->opaque = d->sized = d->member = d->timed = false;
}

/* ---- uses -------------------------------------------------------------- */

static size_t fact_of(struct reads *r, struct chart *c, bool shown,
                      tier1_trace_kind kind, const char *name, size_t domain)
{
    for (size_t i = 0; i < c->fact_count; i++)
        if (c->facts[i].kind == kind && c->facts[i].shown == shown &&
            strcmp(c->facts[i].name, name) == 0)
            return i;
    struct fact *grown =
        tier1__author_grow(c->facts, c->fact_count + 1, sizeof(*grown));
    if (!grown) {
        r->nomem = true;
        return TIER1_NONE;
    }
    c->facts = grown;
    c->facts[c->fact_count] = (struct fact){domain, kind, name, 0, shown};
    return c->fact_count++;
}

void tier1__reads_use(struct reads *r, size_t chart, size_t step, bool late,
                      bool shown, tier1_trace_kind kind, const char *name,
                      size_t domain, double limit)
{
    struct chart *c = &r->charts[chart];
    size_t fact = fact_of(r, c, shown, kind, name, domain);
    if (fact == TIER1_NONE)
        return;
    if (limit > c->facts[fact].limit)
        c->facts[fact].limit = limit;
    for (size_t i = c->use_count; i > 0 && c->uses[i - 1].step == step; i--)
        if (c->uses[i - 1].fact == fact && c->uses[i - 1].late == late)
            return;
    struct use *grown =
        tier1__author_grow(c->uses, c->use_count + 1, sizeof(*grown));
    if (!grown) {
        r->nomem = true;
        return;
    }
    c->uses = grown;
    c->uses[c->use_count++] = (struct use){step, fact, late};
}

/* ---- charts ------------------------------------------------------------ */

size_t tier1__reads_chart(const struct reads *r, const tier1_flow *flow)
{
    for (size_t i = 0; i < r->chart_count; i++)
        if (r->charts[i].flow == flow)
            return i;
    return TIER1_NONE;
}

static void add_charts(struct reads *r, const tier1_flow *first)
{
    const tier1_flow *flow = first;
    for (size_t done = 0; flow && !r->nomem; done++) {
        tier1_step_info s;
        if (tier1__reads_chart(r, flow) == TIER1_NONE) {
            struct chart *grown = tier1__author_grow(
                r->charts, r->chart_count + 1, sizeof(*grown));
            r->nomem = !grown;
            if (!grown)
                return;
            r->charts = grown;
            r->charts[r->chart_count++] = (struct chart){
                .flow = flow, .steps = tier1_flow_about(flow)->step_count};
        }
        flow = NULL;
        for (size_t c = 0; !flow && c < r->chart_count; c++)
            for (size_t i = 0;
                 !flow && tier1_chart_step(r->charts[c].flow, i, &s); i++) {
                const tier1_flow *callee =
                    s.callee ? tier1_library_find(r->library, s.callee) : NULL;
                if (callee && tier1__reads_chart(r, callee) == TIER1_NONE)
                    flow = callee;
            }
    }
}

static bool decides(const char *field)
{
    static const char *const fields[] = {"when", "branch",   "check",    "do",
                                         "max",  "min",      "on_leave", "run",
                                         "set",  "on_enter", "with",     "lua"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(field, fields[i]) == 0)
            return true;
    return false;
}

static bool routes(const tier1_flow *flow, size_t step, const tier1_hook *hook)
{
    tier1_exit way;
    for (size_t i = 0; tier1_chart_exit(flow, step, i, &way); i++)
        if (way.when == hook)
            return true;
    return false;
}

/* Helpers see no variable; what they hold things against is noted. */
static void read_helpers(struct reads *r, struct chart *c,
                         const tier1_hook *hook)
{
    size_t at = 0;
    tier1_token t;
    while (tier1_hook_token(hook, &at, &t) && !r->nomem) {
        bool number = t.kind == TIER1_TOKEN_NUMBER;
        const char *text = number ? t.start : t.inner;
        size_t length = number ? t.length : t.inner_length;
        if ((number || t.inner) && length < 100 && c->helper_count < 64)
            r->nomem = !add_literal(&c->helpers, &c->helper_count, text, length,
                                    number);
    }
}

static void read_hooks(struct reads *r, size_t chart, size_t step)
{
    struct chart *c = &r->charts[chart];
    const tier1_hook *hook;
    tier1_step_info s = {0};
    tier1_question_info q;
    (void)tier1_chart_step(c->flow, step, &s);
    for (size_t i = 0; (hook = tier1_chart_hook(c->flow, step, i)); i++) {
        tier1_hook_info info;
        (void)tier1_hook_about(hook, &info);
        bool leaves = strcmp(info.field, "do") == 0 ||
                      strcmp(info.field, "on_leave") == 0;
        struct reading_place place = {
            .chart = chart,
            .step = step,
            .saves = s.saves,
            .text = !decides(info.field),
            .late = leaves || (hook != s.when && routes(c->flow, step, hook)),
        };
        if (info.form == TIER1_HOOK_HELPERS)
            continue;
        if (strcmp(info.field, "check") == 0)
            for (size_t k = 0; tier1_chart_question(c->flow, step, k, &q); k++)
                if (q.check == hook)
                    place.saves = q.name;
        /* choices of `anywhere` are there wherever somebody is asked */
        for (size_t k = 0; step == TIER1_NONE && k < c->steps; k++) {
            place.step = k;
            tier1__reads_hook(r, &place, hook);
        }
        if (step != TIER1_NONE)
            tier1__reads_hook(r, &place, hook);
    }
}

/* Of a form the chart does not tell the bound. */
#define REFUSALS_OF_FORM 20

static double most_refusals(const struct chart *c, size_t step)
{
    tier1_question_info q;
    unsigned most = 0;
    for (size_t k = 0; tier1_chart_question(c->flow, step, k, &q); k++)
        most = q.refusals > most ? q.refusals : most;
    return most ? most : REFUSALS_OF_FORM;
}

/* What the step itself looks at, without a hook. */
static void read_step(struct reads *r, size_t chart, size_t step)
{
    struct chart *c = &r->charts[chart];
    tier1_question_info q;
    tier1_choice_info choice;
    tier1_step_info s;
    size_t d;
    if (!tier1_chart_step(c->flow, step, &s))
        return;
    r->audience = r->audience || !s.for_agent || !s.for_customer;
    if (s.skip_if_known && s.saves) {
        d = tier1__reads_domain(r, chart, TIER1_TRACE_VARIABLE, TIER1_NONE,
                                s.saves, strlen(s.saves));
        if (d == TIER1_NONE)
            return;
        r->domains[d].tested = r->domains[d].read = true;
        tier1__reads_use(r, chart, step, false, false, TIER1_TRACE_VARIABLE,
                         s.saves, d, 0);
    }
    if (s.skip_if_tried) {
        const char *name = s.remedy ? s.remedy : s.id;
        d = tier1__reads_domain(r, chart, TIER1_TRACE_TRIED, TIER1_NONE, name,
                                strlen(name));
        if (d == TIER1_NONE)
            return;
        r->domains[d].tested = true;
        tier1__reads_use(r, chart, step, false, false, TIER1_TRACE_TRIED, name,
                         d, 0);
    }
    if (s.limit)
        tier1__reads_use(r, chart, step, false, false, TIER1_TRACE_VISITS, s.id,
                         TIER1_NONE, s.limit);
    tier1_exit way;
    for (size_t k = 0; tier1_chart_exit(c->flow, step, k, &way); k++)
        if (way.kind == TIER1_EXIT_REFUSALS)
            tier1__reads_use(r, chart, step, false, false, TIER1_TRACE_REFUSED,
                             s.id, TIER1_NONE, most_refusals(c, step));
    for (size_t k = 0; tier1_chart_question(c->flow, step, k, &q); k++) {
        for (size_t j = 0; tier1_chart_choice(c->flow, step, k, j, &choice);
             j++)
            if (choice.once)
                tier1__reads_use(r, chart, step, false, false,
                                 TIER1_TRACE_SPENT, s.id, TIER1_NONE, 0);
    }
}

int tier1__reads_make(struct reads *r, tier1_engine *engine,
                      const tier1_library *library, const tier1_flow *flow)
{
    *r = (struct reads){.engine = engine, .library = library};
    add_charts(r, flow);
    for (size_t c = 0; c < r->chart_count && !r->nomem; c++) {
        const tier1_hook *hook;
        for (size_t i = 0;
             (hook = tier1_chart_hook(r->charts[c].flow, TIER1_NONE, i)); i++) {
            tier1_hook_info info;
            if (tier1_hook_about(hook, &info) &&
                info.form == TIER1_HOOK_HELPERS)
                read_helpers(r, &r->charts[c], hook);
        }
        for (size_t i = 0; i < r->charts[c].steps && !r->nomem; i++) {
            read_step(r, c, i);
            read_hooks(r, c, i);
        }
        read_hooks(r, c, TIER1_NONE);
    }
    if (!r->nomem)
        spread(r);
    for (size_t i = 0; i < r->domain_count; i++)
        forget(&r->domains[i]);
    if (!r->nomem)
        tier1__reads_live(r);
    return r->nomem ? TIER1_ENOMEM : TIER1_OK;
}

static void free_literals(struct literal *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tier1__author_free(list[i].text);
    tier1__author_free(list);
}

void tier1__reads_free(struct reads *r)
{
    for (size_t i = 0; i < r->domain_count; i++) {
        free_literals(r->domains[i].literals, r->domains[i].count);
        tier1__author_free(r->domains[i].copies);
        tier1__author_free(r->domains[i].name);
    }
    for (size_t i = 0; i < r->chart_count; i++) {
        struct chart *c = &r->charts[i];
        free_literals(c->helpers, c->helper_count);
        tier1__author_free(c->facts);
        tier1__author_free(c->uses);
        tier1__author_free(c->kills);
        tier1__author_free(c->live);
    }
    tier1__author_free(r->charts);
    tier1__author_free(r->domains);
    *r = (struct reads){0};
}
