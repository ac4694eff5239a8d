/* SPDX-License-Identifier: MIT */
/* Waiting for the world: a host function that answers later, a colleague's
 * advice, a pause before another try.
 *
 * A hook that waits is given up; what was said so far lies with the record.
 * When the missing part comes, the record is applied again from its start and
 * is told what it was told, up to there. */
#include <string.h>

#include "base/digest.h"
#include "run/meaning.h"
#include "run/run.h"

static size_t count_calls(const struct record *r)
{
    size_t n = 0;
    for (const struct host_result *c = r ? r->calls : NULL; c; c = c->next)
        n++;
    return n;
}

/* The same wait has the same token wherever the session is taken up again;
 * no two waits of a session have the same one. */
uint64_t tier1__wait_token(const struct walk *w)
{
    struct beginning *b = &w->session->awake->begin;
    uint64_t place[2] = {0, count_calls(w->record)}, token = 0;
    struct sha256 d;
    uint8_t bytes[32];

    if (w->record)
        place[0] = (uint64_t)(w->record - w->now.records);
    tier1__sha256_init(&d);
    tier1__sha256_add(&d, tier1__begin_seed(b), SEED_BYTES);
    for (int i = 0; i < 16; i++) {
        uint8_t byte = (uint8_t)(place[i / 8] >> (i % 8 * 8));
        tier1__sha256_add(&d, &byte, 1);
    }
    tier1__sha256_end(&d, bytes);
    for (int i = 0; i < 8; i++)
        token = token << 8 | bytes[i];
    return token ? token : 1;
}

int tier1__wait_begin(struct walk *w, tier1_wait_kind kind,
                      const struct host_result *call, int64_t seconds)
{
    const struct step *s = w->at;
    w->now.wait_hook = w->hooks;
    w->now.wait = (tier1_wait){.kind = kind, .token = tier1__wait_token(w)};
    if (call && kind == TIER1_WAIT_HOST) {
        w->now.wait.name = call->name;
        w->now.wait.args = call->args;
        w->now.wait.arg_count = call->arg_count;
    }
    if (s && kind == TIER1_WAIT_ADVICE)
        w->now.wait.to = s->more->to;
    if (seconds && w->now.now)
        w->now.wait.deadline = w->now.now + seconds * 1000;
    return SUSPENDED;
}

/* Takes over what was said next, and goes on to what comes after it. */
static int take(struct walk *w, struct host_result *out)
{
    const struct host_result *told = w->feed;

    out->failure = told->failure;
    out->at = told->at;
    out->late = told->late;
    if (told->value)
        out->value = tier1__value_copy(&w->arena, told->value);
    out->message = tier1__arena_copy(&w->arena, told->message);
    if ((told->value && !out->value) || (told->message && !out->message))
        return tier1__walk_failed(w);
    if (told->at > w->now.now) /* what follows, follows from then on */
        w->now.now = told->at;
    w->feed = told->next;
    return GO_ON;
}

int tier1__wait_fed(struct walk *w, tier1_wait_kind kind, const char *name,
                    struct host_result *out, bool *fed)
{
    const struct host_result *told = w->feed;

    *fed = told != NULL;
    if (!told)
        return w->replaying ? TIER1_EREPLAY : GO_ON;
    if (told->kind != kind || (name && strcmp(told->name, name) != 0))
        return TIER1_EREPLAY;
    return take(w, out);
}

/* The words of what a colleague was asked come last, and may differ where they
 * mean the same. */
static bool same_call(const struct walk *w, const struct host_result *a,
                      const struct host_result *b)
{
    size_t n = a->arg_count;

    if (a->kind != b->kind || strcmp(a->name, b->name) != 0 ||
        a->arg_count != b->arg_count)
        return false;
    if (a->kind != TIER1_WAIT_HOST && n && w->reworded)
        n--;
    for (size_t i = 0; i < n; i++)
        if (!tier1__value_same(a->args[i], b->args[i]))
            return false;
    return true;
}

int tier1__wait_pooled(struct walk *w, struct host_result *out, bool *fed)
{
    struct host_result *found = NULL;
    int rc;

    for (size_t i = 0; i < w->pool_count && !found; i++)
        if (w->pool[i] && same_call(w, w->pool[i], out)) {
            found = w->pool[i];
            w->pool[i] = NULL;
        }
    *fed = found != NULL;
    if (!found)
        return GO_ON;
    w->feed = found;
    rc = take(w, out);
    w->feed = NULL;
    return rc;
}

