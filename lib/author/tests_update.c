/* SPDX-License-Identifier: MIT */
/* A test file is rewritten. Nothing is given before it was read again and run:
 * what was rewritten passes, what passed does, and all else is the same. */
#include <string.h>

#include "author/mem.h"
#include "author/update.h"
#include "base/options.h"

/* A case that is looked at. */
struct looked {
    size_t index;
    bool passes; /* as it stands */
    char *name;  /* of one that fails */
    char *why;   /* why it is left */
    struct edits edits;
};

struct updating {
    tier1_updated result; /* the first member */
    tier1_case_change *changes;
    char *text;
    tier1_engine *engine;
    const char *name;
    const char *bytes;
    size_t length;
    struct lines lines;
    tier1_library *library;
    const tier1_case_options *options;
    tier1_tests *tests;
    struct looked *cases;
    size_t count;
};

static int leave(struct looked *l, const char *why)
{
    tier1__author_free(l->why);
    l->why = tier1__author_copy(why);
    return l->why ? TIER1_OK : TIER1_ENOMEM;
}

/* ---- what would make each pass ----------------------------------------- */

static int look_at(struct updating *u, size_t index)
{
    struct looked *l = &u->cases[u->count++];
    tier1_case_result *result = NULL;
    l->index = index;
    tier1__edits_init(&l->edits, &u->lines);
    int rc = tier1__tests_case(&result, u->tests, index, u->library, u->options,
                               &l->edits);
    if (rc != TIER1_OK)
        return rc;
    l->passes = result->status == TIER1_CASE_PASSED;
    if (!l->passes) {
        l->name = tier1__author_copy(result->name);
        if (l->edits.why || !l->edits.count)
            rc = leave(l, l->edits.why ? l->edits.why : result->message);
    }
    if (!l->passes && !l->name)
        rc = TIER1_ENOMEM;
    tier1_case_result_free(result);
    return rc;
}

static bool rewritten(const struct looked *l)
{
    return !l->passes && !l->why;
}

/* ---- the new file ------------------------------------------------------ */

static bool add(struct line *out, const char *bytes, size_t length)
{
    char room[513];
    for (size_t n; length > 0; bytes += n, length -= n) {
        n = length < sizeof room - 1 ? length : sizeof room - 1;
        memcpy(room, bytes, n);
        room[n] = '\0';
        tier1__line_add(out, room);
    }
    return !out->failed;
}

/* Cases stand one behind the other, and so do their edits. */
static int write(struct updating *u, struct line *out)
{
    size_t at = 0;
    for (size_t i = 0; i < u->count; i++) {
        const struct edits *e = &u->cases[i].edits;
        for (size_t j = 0; rewritten(&u->cases[i]) && j < e->count; j++) {
            if (e->items[j].from < at)
                return leave(&u->cases[i],
                             "what it expects is shared by an alias");
            add(out, u->bytes + at, e->items[j].from - at);
            tier1__line_add(out, e->items[j].text);
            at = e->items[j].to;
        }
    }
    return add(out, u->bytes + at, u->length - at) ? TIER1_OK : TIER1_ENOMEM;
}

/* Is all the same but for what cases expect? */
static bool same_but(const tier1_node *a, const tier1_node *b, const char *key)
{
    if (a->kind != TIER1_NODE_MAP || b->kind != TIER1_NODE_MAP ||
        a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!tier1__node_same(a->pairs[i].key, b->pairs[i].key) ||
            (strcmp(a->pairs[i].key->text, key) != 0 &&
             !tier1__node_same(a->pairs[i].value, b->pairs[i].value)))
            return false;
    return true;
}

static bool same_file(const tier1_tests *old, const tier1_tests *fresh)
{
    if (old->count != fresh->count ||
        !same_but(tier1_document_root(old->doc),
                  tier1_document_root(fresh->doc), "cases"))
        return false;
    for (size_t i = 0; i < old->count; i++)
        if (!same_but(old->cases[i].node, fresh->cases[i].node, "expect"))
            return false;
    return true;
}

static int leave_all(struct updating *u, const char *why)
{
    int rc = TIER1_OK;
    for (size_t i = 0; i < u->count && rc == TIER1_OK; i++)
        if (rewritten(&u->cases[i]))
            rc = leave(&u->cases[i], why);
    return rc;
}

/* Runs the new file. A case that does not pass is left as it was, and then the
 * file has to be written once more: `*good` is false. */
static int run_again(struct updating *u, const tier1_tests *fresh, bool *good)
{
    int rc = TIER1_OK;
    for (size_t i = 0; i < u->count && rc == TIER1_OK; i++) {
        struct looked *l = &u->cases[i];
        tier1_case_result *result = NULL;
        if (l->why)
            continue;
        rc = tier1__tests_case(&result, fresh, l->index, u->library, u->options,
                               NULL);
        bool passes = rc == TIER1_OK && result->status == TIER1_CASE_PASSED;
        if (rc == TIER1_OK && !passes && l->passes)
            rc = leave_all(u, "a case that passes would fail then");
        else if (rc == TIER1_OK && !passes)
            rc = leave(l, "what it comes to cannot be written so that it "
                          "passes");
        *good = *good && passes;
        tier1_case_result_free(result);
    }
    return rc;
}

