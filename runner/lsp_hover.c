/* SPDX-License-Identifier: MIT */
/* What is to be known of a step or a variable, in a few lines. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lsp_keys.h"
#include "lsp_uses.h"
#include "runner.h"

static const char *kind_word(const tier1_flow *flow, size_t step)
{
    tier1_step_info info;
    if (!tier1_chart_step(flow, step, &info))
        return "";
    const char *word = tier1_kind_text(info.kind);
    return word ? word : "";
}

static void condition(struct text *out, const char *word,
                      const tier1_hook *hook)
{
    tier1_hook_info info;
    if (hook && tier1_hook_about(hook, &info))
        text_format(out, ", %s `%.*s`", word, (int)info.length, info.source);
}

static void way(struct text *out, const tier1_exit *e, const char *other)
{
    text_add(out, e->rule);
    if (e->choice)
        text_format(out, " %s", e->choice);
    if (e->number > 1)
        text_format(out, " %d", e->number);
    condition(out, "when", e->when);
    condition(out, "offered when", e->offer);
    text_format(out, " → %s\n", other);
}

static void ways(struct text *out, const tier1_flow *flow, size_t step)
{
    tier1_step_info info;
    tier1_exit e;
    size_t before = out->length;
    for (size_t i = 0; tier1_chart_exit(flow, step, i, &e); i++) {
        text_add(out, "- ");
        way(out, &e, e.step ? e.step : e.code ? e.code : "an end");
    }
    if (out->length == before)
        text_add(out, "- no way out\n");
    text_add(out, "\nFrom:\n\n");
    before = out->length;
    if (tier1_chart_start(flow) == step)
        text_add(out, "- the start\n");
    for (size_t i = 0; tier1_chart_step(flow, i, &info); i++)
        for (size_t j = 0; tier1_chart_exit(flow, i, j, &e); j++)
            if (e.index == step) {
                text_format(out, "- %s: ", info.id);
                way(out, &e, "here");
            }
    if (out->length == before)
        text_add(out, "- nowhere\n");
}

static bool ends(const tier1_flow *flow, size_t step)
{
    tier1_step_info info;
    return tier1_chart_step(flow, step, &info) &&
           (info.kind == TIER1_KIND_RESOLVE ||
            info.kind == TIER1_KIND_ESCALATE || info.kind == TIER1_KIND_RETURN);
}

/* How many steps it is to the nearest end; TIER1_NONE: none can be reached. */
static size_t distance(const tier1_flow *flow, size_t step)
{
    size_t count = tier1_flow_about(flow)->step_count, first = 0, last = 0;
    size_t *queue = make(count + 1, sizeof(*queue));
    size_t *far = make(count + 1, sizeof(*far)); /* from 1 */
    size_t found = TIER1_NONE;
    queue[last++] = step;
    far[step] = 1;
    while (first < last && found == TIER1_NONE) {
        size_t at = queue[first++];
        tier1_exit e;
        size_t i = 0;
        for (; tier1_chart_exit(flow, at, i, &e); i++) {
            if (!e.step && e.end != TIER1_OPEN)
                found = far[at];
            if (e.step && e.index < count && !far[e.index]) {
                far[e.index] = far[at] + 1;
                queue[last++] = e.index;
            }
        }
        if (!i || ends(flow, at))
            found = far[at] - 1;
    }
    free(queue);
    free(far);
    return found;
}

static void about_step(struct text *out, const tier1_flow *flow, size_t step,
                       const char *name)
{
    tier1_buf words = TIER1_BUF_INIT;
    size_t far = distance(flow, step);
    text_format(out, "**%s** (%s)\n\n", name, kind_word(flow, step));
    if (tier1_chart_text(&words, flow, step, TIER1_TEXT_MAIN, 0) == TIER1_OK &&
        words.len)
        text_format(out, "%s\n\n", words.ptr);
    tier1_buf_dispose(&words);
    ways(out, flow, step);
    if (far == TIER1_NONE)
        text_add(out, "\nNo end can be reached from here.");
    else if (far == 0)
        text_add(out, "\nAn end.");
    else
        text_format(out, "\nThe nearest end is %zu step%s away.", far,
                    far == 1 ? "" : "s");
}

