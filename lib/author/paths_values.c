/* SPDX-License-Identifier: MIT */
/* Values of each type, by what they are held against. */
#include "author/paths_values.h"

#include <string.h>

#include "author/line.h"
#include "author/mem.h"
#include "author/retell.h"

/* ---- lists ------------------------------------------------------------- */

void tier1__values_add(struct values *v, tier1_value *value)
{
    tier1_value **grown =
        tier1__author_grow(v->items, v->count + 1, sizeof(*grown));
    if (!grown) {
        tier1_value_free(value);
        v->nomem = true;
        return;
    }
    v->items = grown;
    v->items[v->count++] = value;
}

static bool same(const tier1_value *a, const tier1_value *b)
{
    const char *x = tier1_value_text(a), *y = tier1_value_text(b);
    if (x || y)
        return x && y && strcmp(x, y) == 0;
    return tier1_value_kind(a) == tier1_value_kind(b) &&
           tier1_value_kind(a) < TIER1_LIST &&
           !(tier1_value_number(a) < tier1_value_number(b)) &&
           !(tier1_value_number(a) > tier1_value_number(b)) &&
           tier1_value_boolean(a) == tier1_value_boolean(b);
}

static void add_new(struct values *v, int rc, tier1_value *value)
{
    v->nomem = v->nomem || rc == TIER1_ENOMEM;
    if (rc != TIER1_OK)
        return;
    for (size_t i = 0; i < v->count; i++)
        if (v->items[i] && same(v->items[i], value)) {
            tier1_value_free(value);
            return;
        }
    tier1__values_add(v, value);
}

void tier1__values_text(struct values *v, const char *text)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_text(&value, v->engine, text);
    add_new(v, rc, value);
}

void tier1__values_number(struct values *v, double number)
{
    tier1_value *value = NULL;
    bool whole = number > -1e15 && number < 1e15 &&
                 !((double)(int64_t)number < number) &&
                 !((double)(int64_t)number > number);
    int rc = whole ? tier1_value_new_integer(&value, v->engine, (int64_t)number)
                   : tier1_value_new_number(&value, v->engine, number);
    add_new(v, rc, value);
}

void tier1__values_boolean(struct values *v, bool boolean)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_boolean(&value, v->engine, boolean);
    add_new(v, rc, value);
}

void tier1__values_null(struct values *v)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_null(&value, v->engine);
    add_new(v, rc, value);
}

void tier1__values_free(struct values *v)
{
    for (size_t i = 0; i < v->count; i++)
        tier1_value_free(v->items[i]);
    tier1__author_free(v->items);
    *v = (struct values){0};
}

tier1_value *tier1__values_copy(struct values *v, const tier1_value *value)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *copy = NULL;
    int rc = tier1_value_to_json(&json, v->engine, value, 0);
    if (rc == TIER1_OK)
        rc = tier1_value_from_json(&copy, v->engine, json.ptr, json.len);
    tier1_buf_dispose(&json);
    v->nomem = v->nomem || rc != TIER1_OK;
    return copy;
}

/* ---- numbers ----------------------------------------------------------- */

struct range {
    double min, max, grid, from;
    bool whole;
};

static double floor_to(double x, double grid, double from)
{
    double n = (x - from) / grid;
    double down = (double)(int64_t)n;
    if (down > n)
        down -= 1;
    return from + down * grid;
}

static void add_number(struct values *v, const struct range *g, double x)
{
    double grid = g->grid > 0 ? g->grid : g->whole ? 1 : 0;
    if (grid > 0 && x > -1e12 && x < 1e12) {
        double down = floor_to(x, grid, g->from);
        if (down < x && down >= g->min && down <= g->max)
            tier1__values_number(v, down);
        if (down < x)
            x = down + grid;
    }
    if (x >= g->min && x <= g->max)
        tier1__values_number(v, x);
}

/* Half of the least distance of two literals, so that there is a value between
 * any two of them. */
static double half_gap(const struct domain *d)
{
    double gap = 2;
    for (size_t i = 0; i < d->count; i++)
        for (size_t j = 0; j < d->count; j++) {
            double between = d->literals[i].number - d->literals[j].number;
            if (d->literals[i].is_number && d->literals[j].is_number &&
                between > 0 && between < gap)
                gap = between;
        }
    return gap / 2;
}

static void numbers(struct values *v, const struct domain *d,
                    const struct range *g)
{
    static const double ladder[] = {0, 10, 1000};
    double step = g->grid > 0 ? g->grid : g->whole || !d ? 1 : half_gap(d);
    double plain = g->min > 1 ? g->min : g->max < 1 ? g->max : 1;
    size_t before = v->count;
    add_number(v, g, plain);
    for (size_t i = 0; d && i < d->count; i++) {
        const struct literal *l = &d->literals[i];
        double x = l->is_number ? l->number : tier1__reads_number(l->text);
        if (!l->is_number && !(x > 0))
            continue;
        add_number(v, g, x);
        add_number(v, g, x - step);
        add_number(v, g, x + step);
    }
    if (d && (d->opaque || d->number)) {
        v->sampled = true;
        for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++)
            add_number(v, g, ladder[i]);
        if (g->min > -1e300)
            add_number(v, g, g->min);
        if (g->max < 1e300)
            add_number(v, g, g->max);
    }
    if (v->count == before)
        tier1__values_number(v, g->min > -1e300 ? g->min : 1);
}

