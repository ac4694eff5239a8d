/* SPDX-License-Identifier: MIT */
/* How deep each row lies. What lies in what is told by columns, as a reader of
 * YAML tells it; each level then gets two columns more than the one around
 * it. */
#include <string.h>

#include "author/format.h"
#include "author/mem.h"

#define STEP 2u

/* A map or a list on rows of its own that is open. */
struct level {
    unsigned old, fresh; /* its column, as it stands and as it will */
    bool list;
    bool spaced; /* of steps, or of cases */
};

struct levels {
    struct formatting *f;
    struct level *items;
    size_t count, cap;
    bool section;         /* the root's last key was `steps` or `cases` */
    size_t item;          /* the row of the item that is open */
    unsigned brackets;    /* that are open */
    unsigned base, least; /* the columns of rows within them */
    const struct format_token *before; /* but comments; or NULL */
};

static struct level *top(struct levels *l)
{
    return l->count ? &l->items[l->count - 1] : NULL;
}

static void push(struct levels *l, unsigned old, bool list)
{
    if (l->count == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 64;
        void *grown = tier1__author_grow(l->items, cap, sizeof(*l->items));
        l->f->nomem = !grown;
        if (l->f->nomem)
            return;
        l->items = grown;
        l->cap = cap;
    }
    const struct level *around = top(l);
    struct level fresh = {.old = old,
                          .fresh = around ? around->fresh + STEP : 0,
                          .list = list,
                          .spaced = l->count == 1 && l->section};
    l->items[l->count++] = fresh;
}

/* ---- what a token begins ----------------------------------------------- */

enum begins { BEGINS_NOTHING, BEGINS_LIST, BEGINS_MAP };

/* A key stands on one row: what names it, the text or an alias, a colon. */
static bool is_key(const struct formatting *f, size_t i)
{
    size_t row = f->tokens[i].row;
    while (i < f->count && (f->tokens[i].kind == FORMAT_ANCHOR ||
                            f->tokens[i].kind == FORMAT_TAG))
        i++;
    if (i < f->count && (f->tokens[i].kind == FORMAT_SCALAR ||
                         f->tokens[i].kind == FORMAT_ALIAS))
        i++;
    return i < f->count && f->tokens[i].kind == FORMAT_COLON &&
           f->tokens[i].row == row && !f->tokens[i].first;
}

static enum begins begins(const struct formatting *f, size_t i)
{
    const struct format_token *t = &f->tokens[i];
    if (t->kind == FORMAT_DASH)
        return BEGINS_LIST;
    if (t->kind == FORMAT_QUESTION || (t->kind == FORMAT_COLON && t->first) ||
        is_key(f, i))
        return BEGINS_MAP;
    return BEGINS_NOTHING;
}

/* Does a map or list that the token begins lie behind a dash, on its row? */
static bool behind_indicator(const struct levels *l,
                             const struct format_token *t)
{
    const struct format_token *b = l->before;
    return b && b->row == t->row &&
           (b->kind == FORMAT_DASH || b->kind == FORMAT_QUESTION ||
            (b->kind == FORMAT_COLON && b->first));
}

/* Closes and opens levels, so that the top is the one of the token. */
static void land(struct levels *l, const struct format_token *t,
                 enum begins what)
{
    while (l->count && top(l)->old > t->column)
        l->count--;
    if (what == BEGINS_MAP && l->count > 1 && top(l)->old == t->column &&
        top(l)->list)
        l->count--; /* a list may stand right below its key */
    const struct level *at = top(l);
    bool same = at && at->old == t->column;
    if (what != BEGINS_NOTHING && !(same && at->list == (what == BEGINS_LIST)))
        push(l, t->column, what == BEGINS_LIST);
    if (what != BEGINS_NOTHING && l->count && top(l)->spaced) {
        l->item = t->row;
        l->f->rows[t->row].item = true;
    }
}

/* ---- comments on rows of their own ------------------------------------- */

