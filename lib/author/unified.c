/* SPDX-License-Identifier: MIT */
/* The differences of two texts in the form that `patch` reads. */
#include <tier1/format.h>

#include <string.h>

#include <tier1/library.h>

#include "author/lcs.h"
#include "author/line.h"
#include "author/mem.h"

/* Lines around a change. */
#define AROUND 3

struct side {
    const char *text;
    size_t length;
    size_t *starts; /* of lines, and of what is behind them */
    size_t count;
    unsigned char *kept;
    uint64_t *sums; /* of lines, to tell most apart by */
};

struct both {
    struct side old, fresh;
};

static uint64_t sum_of(const char *bytes, size_t length)
{
    uint64_t sum = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    return sum;
}

static bool split(struct side *s)
{
    size_t count = 1, at = 0;
    for (size_t i = 0; i < s->length; i++)
        count += s->text[i] == '\n';
    s->starts = tier1__author_new(count + 1, sizeof(*s->starts));
    s->kept = tier1__author_new(count, 1);
    s->sums = tier1__author_new(count, sizeof(*s->sums));
    if (!s->starts || !s->kept || !s->sums)
        return false;
    while (at < s->length) {
        const char *feed = memchr(s->text + at, '\n', s->length - at);
        size_t next = feed ? (size_t)(feed - s->text) + 1 : s->length;
        s->sums[s->count] = sum_of(s->text + at, next - at);
        s->starts[s->count++] = at;
        at = next;
    }
    s->starts[s->count] = s->length;
    return true;
}

static bool same(void *ud, size_t i, size_t j)
{
    const struct both *b = ud;
    size_t length = b->old.starts[i + 1] - b->old.starts[i];
    return b->old.sums[i] == b->fresh.sums[j] &&
           length == b->fresh.starts[j + 1] - b->fresh.starts[j] &&
           memcmp(b->old.text + b->old.starts[i],
                  b->fresh.text + b->fresh.starts[j], length) == 0;
}

static void write_line(struct line *out, const char *sign, const struct side *s,
                       size_t i)
{
    size_t from = s->starts[i], to = s->starts[i + 1];
    tier1__line_add(out, sign);
    tier1__line_bytes(out, s->text + from, to - from);
    if (s->text[to - 1] != '\n')
        tier1__line_add(out, "\n\\ No newline at end of file\n");
}

static void write_range(struct line *out, const char *sign, size_t from,
                        size_t to)
{
    tier1__line_add(out, sign);
    tier1__line_number(out, to > from ? from + 1 : from);
    if (to - from != 1) {
        tier1__line_add(out, ",");
        tier1__line_number(out, to - from);
    }
}

/* What is at two places, or from one to the next. */
struct at {
    size_t old, fresh;
};

static bool changes(const struct both *b, struct at at)
{
    return (at.old < b->old.count && !b->old.kept[at.old]) ||
           (at.fresh < b->fresh.count && !b->fresh.kept[at.fresh]);
}

/* Over what changes here. */
static struct at over(const struct both *b, struct at at)
{
    while (at.old < b->old.count && !b->old.kept[at.old])
        at.old++;
    while (at.fresh < b->fresh.count && !b->fresh.kept[at.fresh])
        at.fresh++;
    return at;
}

/* The end of the changes that begin at a place and are near to each other. */
static struct at hunk_end(const struct both *b, struct at at)
{
    struct at end = over(b, at);
    for (;;) {
        struct at next = end;
        size_t between = 0;
        while (next.old < b->old.count && !changes(b, next)) {
            next.old++;
            next.fresh++;
            between++;
        }
        if (!changes(b, next) || between > 2 * AROUND)
            return end;
        end = over(b, next);
    }
}

static void write_hunk(const struct both *b, struct line *out, struct at from,
                       struct at to)
{
    size_t before = from.old < AROUND ? from.old : AROUND;
    size_t left = b->old.count - to.old;
    size_t behind = left < AROUND ? left : AROUND;
    struct at at = {from.old - before, from.fresh - before};
    write_range(out, "@@ -", at.old, to.old + behind);
    write_range(out, " +", at.fresh, to.fresh + behind);
    tier1__line_add(out, " @@\n");
    while (at.old < to.old + behind || at.fresh < to.fresh + behind) {
        if (at.old < b->old.count && !b->old.kept[at.old]) {
            write_line(out, "-", &b->old, at.old++);
        } else if (at.fresh < b->fresh.count && !b->fresh.kept[at.fresh]) {
            write_line(out, "+", &b->fresh, at.fresh++);
        } else {
            write_line(out, " ", &b->old, at.old++);
            at.fresh++;
        }
    }
}

static void write_hunks(const struct both *b, struct line *out,
                        const char *old_name, const char *new_name)
{
    struct at at = {0, 0};
    bool begun = false;
    while (at.old < b->old.count || at.fresh < b->fresh.count) {
        if (!changes(b, at)) {
            at.old++;
            at.fresh++;
            continue;
        }
        if (!begun)
            tier1__line_say(out, "--- ", old_name, "\n+++ ", new_name, "\n",
                            NULL);
        begun = true;
        struct at end = hunk_end(b, at);
        write_hunk(b, out, at, end);
        at = end;
    }
}

static void free_side(struct side *s)
{
    tier1__author_free(s->starts);
    tier1__author_free(s->kept);
    tier1__author_free(s->sums);
}

int tier1_text_unified(tier1_buf *out, const char *old_name,
                       const char *old_text, size_t old_length,
                       const char *new_name, const char *new_text,
                       size_t new_length)
{
    if (!out || !old_name || !old_text || !new_name || !new_text)
        return TIER1_EMISUSE;
    struct both b = {.old = {.text = old_text, .length = old_length},
                     .fresh = {.text = new_text, .length = new_length}};
    struct line text = LINE_INIT;
    int rc = TIER1_ENOMEM;
    if (split(&b.old) && split(&b.fresh) &&
        tier1__lcs(b.old.count, b.fresh.count, same, &b, b.old.kept,
                   b.fresh.kept)) {
        write_hunks(&b, &text, old_name, new_name);
        if (!text.failed)
            rc = tier1_buf_set(out, text.text ? text.text : "", text.length);
    }
    tier1__line_dispose(&text);
    free_side(&b.old);
    free_side(&b.fresh);
    return rc;
}
