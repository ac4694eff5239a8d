/* SPDX-License-Identifier: MIT */
/* A backtracking matcher for Lua patterns. Results are those of Lua's own,
 * also for its corners; what is new is that every step is counted and that an
 * error is noted, not thrown.
 *
 * A pattern is read item by item: an item is a set of bytes with, behind it,
 * perhaps one of * + - ?; or a capture's edge, a balance, a frontier, an
 * earlier capture. Only what may have to be taken back makes a level of
 * recursion, of which there are as many as Lua allows. */
#include "script/match.h"

#include <string.h>

#include "base/num.h"
#include "script/byteset.h"

#define MATCH_DEPTH 200

static const char *match(struct matcher *m, const char *s, const char *p);

/* ---- errors and budget ------------------------------------------------- */

static void fail(struct matcher *m, const char *problem)
{
    if (!m->problem)
        m->problem = problem;
}

void tier1__match_bad_capture(struct matcher *m, long number)
{
    static const char text[] = "invalid capture index %";
    char digits[NUM_TEXT];
    size_t n = tier1__num_from_integer(digits, number);
    size_t used = sizeof text - 1;

    if (m->problem)
        return;
    memcpy(m->detail, text, used);
    memcpy(m->detail + used, digits, n + 1);
    m->problem = m->detail;
}

/* May the matcher go on? Counts a step. */
static bool step(struct matcher *m)
{
    return !m->problem && tier1__budget_steps(m->budget, 1);
}

/* ---- items ------------------------------------------------------------- */

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static int byte_at(const char *p, const char *end)
{
    return p < end ? (unsigned char)*p : 0;
}

/* Behind the "]" of the set whose "[" lies before `p`. A "]" at the very
 * beginning is a member. */
static const char *set_end(struct matcher *m, const char *p)
{
    if (byte_at(p, m->pattern_end) == '^')
        p++;
    do {
        if (p >= m->pattern_end) {
            fail(m, "malformed pattern (missing ']')");
            return NULL;
        }
        if (*p++ == '%' && p < m->pattern_end)
            p++;
    } while (byte_at(p, m->pattern_end) != ']');
    return p + 1;
}

/* Behind the single item at `p`; NULL where it is malformed. */
static const char *item_end(struct matcher *m, const char *p)
{
    char c = *p++;

    if (c == '[')
        return set_end(m, p);
    if (c != '%')
        return p;
    if (p < m->pattern_end)
        return p + 1;
    fail(m, "malformed pattern (ends with '%')");
    return NULL;
}

/* Is the byte at `s` one of the item from `p` to `end`? */
static bool fits(const struct matcher *m, const char *s, const char *p,
                 const char *end)
{
    int c;

    if (s >= m->text_end)
        return false;
    c = (unsigned char)*s;
    switch (*p) {
    case '.':
        return true;
    case '%':
        return tier1__byteset_class(c, (unsigned char)p[1]);
    case '[':
        return tier1__byteset_has(c, p, end - 1);
    default:
        return (unsigned char)*p == c;
    }
}

/* ---- items that are no set --------------------------------------------- */

static const char *begin_capture(struct matcher *m, const char *s,
                                 const char *p, ptrdiff_t length)
{
    const char *end;

    if (m->count == MATCH_CAPTURES) {
        fail(m, "too many captures");
        return NULL;
    }
    m->captures[m->count].start = s;
    m->captures[m->count].length = length;
    m->count++;
    end = match(m, s, p);
    if (!end)
        m->count--;
    return end;
}

static const char *end_capture(struct matcher *m, const char *s, const char *p)
{
    const char *end;
    int i = m->count - 1;

    while (i >= 0 && m->captures[i].length != CAPTURE_OPEN)
        i--;
    if (i < 0) {
        fail(m, "invalid pattern capture");
        return NULL;
    }
    m->captures[i].length = s - m->captures[i].start;
    end = match(m, s, p);
    if (!end)
        m->captures[i].length = CAPTURE_OPEN;
    return end;
}