/* The steps in which it is set, or read. */
static void steps_of(struct text *out, const struct places *p, const char *name,
                     bool sets)
{
    size_t last = PLACES_NONE, count = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct place *one = &p->items[i];
        bool own = one->kind == PLACE_STEP && one->role == PLACE_DEFINES;
        bool set = one->role != PLACE_USES;
        if (!places_same(one, name) || one->step == PLACES_NONE ||
            set != sets || one->step == last)
            continue;
        if (one->kind == PLACE_STEP && !own)
            continue;
        const struct place *step = places_step_at(p, one->step);
        text_format(out, "%s%s", count++ ? ", " : "", step ? step->name : "?");
        last = one->step;
    }
    if (!count)
        text_add(out, "nobody");
}

static bool about_variable(struct text *out, const tier1_flow *flow,
                           const struct places *p, const char *name)
{
    tier1_variable_info v;
    for (size_t i = 0; tier1_flow_variable(flow, i, &v); i++) {
        if (strcmp(v.name, name) != 0)
            continue;
        text_format(out, "**%s** (%s%s%s)\n\n", name, v.type ? v.type : "any",
                    v.given ? ", given" : "", v.sensitive ? ", sensitive" : "");
        if (v.label)
            text_format(out, "%s\n\n", v.label);
        text_add(out, "Set by: ");
        steps_of(out, p, name, true);
        text_add(out, "\n\nRead by: ");
        steps_of(out, p, name, false);
        return true;
    }
    return false;
}

static const tier1_flow *flow_of(struct lsp *s, const struct doc *d,
                                 const struct target *t, const struct places *p)
{
    const struct doc *open = docs_by_path(s, t->path);
    const tier1_library *library = d->library;
    if (open && open->library) /* newer than what others loaded of it */
        library = open->library;
    if (!library || !p->flow)
        return NULL;
    return tier1_library_find(library, p->flow);
}

/* A key of the format, in the words of the reference. */
static bool about_key(struct lsp *s, struct text *out, struct doc *d,
                      size_t offset, struct key_place *key)
{
    tier1_document *doc = NULL;
    int rc = tier1_document_read(&doc, NULL, s->engine, d->path, d->page.s,
                                 d->page.length);
    bool found = need_memory(rc) == TIER1_OK &&
                 keys_at(key, d->places.kind, tier1_document_root(doc),
                         &d->page, offset);
    if (found)
        text_format(out, "**%s**\n\n%s", key->key, key->text);
    tier1_document_free(doc);
    return found;
}

tier1_value *lsp_hover(struct lsp *s, const tier1_value *params,
                       struct text *problem)
{
    size_t offset = 0;
    struct doc *d = lsp_where(s, params, &offset);
    struct target t = target_around(s, params);
    struct text out = TEXT_INIT;
    tier1_value *result = NULL;
    bool own = false;
    (void)problem;
    if (d)
        diagnostics_check(s);
    struct places *p =
        t.path && !t.is_flow ? docs_names(s, t.path, &own) : NULL;
    struct key_place key = {.key = NULL};
    const tier1_flow *flow = p ? flow_of(s, d, &t, p) : NULL;
    size_t step = flow ? tier1_chart_find(flow, t.name) : TIER1_NONE;
    bool is_key = !t.place && d && d->ours && d->read &&
                  about_key(s, &out, d, offset, &key);
    if (!is_key && step != TIER1_NONE)
        about_step(&out, flow, step, t.name);
    else if (!is_key && flow)
        about_variable(&out, flow, p, t.name);
    if (out.length) {
        tier1_value *contents = json_map(s->wire);
        result = json_map(s->wire);
        json_put_text(s->wire, contents, "kind", "markdown");
        json_put_text(s->wire, contents, "value", text_get(&out));
        json_put(result, "contents", contents);
        if (is_key)
            json_put(result, "range",
                     lsp_range(s, &d->page, key.at, key.at + key.length));
        else if (t.place)
            json_put(result, "range",
                     lsp_range(s, t.page, t.place->at,
                               t.place->at + t.place->length));
    }
    text_free(&out);
    if (own) {
        places_free(p);
        free(p);
    }
    target_free(&t);
    return result;
}