int tier1__wait_again(struct walk *w)
{
    const struct host_result *told = w->feed;
    struct host_result *r = tier1__walk_alloc(w, sizeof *r);
    const tier1_value **args =
        tier1__arena_array(&w->arena, told->arg_count, sizeof *args);
    int rc;

    if (!r || !args)
        return tier1__walk_failed(w);
    for (size_t i = 0; i < told->arg_count; i++)
        if (!(args[i] = tier1__value_copy(&w->arena, told->args[i])))
            return tier1__walk_failed(w);
    *r = (struct host_result){.kind = told->kind,
                              .hook = told->hook,
                              .line = told->line,
                              .name = tier1__arena_copy(&w->arena, told->name),
                              .args = args,
                              .arg_count = told->arg_count};
    rc = r->name ? take(w, r) : tier1__walk_failed(w);
    return rc == GO_ON ? tier1__wait_keep(w, r) : rc;
}

static void link_behind(struct host_result **first, struct host_result *r)
{
    while (*first)
        first = &(*first)->next;
    *first = r;
}

/* A record's results are one chain, of which a visit has a part; a replayed
 * record keeps its own, and the visit has a chain for itself. */
int tier1__wait_keep(struct walk *w, struct host_result *r)
{
    struct visit *last;

    w->said++;
    if (w->record)
        link_behind(&w->record->calls, r);
    if (w->now.visit_count == 0)
        return GO_ON;
    last = tier1__walk_edit(w, w->now.visit_count - 1);
    if (!last)
        return tier1__walk_failed(w);
    if (!last->calls)
        last->calls = r;
    else if (!w->record)
        link_behind(&last->calls, r);
    last->call_count++;
    return GO_ON;
}

/* What is asked, so that it is told from what is asked elsewhere. */
static int name_asked(struct walk *w, struct host_result *r)
{
    const tier1_value **args = tier1__arena_array(&w->arena, 2, sizeof *args);
    char asked[MEANING_HEX], words[MEANING_HEX];

    tier1__meaning_advised(w->now.frame, w->at,
                           w->session->awake->begin.audience, asked, words);
    if (!args ||
        !(args[0] = tier1__value_text(&w->arena, asked, strlen(asked))) ||
        !(args[1] = tier1__value_text(&w->arena, words, strlen(words))))
        return tier1__walk_failed(w);
    r->args = args;
    r->arg_count = 2;
    return GO_ON;
}

/* Where what was said is of no use any more. */
int tier1__wait_drop(struct walk *w, const struct host_result *said)
{
    struct visit *v = tier1__walk_edit(w, w->now.visit_count - 1);
    struct host_result **r = w->record ? &w->record->calls : NULL;

    if (!v)
        return tier1__walk_failed(w);
    while (r && *r && *r != said)
        r = &(*r)->next;
    if (r && *r)
        *r = NULL;
    v->calls = v->calls == said ? NULL : v->calls;
    v->call_count--;
    w->said--;
    return GO_ON;
}

int tier1__wait(struct walk *w, tier1_wait_kind kind, int64_t seconds,
                struct host_result **said)
{
    struct host_result *r = tier1__walk_alloc(w, sizeof *r);
    bool fed = false;
    int rc;

    if (!r)
        return tier1__walk_failed(w);
    r->kind = (uint8_t)kind;
    r->hook = w->hooks;
    r->name = "";
    rc = name_asked(w, r);
    if (rc == GO_ON)
        rc = tier1__wait_fed(w, kind, NULL, r, &fed);
    if (rc == GO_ON && !fed)
        rc = tier1__wait_pooled(w, r, &fed);
    if (rc != GO_ON)
        return rc;
    if (!fed)
        return tier1__wait_begin(w, kind, NULL, seconds);
    *said = r;
    return tier1__wait_keep(w, r);
}

int tier1__suspend(struct walk *w)
{
    w->now.status = TIER1_WAIT;
    w->now.outcome =
        (tier1_outcome){.flow = w->now.frame->flow->info.id, .step = w->at->id};
    if (w->record)
        w->record->open = true;
    return tier1__redraw(w);
}
