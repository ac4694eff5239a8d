/* SPDX-License-Identifier: MIT */
/* What hooks may ask of their session: answers, visits, what was tried. Built
 * for the one call that asks, of just the fields that it names. */
#include <string.h>

#include "base/time.h"
#include "run/run.h"

/* Fills one entry of a map by step. */
typedef const tier1_value *(*entry_fn)(struct walk *w,
                                       const struct frame *frame,
                                       const struct step *step,
                                       struct arena *a);

static const tier1_value *latest(struct walk *w, const struct frame *frame,
                                 const struct step *step, struct arena *a)
{
    (void)a;
    for (size_t i = w->now.visit_count; i > 0; i--) {
        const struct visit *v = &w->now.visits[i - 1];
        if (v->frame == frame && v->step == step && v->answer)
            return v->answer;
    }
    return &tier1__value_null;
}

static const tier1_value *all_answers(struct walk *w, const struct frame *frame,
                                      const struct step *step, struct arena *a)
{
    struct value_builder list;
    tier1__builder_init(&list, a);
    for (size_t i = 0; i < w->now.visit_count; i++) {
        const struct visit *v = &w->now.visits[i];
        if (v->frame == frame && v->step == step && v->answer)
            tier1__builder_add(&list, NULL, v->answer);
    }
    return tier1__builder_list(&list);
}

static const tier1_value *visits(struct walk *w, const struct frame *frame,
                                 const struct step *step, struct arena *a)
{
    return tier1__value_integer(a, tier1__walk_visits(w, frame, step));
}

static uint32_t refusals(const struct walk *w, const struct frame *frame,
                         const struct step *step)
{
    for (size_t i = w->now.visit_count; i > 0; i--) {
        const struct visit *v = &w->now.visits[i - 1];
        if (v->frame == frame && v->step == step)
            return v->refusals;
    }
    return 0;
}

static const tier1_value *refused(struct walk *w, const struct frame *frame,
                                  const struct step *step, struct arena *a)
{
    return tier1__value_integer(a, refusals(w, frame, step));
}

static void add(struct value_builder *map, const char *key,
                const tier1_value *v)
{
    if (!v || tier1_value_kind(v) != TIER1_NULL)
        tier1__builder_add(map, key, v);
}

/* A map by step: the fields that are named, or all steps. */
static const tier1_value *by_step(struct walk *w, const struct frame *frame,
                                  const struct hook_name *name, struct arena *a,
                                  entry_fn entry)
{
    const tier1_flow *flow = frame->flow;
    struct value_builder map;

    tier1__builder_init(&map, a);
    for (size_t i = 0; !name->whole && i < name->field_count; i++) {
        uint32_t step = tier1__flow_step(flow, name->fields[i]);
        if (step != MAP_NONE)
            add(&map, name->fields[i], entry(w, frame, &flow->steps[step], a));
    }
    for (size_t i = 0; name->whole && i < flow->step_count; i++)
        add(&map, flow->steps[i].id, entry(w, frame, &flow->steps[i], a));
    return tier1__builder_map(&map);
}

const tier1_value *tier1__context_field(struct walk *w,
                                        const struct frame *frame,
                                        uint32_t context, const char *step,
                                        struct arena *a, tier1_value *count)
{
    uint32_t index = tier1__flow_step(frame->flow, step);
    const struct step *s;

    if (index == MAP_NONE)
        return &tier1__value_null;
    s = &frame->flow->steps[index];
    memset(count, 0, sizeof *count);
    count->type = TIER1_INTEGER;
    switch ((enum context)context) {
    case CONTEXT_ANSWERS:
        return latest(w, frame, s, a);
    case CONTEXT_HISTORY:
        return all_answers(w, frame, s, a);
    case CONTEXT_VISITS:
        count->as.integer = tier1__walk_visits(w, frame, s);
        return count;
    case CONTEXT_REFUSED:
        count->as.integer = refusals(w, frame, s);
        return count;
    default:
        return &tier1__value_null;
    }
}

/* Results of remedies before this session. */
static const char *tried_before(const struct walk *w, const char *name)
{
    const tier1_value *list = w->session->awake->begin.history;
    for (size_t i = tier1_value_count(list); i > 0; i--) {
        const tier1_value *item = tier1_value_at(list, i - 1);
        const char *remedy = tier1_value_text(tier1_value_get(item, "remedy"));
        const char *result = tier1_value_text(tier1_value_get(item, "result"));
        if (remedy && strcmp(remedy, name) == 0)
            return result ? result : "failed";
    }
    return NULL;
}