static double number_or(const char *text, double otherwise)
{
    return text ? tier1__reads_number(text) : otherwise;
}

static struct range range_of(const struct wanted *w)
{
    struct range g = {number_or(w->min, -1e308), number_or(w->max, 1e308),
                      number_or(w->step, 0), 0, false};
    g.from = w->min && w->step ? g.min : 0;
    g.whole = w->type == TIER1_TYPE_INTEGER || w->type == TIER1_TYPE_SCALE ||
              w->type == TIER1_TYPE_DURATION;
    return g;
}

/* ---- times ------------------------------------------------------------- */

static void add_time(struct values *v, tier1_answer_type type, int64_t ms)
{
    char text[25];
    tier1__retell_time(text, ms);
    if (type == TIER1_TYPE_DATE) {
        text[10] = '\0';
        tier1__values_text(v, text);
    } else if (type == TIER1_TYPE_TIME) {
        text[16] = '\0';
        tier1__values_text(v, text + 11);
    } else {
        memcpy(text + 19, "Z", 2);
        tier1__values_text(v, text);
    }
}

static bool read_time(const char *text, tier1_answer_type type, int64_t *ms)
{
    struct line line = LINE_INIT;
    size_t length = strlen(text);
    if (type == TIER1_TYPE_TIME)
        tier1__line_say(&line, "2026-01-01T", text, length == 5 ? ":00Z" : "Z",
                        NULL);
    else
        tier1__line_say(&line, text, length == 10 ? "T00:00:00Z" : "", NULL);
    int rc = line.text ? tier1_time_read(ms, line.text) : TIER1_ENOMEM;
    tier1__line_dispose(&line);
    return rc == TIER1_OK;
}

static void times(struct values *v, const struct domain *d,
                  const struct wanted *w)
{
    static const double days[] = {0, 1, 2, 30, 365, 366, 3650};
    const int64_t day = 86400000;
    int64_t unit = w->type == TIER1_TYPE_DATE ? day : 60000, at = WORLD_NOW;
    if (w->min && read_time(w->min, w->type, &at) && at < WORLD_NOW)
        at = WORLD_NOW;
    if (w->max && !(w->min && at > WORLD_NOW))
        (void)read_time(w->max, w->type, &at);
    add_time(v, w->type, at);
    for (size_t i = 0; d && i < d->count; i++) {
        const struct literal *l = &d->literals[i];
        if (!l->is_number && read_time(l->text, w->type, &at))
            for (int64_t k = -1; k <= 1; k++)
                add_time(v, w->type, at + k * unit);
        for (int64_t k = -1; l->is_number && d->timed && k <= 1; k++) {
            int64_t n = (int64_t)l->number + k;
            add_time(v, w->type, WORLD_NOW - n * day);
            add_time(v, w->type, WORLD_NOW + n * day);
        }
    }
    for (size_t i = 0; d && d->timed && i < sizeof days / sizeof *days; i++) {
        add_time(v, w->type, WORLD_NOW - (int64_t)days[i] * day);
        add_time(v, w->type, WORLD_NOW + (int64_t)days[i] * day);
    }
    v->sampled = v->sampled || (d && (d->opaque || d->timed));
}

/* ---- texts ------------------------------------------------------------- */

static void by_mask(char *out, size_t room, const char *mask)
{
    size_t n = 0;
    for (; *mask && n < room - 1; mask++, n++)
        out[n] = *mask == '9'                   ? '1'
                 : *mask == 'A' || *mask == '*' ? 'A'
                                                : *mask;
    out[n] = '\0';
}

static const char *plain_text(const struct wanted *w, char *room, size_t size)
{
    switch (w->type) {
    case TIER1_TYPE_EMAIL:
        return "kim@example.org";
    case TIER1_TYPE_PHONE:
        return "+44 20 7946 0000";
    case TIER1_TYPE_URL:
        return "https://example.org";
    default:
        break;
    }
    if (w->mask) {
        by_mask(room, size, w->mask);
        return room;
    }
    if (w->pattern && tier1__values_pattern(room, size, w->pattern))
        return room;
    double least = number_or(w->min, 0), most = number_or(w->max, 1e9);
    size_t length = least > 9 ? (size_t)least : most < 9 ? (size_t)most : 9;
    if (length == 9)
        return "something";
    length = length < size - 1 ? length : size - 1;
    memset(room, 'x', length);
    room[length] = '\0';
    return room;
}

static void texts(struct values *v, const struct domain *d,
                  const struct wanted *w)
{
    char room[512];
    tier1__values_text(v, plain_text(w, room, sizeof room));
    for (size_t i = 0; d && i < d->count; i++)
        tier1__values_text(v, d->literals[i].text);
    /* a longer text may be wanted around it */
    for (size_t i = 0; d && d->opaque && w->pattern && i < d->count; i++) {
        struct line line = LINE_INIT;
        tier1__line_say(&line, tier1_value_text(v->items[0]), " ",
                        d->literals[i].text, NULL);
        if (line.text)
            tier1__values_text(v, line.text);
        tier1__line_dispose(&line);
    }
    if (d && (d->opaque || d->number)) {
        v->sampled = true;
        tier1__values_text(v, "1");
    }
}

