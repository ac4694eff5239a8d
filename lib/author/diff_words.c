/* SPDX-License-Identifier: MIT */
/* Two versions of a text, word by word. */
#include <tier1/diff.h>

#include <string.h>

#include "author/lcs.h"
#include "author/line.h"
#include "author/mem.h"

struct words {
    const char **starts;
    size_t *lengths;
    size_t count;
    unsigned char *kept;
};

struct both {
    struct words old, fresh;
};

static bool split(struct words *w, const char *text)
{
    size_t most = strlen(text) + 1;
    w->starts = tier1__author_new(most, sizeof(*w->starts));
    w->lengths = tier1__author_new(most, sizeof(*w->lengths));
    w->kept = tier1__author_new(most, 1);
    if (!w->starts || !w->lengths || !w->kept)
        return false;
    for (;;) {
        text += strspn(text, " \t\r\n");
        size_t n = strcspn(text, " \t\r\n");
        if (!n)
            return true;
        w->starts[w->count] = text;
        w->lengths[w->count++] = n;
        text += n;
    }
}

static bool same(void *ud, size_t i, size_t j)
{
    const struct both *b = ud;
    return b->old.lengths[i] == b->fresh.lengths[j] &&
           memcmp(b->old.starts[i], b->fresh.starts[j], b->old.lengths[i]) == 0;
}

/* Words that the other text has not, from `*at` on. */
static void write_run(struct line *out, const struct words *w, size_t *at,
                      const char *before, const char *after)
{
    size_t first = *at;
    for (; *at < w->count && !w->kept[*at]; ++*at) {
        tier1__line_add(out, *at > first ? " " : out->length ? " " : "");
        if (*at == first)
            tier1__line_add(out, before);
        tier1__line_bytes(out, w->starts[*at], w->lengths[*at]);
    }
    if (*at > first)
        tier1__line_add(out, after);
}

static void write_words(struct line *out, const struct both *b)
{
    size_t i = 0, j = 0;
    while (i < b->old.count || j < b->fresh.count) {
        write_run(out, &b->old, &i, "[-", "-]");
        write_run(out, &b->fresh, &j, "{+", "+}");
        if (j == b->fresh.count)
            continue;
        tier1__line_add(out, out->length ? " " : "");
        tier1__line_bytes(out, b->fresh.starts[j], b->fresh.lengths[j]);
        i++;
        j++;
    }
}

static void free_words(struct words *w)
{
    tier1__author_free(w->starts);
    tier1__author_free(w->lengths);
    tier1__author_free(w->kept);
}

int tier1_diff_words(tier1_buf *out, const char *before, const char *after)
{
    struct both b = {0};
    struct line text = LINE_INIT;
    int rc = TIER1_ENOMEM;
    if (!out || !before || !after)
        return TIER1_EMISUSE;
    if (split(&b.old, before) && split(&b.fresh, after) &&
        tier1__lcs(b.old.count, b.fresh.count, same, &b, b.old.kept,
                   b.fresh.kept)) {
        write_words(&text, &b);
        if (!text.failed)
            rc = tier1_buf_set(out, text.text ? text.text : "", text.length);
    }
    tier1__line_dispose(&text);
    free_words(&b.old);
    free_words(&b.fresh);
    return rc;
}