/* Before the token behind it has closed what it closes. */
static void note_comment(struct levels *l, const struct format_token *t)
{
    unsigned indent = 0;
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].old <= t->column)
            indent = l->items[i].fresh;
    l->f->rows[t->row].indent = indent;
}

/* It is told of what follows, unless it stands deeper than that: then it ends
 * what came before. */
static void settle_comments(struct formatting *f, size_t i)
{
    unsigned column = i < f->count ? f->tokens[i].column : 0;
    unsigned indent = i < f->count ? f->rows[f->tokens[i].row].indent : 0;
    while (i > 0 && f->tokens[i - 1].kind == FORMAT_COMMENT &&
           f->tokens[i - 1].first) {
        const struct format_token *t = &f->tokens[--i];
        struct format_row *r = &f->rows[t->row];
        if (t->column <= column || r->indent < indent)
            r->indent = indent;
    }
}

/* ---- texts of several rows --------------------------------------------- */

static unsigned leading(const struct formatting *f, const struct format_row *r)
{
    size_t at = r->from;
    while (at < r->to && f->bytes[at] == ' ')
        at++;
    return (unsigned)(at - r->from);
}

static bool all_blank(const struct formatting *f, const struct format_row *r)
{
    for (size_t i = r->from; i < r->to; i++)
        if (f->bytes[i] != ' ')
            return false;
    return true;
}

/* The number in the head of a block text; 0: none. */
static unsigned given_indent(const struct formatting *f,
                             const struct format_token *t)
{
    for (size_t i = t->from + 1; i < t->to; i++)
        if (f->bytes[i] >= '1' && f->bytes[i] <= '9')
            return (unsigned)(f->bytes[i] - '0');
    return 0;
}

/* Blank rows at the end belong to a text that keeps them; and so do those
 * that are longer than its indent, which hold blanks. */
static size_t text_end(const struct formatting *f, size_t i, unsigned indent)
{
    const struct format_token *t = &f->tokens[i];
    bool keeps = memchr(f->bytes + t->from, '+', t->to - t->from) != NULL;
    size_t next = i + 1, last = t->end_row;
    while (next < f->count && f->tokens[next].row == t->row)
        next++;
    size_t end = next < f->count ? f->tokens[next].row : f->row_count;
    for (size_t row = t->end_row + 1; row < end; row++)
        if (keeps || f->rows[row].to - f->rows[row].from > indent)
            last = row;
    return last;
}

static void lay_block(struct levels *l, size_t i)
{
    struct formatting *f = l->f;
    struct format_token *t = &f->tokens[i];
    const struct level *at = top(l);
    unsigned given = given_indent(f, t), old = (unsigned)-1, fresh = STEP;
    if (at)
        fresh = at->fresh + (given ? given : STEP);
    if (given) {
        old = (at ? at->old : 0) + given;
        fresh = at ? fresh : given;
    }
    for (size_t row = t->row + 1; !given && row <= t->end_row; row++)
        if (!all_blank(f, &f->rows[row])) {
            old = leading(f, &f->rows[row]);
            break;
        }
    size_t last = text_end(f, i, old);
    for (size_t row = t->row + 1; row <= last; row++) {
        struct format_row *r = &f->rows[row];
        r->kind = FORMAT_TEXT;
        r->scalar = i;
        r->indent = fresh;
        r->old_indent = old;
    }
    t->end_row = last;
}

static void lay_scalar(struct levels *l, size_t i, unsigned indent)
{
    const struct format_token *t = &l->f->tokens[i];
    if (t->style == '|' || t->style == '>') {
        lay_block(l, i);
        return;
    }
    for (size_t row = t->row + 1; row <= t->end_row; row++)
        l->f->rows[row].indent = indent;
}

/* ---- between brackets -------------------------------------------------- */

static void open_brackets(struct levels *l, const struct format_token *t)
{
    const struct format_row *r = &l->f->rows[t->row];
    const struct level *at = top(l);
    size_t i = r->first;
    while (l->f->tokens[i].kind == FORMAT_ANCHOR ||
           l->f->tokens[i].kind == FORMAT_TAG)
        i++;
    if (&l->f->tokens[i] == t && l->f->tokens[r->first].first) {
        l->base = l->least = r->indent; /* a value on a row of its own */
    } else if (!at) {
        l->base = l->least = 0;
    } else {
        /* YAML has the closing bracket deeper than the key */
        l->least = at->fresh + STEP;
        l->base = at->list ? l->least : at->fresh;
    }
}