const char *tier1__tried(const struct walk *w, const struct frame *frame,
                         const char *name)
{
    for (size_t i = w->now.visit_count; i > 0; i--) {
        const struct visit *v = &w->now.visits[i - 1];
        bool own = v->frame == frame && strcmp(v->step->id, name) == 0;
        bool shared =
            v->step->more->remedy && strcmp(v->step->more->remedy, name) == 0;
        if (v->step->kind == TIER1_KIND_TRY && v->result && (own || shared))
            return v->result;
    }
    return tried_before(w, name);
}

static void add_tried(struct walk *w, const struct frame *frame,
                      struct value_builder *map, const char *name)
{
    const char *result = tier1__tried(w, frame, name);
    if (result)
        tier1__builder_add(
            map, name, tier1__value_text(map->arena, result, strlen(result)));
}

/* Every remedy and step that was tried; the names may repeat, and the later
 * entry is the same. */
static const tier1_value *tried(struct walk *w, const struct frame *frame,
                                const struct hook_name *name, struct arena *a)
{
    const tier1_value *before = w->session->awake->begin.history;
    struct value_builder map;

    tier1__builder_init(&map, a);
    for (size_t i = 0; !name->whole && i < name->field_count; i++)
        add_tried(w, frame, &map, name->fields[i]);
    for (size_t i = 0; name->whole && i < tier1_value_count(before); i++) {
        const char *remedy = tier1_value_text(
            tier1_value_get(tier1_value_at(before, i), "remedy"));
        if (remedy)
            add_tried(w, frame, &map, remedy);
    }
    for (size_t i = 0; name->whole && i < w->now.visit_count; i++) {
        const struct step *s = w->now.visits[i].step;
        if (s->more->remedy)
            add_tried(w, frame, &map, s->more->remedy);
        if (s->kind == TIER1_KIND_TRY && w->now.visits[i].frame == frame)
            add_tried(w, frame, &map, s->id);
    }
    return tier1__builder_map(&map);
}

static const tier1_value *text(struct arena *a, const char *text)
{
    return text ? tier1__value_text(a, text, strlen(text)) : &tier1__value_null;
}

static const tier1_value *of_session(const struct walk *w, struct arena *a)
{
    struct value_builder map;
    tier1__builder_init(&map, a);
    tier1__builder_text(&map, "id", tier1__begin_id(&w->session->awake->begin));
    tier1__builder_text(&map, "channel", w->session->awake->begin.channel);
    tier1__builder_text(&map, "owner", w->now.owner);
    return tier1__builder_map(&map);
}

static const tier1_value *of_flow(const struct frame *frame, struct arena *a)
{
    struct value_builder map;
    tier1__builder_init(&map, a);
    tier1__builder_text(&map, "id", frame->flow->info.id);
    tier1__builder_text(&map, "version", frame->flow->info.version);
    return tier1__builder_map(&map);
}

static const tier1_value *now(const struct walk *w, struct arena *a)
{
    char out[TIME_TEXT];
    if (!w->now.now)
        return &tier1__value_null;
    return tier1__value_text(a, out, tier1__time_from_ms(out, w->now.now));
}

const tier1_value *tier1__context(struct walk *w, const struct frame *frame,
                                  const struct hook_name *name,
                                  const tier1_value *answer, struct arena *a)
{
    const tier1_session *s = w->session;
    switch ((enum context)name->index) {
    case CONTEXT_ANSWER:
        return answer ? answer : &tier1__value_null;
    case CONTEXT_ANSWERS:
        return by_step(w, frame, name, a, latest);
    case CONTEXT_HISTORY:
        return by_step(w, frame, name, a, all_answers);
    case CONTEXT_VISITS:
        return by_step(w, frame, name, a, visits);
    case CONTEXT_REFUSED:
        return by_step(w, frame, name, a, refused);
    case CONTEXT_TRIED:
        return tried(w, frame, name, a);
    case CONTEXT_ELAPSED:
        return tier1__value_integer(a,
                                    (w->now.now - s->awake->begin.at) / 1000);
    case CONTEXT_NOW:
        return now(w, a);
    case CONTEXT_AUDIENCE:
        return text(a, s->awake->begin.audience == AUDIENCE_AGENT ? "agent"
                                                                  : "customer");
    case CONTEXT_LANGUAGE:
        return text(a, tier1__walk_language(w));
    case CONTEXT_SESSION:
        return of_session(w, a);
    case CONTEXT_FLOW:
        return of_flow(frame, a);
    default:
        return &tier1__value_null;
    }
}
