/* SPDX-License-Identifier: MIT */
/* A document laid out as `tier1 fmt` does it, by edits of the blanks that
 * change: what stands between them, and the cursor in it, stays. */
#include <stdlib.h>
#include <string.h>

#include <tier1/format.h>

#include "io.h"
#include "lsp.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t blanks(const char *s, size_t length, size_t at)
{
    size_t end = at;
    while (end < length && blank(s[end]))
        end++;
    return end - at;
}

static void change(struct lsp *s, tier1_value *edits, struct page *p,
                   size_t start, size_t end, const char *text, size_t length)
{
    tier1_value *one = json_map(s->wire);
    char *put = copy_part(text, length);
    json_put(one, "range", lsp_range(s, p, start, end));
    json_put_text(s->wire, one, "newText", put);
    json_add(edits, one);
    free(put);
}

/* false: more than blanks differs. */
static bool compare(struct lsp *s, tier1_value *edits, struct page *p,
                    const tier1_formatted *f)
{
    size_t a = 0, b = 0;
    while (a < p->length || b < f->length) {
        size_t old = blanks(p->s, p->length, a);
        size_t new = blanks(f->text, f->length, b);
        if (old != new || memcmp(p->s + a, f->text + b, new) != 0)
            change(s, edits, p, a, a + old, f->text + b, new);
        a += old;
        b += new;
        if (a == p->length || b == f->length)
            return a == p->length && b == f->length;
        if (p->s[a++] != f->text[b++])
            return false;
    }
    return true;
}

tier1_value *lsp_format(struct lsp *s, const tier1_value *params,
                        struct text *problem)
{
    size_t offset = 0;
    struct doc *d = lsp_where(s, params, &offset);
    tier1_formatted *f = NULL;
    tier1_value *edits = NULL;
    (void)problem;
    if (!d || !d->ours || !d->page.length)
        return NULL;
    int rc = need_memory(
        tier1_format(&f, NULL, s->engine, d->path, d->page.s, d->page.length));
    if (rc == TIER1_OK && f->text) {
        edits = json_list(s->wire);
        if (!compare(s, edits, &d->page, f)) {
            tier1_value_free(edits);
            edits = json_list(s->wire);
            change(s, edits, &d->page, 0, d->page.length, f->text, f->length);
        }
    }
    tier1_formatted_free(f);
    return edits;
}