static void in_brackets(struct levels *l, size_t i)
{
    struct formatting *f = l->f;
    const struct format_token *t = &f->tokens[i];
    unsigned depth = l->brackets;
    for (size_t j = i;
         t->first && depth && j < f->count &&
         f->tokens[j].kind == FORMAT_CLOSE && f->tokens[j].row == t->row;
         j++)
        depth--;
    unsigned indent = l->base + STEP * depth;
    if (t->first)
        f->rows[t->row].indent = indent < l->least ? l->least : indent;
    if (t->kind == FORMAT_OPEN)
        l->brackets++;
    else if (t->kind == FORMAT_CLOSE && l->brackets)
        l->brackets--;
    else if (t->kind == FORMAT_SCALAR)
        lay_scalar(l, i, l->base + STEP * l->brackets);
}

/* ---- all of it --------------------------------------------------------- */

/* Is the key one whose values are set apart by blank lines? */
static bool is_section(const struct formatting *f, size_t i)
{
    const struct format_token *t = &f->tokens[i];
    return t->kind == FORMAT_SCALAR && t->to - t->from == 5 &&
           (memcmp(f->bytes + t->from, "steps", 5) == 0 ||
            memcmp(f->bytes + t->from, "cases", 5) == 0);
}

static void on_rows(struct levels *l, size_t i)
{
    struct formatting *f = l->f;
    const struct format_token *t = &f->tokens[i];
    enum begins what = begins(f, i);
    if (t->kind == FORMAT_MARK) {
        l->count = 0;
        f->rows[t->row].indent = 0;
        return;
    }
    if (t->first)
        land(l, t, what);
    else if (behind_indicator(l, t) && what != BEGINS_NOTHING)
        push(l, t->column, what == BEGINS_LIST);
    if (f->nomem)
        return;
    const struct level *at = top(l);
    unsigned deeper = at ? at->fresh + STEP : 0;
    if (t->first)
        f->rows[t->row].indent =
            what == BEGINS_NOTHING ? deeper : (at ? at->fresh : 0);
    if (what == BEGINS_MAP && t->first && t->kind == FORMAT_SCALAR &&
        f->rows[t->row].count > 2 && f->tokens[i + 2].kind != FORMAT_COMMENT)
        f->rows[t->row].value = i + 2; /* behind its colon */
    if (what == BEGINS_MAP && t->first && l->count == 1)
        l->section = is_section(f, i);
    if (t->kind == FORMAT_OPEN) {
        open_brackets(l, t);
        l->brackets = 1;
    } else if (t->kind == FORMAT_SCALAR) {
        lay_scalar(l, i, at ? deeper : STEP);
    }
}

static void on_token(struct levels *l, size_t i)
{
    struct formatting *f = l->f;
    const struct format_token *t = &f->tokens[i];
    bool outside = !l->brackets;
    if (t->kind == FORMAT_COMMENT && !t->first)
        return;
    if (t->kind == FORMAT_COMMENT && outside) {
        note_comment(l, t);
        return;
    }
    if (outside)
        on_rows(l, i);
    else
        in_brackets(l, i);
    if (t->kind == FORMAT_COMMENT)
        return;
    if (outside && t->first)
        settle_comments(f, i);
    l->before = t;
    if (l->count > 1 && l->items[1].spaced && l->item != FORMAT_NONE)
        f->rows[l->item].last = t->end_row;
}

void tier1__format_levels(struct formatting *f)
{
    struct levels l = {.f = f, .item = FORMAT_NONE};
    for (size_t i = 0; i < f->count && !f->nomem; i++)
        on_token(&l, i);
    if (!f->nomem)
        settle_comments(f, f->count);
    tier1__author_free(l.items);
}