/* Behind the balanced text at `s`, for "%bxy" with "xy" at `p`. */
static const char *balance(struct matcher *m, const char *s, const char *p)
{
    size_t open = 1;

    if (m->pattern_end - p < 2) {
        fail(m, "malformed pattern (missing arguments to '%b')");
        return NULL;
    }
    if (s >= m->text_end || *s != p[0])
        return NULL;
    while (++s < m->text_end && step(m)) {
        if (*s == p[1]) {
            if (--open == 0)
                return s + 1;
        } else if (*s == p[0]) {
            open++;
        }
    }
    return NULL;
}

/* Behind the frontier's set, if it holds at `s`, with the "[" at `p`. */
static const char *frontier(struct matcher *m, const char *s, const char *p)
{
    const char *end;
    int before = s == m->text ? 0 : (unsigned char)s[-1];

    if (byte_at(p, m->pattern_end) != '[') {
        fail(m, "missing '[' after '%f' in pattern");
        return NULL;
    }
    end = item_end(m, p);
    if (!end || tier1__byteset_has(before, p, end - 1) ||
        !tier1__byteset_has(byte_at(s, m->text_end), p, end - 1))
        return NULL;
    return end;
}

/* Behind the text at `s` that is the same as an earlier capture. */
static const char *again(struct matcher *m, const char *s, int digit)
{
    int i = digit - '1';
    ptrdiff_t length;

    if (i < 0 || i >= m->count || m->captures[i].length == CAPTURE_OPEN) {
        tier1__match_bad_capture(m, i + 1);
        return NULL;
    }
    length = m->captures[i].length;
    if (length == CAPTURE_PLACE || m->text_end - s < length)
        return NULL;
    if (!tier1__budget_steps(m->budget, (uint64_t)length / 16) ||
        memcmp(m->captures[i].start, s, (size_t)length) != 0)
        return NULL;
    return s + length;
}

/* ---- repetition -------------------------------------------------------- */

static const char *greedy(struct matcher *m, const char *s, const char *p,
                          const char *end)
{
    size_t count = 0;

    while (fits(m, s + count, p, end)) {
        if (!step(m))
            return NULL;
        count++;
    }
    do {
        const char *done = match(m, s + count, end + 1);
        if (done || !step(m))
            return done;
    } while (count-- > 0);
    return NULL;
}

static const char *lazy(struct matcher *m, const char *s, const char *p,
                        const char *end)
{
    while (step(m)) {
        const char *done = match(m, s, end + 1);
        if (done)
            return done;
        if (m->problem || !fits(m, s, p, end))
            return NULL;
        s++;
    }
    return NULL;
}

/* ---- the way through --------------------------------------------------- */

enum go {
    GO_ON,  /* with *s and *p */
    GO_END, /* *s is the end of the match, or NULL */
    GO_ITEM /* it is a single item */
};

/* The items of "%" that are no class. */
static enum go match_escape(struct matcher *m, const char **s, const char **p)
{
    int c = byte_at(*p + 1, m->pattern_end);

    if (c == 'b') {
        *s = balance(m, *s, *p + 2);
        *p += 4;
    } else if (c == 'f') {
        *p = frontier(m, *s, *p + 2);
        if (!*p)
            *s = NULL;
    } else if (is_digit(c)) {
        *s = again(m, *s, c);
        *p += 2;
    } else {
        return GO_ITEM;
    }
    return *s ? GO_ON : GO_END;
}

static enum go match_special(struct matcher *m, const char **s, const char **p)
{
    const char *at = *p;

    switch (*at) {
    case '(':
        if (byte_at(at + 1, m->pattern_end) == ')')
            *s = begin_capture(m, *s, at + 2, CAPTURE_PLACE);
        else
            *s = begin_capture(m, *s, at + 1, CAPTURE_OPEN);
        return GO_END;
    case ')':
        *s = end_capture(m, *s, at + 1);
        return GO_END;
    case '$':
        if (at + 1 != m->pattern_end)
            return GO_ITEM;
        if (*s != m->text_end)
            *s = NULL;
        return GO_END;
    case '%':
        return match_escape(m, s, p);
    default:
        return GO_ITEM;
    }
}

static enum go match_item(struct matcher *m, const char **s, const char **p)
{
    const char *end = item_end(m, *p);
    const char *more;
    int repeat;