static void file(struct values *v, const struct wanted *w)
{
    bool picture = w->accept && strstr(w->accept, "image");
    bool pdf = w->accept && !picture && strstr(w->accept, "pdf");
    const char *json =
        picture ? "{\"name\":\"picture.png\",\"type\":\"image/png\","
                  "\"size\":1,\"ref\":\"file-1\"}"
        : pdf   ? "{\"name\":\"page.pdf\",\"type\":\"application/pdf\","
                  "\"size\":1,\"ref\":\"file-1\"}"
                : "{\"name\":\"notes.txt\",\"type\":\"text/plain\","
                  "\"size\":1,\"ref\":\"file-1\"}";
    tier1_value *value = NULL;
    int rc = tier1_value_from_json(&value, v->engine, json, strlen(json));
    add_new(v, rc, value);
}

static void durations(struct values *v, const struct domain *d,
                      const struct wanted *w)
{
    struct values seconds = {.engine = v->engine};
    struct range g = range_of(w);
    numbers(&seconds, d, &g);
    for (size_t i = 0; i < seconds.count; i++) {
        struct line line = LINE_INIT;
        tier1__line_value(&line, v->engine, seconds.items[i]);
        tier1__line_add(&line, "s");
        if (line.text)
            tier1__values_text(v, line.text);
        v->nomem = v->nomem || line.failed;
        tier1__line_dispose(&line);
    }
    v->sampled = v->sampled || seconds.sampled;
    tier1__values_free(&seconds);
}

void tier1__values_typed(struct values *v, const struct reads *r, size_t domain,
                         const struct wanted *w)
{
    const struct domain *d = domain == TIER1_NONE ? NULL : &r->domains[domain];
    struct range g = range_of(w);
    switch (w->type) {
    case TIER1_TYPE_YES_NO:
        tier1__values_text(v, "yes");
        tier1__values_text(v, "no");
        return;
    case TIER1_TYPE_INTEGER:
    case TIER1_TYPE_NUMBER:
    case TIER1_TYPE_MONEY:
    case TIER1_TYPE_SCALE:
        numbers(v, d, &g);
        return;
    case TIER1_TYPE_DURATION:
        durations(v, d, w);
        return;
    case TIER1_TYPE_DATE:
    case TIER1_TYPE_TIME:
    case TIER1_TYPE_DATETIME:
        times(v, d, w);
        return;
    case TIER1_TYPE_FILE:
        file(v, w);
        v->sampled = v->sampled || (d && d->read);
        return;
    default:
        texts(v, d, w);
    }
}

/* ---- what a host says -------------------------------------------------- */

static void scalars(struct values *v, const struct domain *d)
{
    const struct range any = {-1e308, 1e308, 0, 0, false};
    bool words = false, figures = false;
    for (size_t i = 0; i < d->count; i++) {
        words = words || !d->literals[i].is_number;
        figures = figures || d->literals[i].is_number;
    }
    if (figures || (d->number && !words))
        numbers(v, d, &any);
    for (size_t i = 0; words && i < d->count; i++)
        tier1__values_text(v, d->literals[i].text);
    if (words)
        tier1__values_text(v, "something else");
    if ((d->tested && !words && !figures && !d->shown) || d->opaque) {
        tier1__values_boolean(v, true);
        tier1__values_boolean(v, false);
    }
    if (v->count == 0)
        tier1__values_text(v, d->name[0] ? d->name : "done");
    v->sampled = v->sampled || d->opaque || d->sized || d->member;
}

static void add_absent(struct values *v, bool map_field)
{
    if (map_field)
        tier1__values_add(v, NULL);
    else
        tier1__values_null(v);
}

static void result(struct values *v, const struct reads *r, size_t domain,
                   bool map_field, int depth)
{
    const struct domain *d = &r->domains[domain];
    struct values lists[16];
    const char *keys[16];
    size_t count = 0;
    for (size_t i = 0; i < r->domain_count && depth < 8; i++) {
        if (r->domains[i].parent != domain)
            continue;
        if (count == 16) {
            v->sampled = true;
            break;
        }
        lists[count] = (struct values){.engine = v->engine};
        keys[count] = r->domains[i].name;
        result(&lists[count], r, i, true, depth + 1);
        count++;
    }
    if (count == 0)
        scalars(v, d);
    else
        tier1__values_product(v, keys, lists, count, 48);
    if (d->tested || d->opaque)
        add_absent(v, map_field);
    v->sampled = v->sampled || d->opaque;
    for (size_t i = 0; i < count; i++)
        tier1__values_free(&lists[i]);
}

void tier1__values_result(struct values *v, const struct reads *r,
                          size_t domain)
{
    if (domain == TIER1_NONE)
        tier1__values_boolean(v, true);
    else
        result(v, r, domain, false, 0);
}
