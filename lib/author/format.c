/* SPDX-License-Identifier: MIT */
/* A file is laid out, and held against what it was before it is given. */
#include <tier1/format.h>

#include <string.h>

#include "author/format.h"
#include "author/mem.h"
#include "author/tests.h"

struct made {
    tier1_formatted result; /* the first member */
    struct line text;
    struct line problem;
};

/* ---- is it the same? --------------------------------------------------- */

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind a byte order mark. */
static size_t start_of(const struct formatting *f)
{
    bool mark = f->length >= 3 && memcmp(f->bytes, "\xEF\xBB\xBF", 3) == 0;
    return mark ? 3 : 0;
}

static bool same_letters(const struct formatting *a, const struct formatting *b)
{
    size_t i = start_of(a), j = start_of(b);
    for (;; i++, j++) {
        while (i < a->length && blank(a->bytes[i]))
            i++;
        while (j < b->length && blank(b->bytes[j]))
            j++;
        if (i >= a->length || j >= b->length)
            return i >= a->length && j >= b->length;
        if (a->bytes[i] != b->bytes[j])
            return false;
    }
}

static size_t next_of(const struct formatting *f, size_t i,
                      enum format_kind kind)
{
    while (i < f->count && f->tokens[i].kind != kind)
        i++;
    return i;
}

/* Tokens of a kind, letter by letter. */
static bool same_tokens(const struct formatting *a, const struct formatting *b,
                        enum format_kind kind)
{
    size_t i = next_of(a, 0, kind), j = next_of(b, 0, kind);
    while (i < a->count && j < b->count) {
        const struct format_token *s = &a->tokens[i], *t = &b->tokens[j];
        if (s->to - s->from != t->to - t->from ||
            memcmp(a->bytes + s->from, b->bytes + t->from, s->to - s->from) !=
                0)
            return false;
        i = next_of(a, i + 1, kind);
        j = next_of(b, j + 1, kind);
    }
    return i >= a->count && j >= b->count;
}

const char *tier1__format_differs(const struct formatting *before,
                                  const struct formatting *after)
{
    if (!same_letters(before, after))
        return "a letter would be lost";
    if (!same_tokens(before, after, FORMAT_COMMENT))
        return "a comment would change";
    if (!same_tokens(before, after, FORMAT_ANCHOR) ||
        !same_tokens(before, after, FORMAT_ALIAS) ||
        !same_tokens(before, after, FORMAT_TAG))
        return "an anchor, an alias or a tag would change";
    if (!tier1__node_same(before->root, after->root))
        return "a text, or where it belongs, would change";
    return NULL;
}

/* ---- formatting -------------------------------------------------------- */

static void leave(struct made *m, const char *what, const char *more)
{
    tier1__line_say(&m->problem, "it is left as it is, because ", what, more,
                    NULL);
    tier1__line_dispose(&m->text);
}

/* Reads what was written, and holds it against the file. */
static int hold(struct made *m, const struct formatting *f,
                tier1_engine *engine, const char *name)
{
    tier1_document *doc = NULL;
    tier1_diagnostics *found = NULL;
    int rc = tier1_document_read(&doc, &found, engine, name, m->text.text,
                                 m->text.length);
    if (rc == TIER1_EINVALID)
        leave(m, "it could not be read then: ",
              tier1_diagnostics_at(found, 0)->message);
    tier1_diagnostics_free(found);
    if (rc != TIER1_OK)
        return rc == TIER1_EINVALID ? TIER1_OK : rc;
    struct formatting after = {.bytes = m->text.text,
                               .length = m->text.length,
                               .root = tier1_document_root(doc)};
    tier1__format_tokens(&after);
    const char *differs =
        after.fault ? after.fault : tier1__format_differs(f, &after);
    if (after.nomem)
        rc = TIER1_ENOMEM;
    else if (differs)
        leave(m, differs, "; this is a fault of tier1, please report it");
    tier1__format_dispose(&after);
    tier1_document_free(doc);
    return rc;
}

static int lay_out(struct made *m, struct formatting *f, tier1_engine *engine,
                   const char *name)
{
    tier1__format_tokens(f);
    if (!f->nomem && !f->fault)
        tier1__format_levels(f);
    if (!f->nomem && !f->fault)
        tier1__format_write(f, &m->text);
    if (f->nomem || m->text.failed)
        return TIER1_ENOMEM;
    if (!f->fault)
        return hold(m, f, engine, name);
    leave(m, f->fault, "; this is a fault of tier1, please report it");
    return TIER1_OK;
}

static void tell(struct made *m, const struct formatting *f)
{
    tier1_formatted *r = &m->result;
    r->text = m->text.text;
    r->length = m->text.length;
    r->problem = m->problem.text ? m->problem.text : "";
    r->changed = r->text && (r->length != f->length ||
                             memcmp(r->text, f->bytes, r->length) != 0);
    for (size_t i = 0; i < f->count; i++)
        r->comments += f->tokens[i].kind == FORMAT_COMMENT;
}

int tier1_format(tier1_formatted **out, tier1_diagnostics **findings,
                 tier1_engine *engine, const char *name, const char *bytes,
                 size_t length)
{
    if (out)
        *out = NULL;
    if (findings)
        *findings = NULL;
    if (!out || !engine || !name || !bytes)
        return TIER1_EMISUSE;
    tier1_document *doc = NULL;
    int rc = tier1_document_read(&doc, findings, engine, name, bytes, length);
    if (rc != TIER1_OK)
        return rc;
    struct formatting f = {
        .bytes = bytes, .length = length, .root = tier1_document_root(doc)};
    struct made *m = tier1__author_new(1, sizeof(*m));
    rc = m ? lay_out(m, &f, engine, name) : TIER1_ENOMEM;
    if (rc == TIER1_OK && m->problem.failed)
        rc = TIER1_ENOMEM;
    if (rc == TIER1_OK) {
        tell(m, &f);
        *out = &m->result;
    } else if (m) {
        tier1_formatted_free(&m->result);
    }
    tier1__format_dispose(&f);
    tier1_document_free(doc);
    return rc;
}

void tier1_formatted_free(tier1_formatted *formatted)
{
    /* The result is the first member. */
    struct made *m = (struct made *)(void *)formatted;
    if (!m)
        return;
    tier1__line_dispose(&m->text);
    tier1__line_dispose(&m->problem);
    tier1__author_free(m);
}