    if (!end) {
        *s = NULL;
        return GO_END;
    }
    repeat = byte_at(end, m->pattern_end);
    if (!fits(m, *s, *p, end)) {
        *p = end + 1;
        if (repeat == '*' || repeat == '?' || repeat == '-')
            return GO_ON;
        *s = NULL;
        return GO_END;
    }
    switch (repeat) {
    case '+':
        *s = greedy(m, *s + 1, *p, end);
        return GO_END;
    case '*':
        *s = greedy(m, *s, *p, end);
        return GO_END;
    case '-':
        *s = lazy(m, *s, *p, end);
        return GO_END;
    case '?':
        more = match(m, *s + 1, end + 1);
        *p = end + 1;
        if (!more)
            return GO_ON;
        *s = more;
        return GO_END;
    default:
        (*s)++;
        *p = end;
        return GO_ON;
    }
}

static const char *match(struct matcher *m, const char *s, const char *p)
{
    enum go go = GO_ON;

    if (m->depth-- == 0)
        fail(m, "pattern too complex");
    while (go == GO_ON) {
        if (!step(m)) {
            s = NULL;
            break;
        }
        if (p == m->pattern_end) {
            if (m->whole && s != m->text_end)
                s = NULL;
            break;
        }
        go = match_special(m, &s, &p);
        if (go == GO_ITEM)
            go = match_item(m, &s, &p);
    }
    m->depth++;
    return s;
}

/* ---- from outside ------------------------------------------------------ */

void tier1__match_init(struct matcher *m, struct budget *budget,
                       const char *text, size_t length, const char *pattern,
                       size_t pattern_length)
{
    memset(m, 0, sizeof *m);
    m->budget = budget;
    m->text = text;
    m->text_end = text + length;
    m->pattern = pattern;
    m->pattern_end = pattern + pattern_length;
}

const char *tier1__match_at(struct matcher *m, const char *at)
{
    m->count = 0;
    m->depth = MATCH_DEPTH;
    return match(m, at, m->pattern);
}

/* Behind an escape: its operands, which no repetition may follow. */
static const char *check_escape(struct matcher *m, const char *p, int begun)
{
    int c = byte_at(p + 1, m->pattern_end);

    if (c == 'b') {
        if (m->pattern_end - p < 4)
            fail(m, "malformed pattern (missing arguments to '%b')");
        return p + 4;
    }
    if (c == 'f') {
        if (byte_at(p + 2, m->pattern_end) != '[')
            fail(m, "missing '[' after '%f' in pattern");
        return m->problem ? p : item_end(m, p + 2);
    }
    if (is_digit(c) && (c == '0' || c - '0' > begun))
        tier1__match_bad_capture(m, c - '0');
    return item_end(m, p);
}

const char *tier1__match_check(struct matcher *m)
{
    const char *p = m->pattern;
    int begun = 0;
    int open = 0;

    while (p < m->pattern_end && !m->problem) {
        if (*p == '(') {
            begun++;
            open++;
            p++;
            if (begun > MATCH_CAPTURES)
                fail(m, "too many captures");
        } else if (*p == ')') {
            p++;
            if (--open < 0)
                fail(m, "invalid pattern capture");
        } else if (*p == '%') {
            p = check_escape(m, p, begun);
        } else {
            p = item_end(m, p);
        }
    }
    if (open > 0)
        fail(m, "unfinished capture");
    return m->problem;
}

const char *tier1__match_plain(struct matcher *m, const char *from,
                               const char *needle, size_t length)
{
    const char *last;

    if ((size_t)(m->text_end - from) < length)
        return NULL;
    if (length == 0)
        return from;
    last = m->text_end - length;
    while (from <= last) {
        const char *at = memchr(from, needle[0], (size_t)(last - from) + 1);
        size_t passed = at ? (size_t)(at - from) : (size_t)(last - from);
        if (!tier1__budget_steps(m->budget, 1 + (passed + length) / 64))
            return NULL;
        if (!at)
            return NULL;
        if (memcmp(at, needle, length) == 0)
            return at;
        from = at + 1;
    }
    return NULL;
}