static size_t count_rewritten(const struct updating *u)
{
    size_t count = 0;
    for (size_t i = 0; i < u->count; i++)
        count += rewritten(&u->cases[i]);
    return count;
}

static int make(struct updating *u)
{
    int rc = TIER1_OK;
    bool good = false;
    while (!good && rc == TIER1_OK) {
        struct line text = LINE_INIT;
        tier1_tests *fresh = NULL;
        size_t before = count_rewritten(u);
        if (!before)
            return TIER1_OK;
        rc = write(u, &text);
        if (rc == TIER1_OK && count_rewritten(u) == before)
            rc = tier1_tests_load(&fresh, NULL, u->engine, u->name, text.text,
                                  text.length);
        good = fresh && same_file(u->tests, fresh);
        if (rc == TIER1_EINVALID || (fresh && !good))
            rc = leave_all(u, "what the cases come to cannot be written here");
        if (rc == TIER1_OK && good)
            rc = run_again(u, fresh, &good);
        tier1_tests_free(fresh);
        if (good && rc == TIER1_OK) {
            u->text = text.text;
            u->result.length = text.length;
        } else {
            tier1__line_dispose(&text);
        }
    }
    u->result.text = u->text;
    return rc;
}

/* ---- what is told ------------------------------------------------------ */

static int tell(struct updating *u)
{
    u->changes = tier1__author_new(u->count + 1, sizeof(*u->changes));
    if (!u->changes)
        return TIER1_ENOMEM;
    for (size_t i = 0; i < u->count; i++) {
        const struct looked *l = &u->cases[i];
        if (l->passes)
            continue;
        u->changes[u->result.count++] = (tier1_case_change){
            .name = l->name,
            .line = u->tests->cases[l->index].node->line,
            .what = l->why ? NULL : l->edits.what.text,
            .why = l->why,
        };
    }
    u->result.cases = u->changes;
    return TIER1_OK;
}

static int update(struct updating *u, int (*choose)(void *ud, const char *name),
                  void *ud)
{
    int rc = tier1_tests_load(&u->tests, NULL, u->engine, u->name, u->bytes,
                              u->length);
    if (rc == TIER1_OK && !tier1_library_find(u->library, u->tests->flow->text))
        rc = TIER1_ENOTFOUND;
    if (rc != TIER1_OK)
        return rc;
    u->cases = tier1__author_new(u->tests->count + 1, sizeof(*u->cases));
    if (!u->cases || !tier1__lines_find(&u->lines, u->bytes, u->length))
        return TIER1_ENOMEM;
    for (size_t i = 0; i < u->tests->count && rc == TIER1_OK; i++)
        if (!choose || choose(ud, u->tests->cases[i].name))
            rc = look_at(u, i);
    if (rc == TIER1_OK)
        rc = make(u);
    return rc == TIER1_OK ? tell(u) : rc;
}

int tier1_tests_update(tier1_updated **out, tier1_engine *engine,
                       const char *name, const char *bytes, size_t length,
                       tier1_library *library,
                       const tier1_case_options *options,
                       int (*choose)(void *ud, const char *name), void *ud)
{
    tier1_case_options whole = TIER1_CASE_OPTIONS_INIT;
    options = TIER1__OPTIONS(CASE, options, &whole);
    if (!out || !engine || !name || !bytes || !library || !options)
        return TIER1_EMISUSE;
    *out = NULL;
    struct updating *u = tier1__author_new(1, sizeof(*u));
    if (!u)
        return TIER1_ENOMEM;
    tier1_case_options uncounted = *options;
    uncounted.coverage = NULL;
    u->engine = engine;
    u->name = name;
    u->bytes = bytes;
    u->length = length;
    u->library = library;
    u->options = &uncounted;
    int rc = update(u, choose, ud);
    if (rc == TIER1_OK)
        *out = &u->result;
    else
        tier1_updated_free(&u->result);
    return rc;
}

void tier1_updated_free(tier1_updated *updated)
{
    /* The result is the first member. */
    struct updating *u = (struct updating *)(void *)updated;
    if (!u)
        return;
    for (size_t i = 0; i < u->count; i++) {
        tier1__author_free(u->cases[i].name);
        tier1__author_free(u->cases[i].why);
        tier1__edits_dispose(&u->cases[i].edits);
    }
    tier1_tests_free(u->tests);
    tier1__author_free(u->cases);
    tier1__author_free(u->lines.starts);
    tier1__author_free(u->changes);
    tier1__author_free(u->text);
    tier1__author_free(u);
}
