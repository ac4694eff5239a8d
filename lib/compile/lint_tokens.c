/* SPDX-License-Identifier: MIT */
/* Operands in the tokens of a hook. What is not understood is no operand, so
 * that the rules say nothing of it. */
#include "compile/lint_tokens.h"

#include <string.h>

/* ---- the row ----------------------------------------------------------- */

static int kind(const struct lint_tokens *t, size_t i)
{
    return i < t->count ? t->items[i].lex.kind : LEX_END;
}

static int closing(int open)
{
    return open == '(' ? ')' : open == '[' ? ']' : '}';
}

/* Pairs brackets; `open` has room for all. */
static void pair(struct lint_tokens *t, size_t *open)
{
    size_t depth = 0;

    for (size_t i = 1; i < t->count; i++) {
        int k = kind(t, i);
        t->items[i].in_table = depth && kind(t, open[depth - 1]) == '{';
        if (k == '(' || k == '[' || k == '{') {
            open[depth++] = i;
        } else if (depth && k == closing(kind(t, open[depth - 1]))) {
            t->items[i].partner = open[--depth];
            t->items[open[depth]].partner = i;
        }
    }
}

static bool ends_operand(int k)
{
    return k == LEX_NAME || k == LEX_NUMBER || k == LEX_TEXT || k == LEX_NIL ||
           k == LEX_TRUE || k == LEX_FALSE || k == LEX_DOTS || k == ')' ||
           k == ']' || k == '}' || k == LEX_END_WORD;
}

static bool begins_statement(int k)
{
    switch (k) {
    case LEX_END:
    case ';':
    case LEX_LOCAL:
    case LEX_IF:
    case LEX_FOR:
    case LEX_WHILE:
    case LEX_REPEAT:
    case LEX_RETURN:
    case LEX_DO:
    case LEX_END_WORD:
    case LEX_ELSE:
    case LEX_ELSEIF:
    case LEX_UNTIL:
    case LEX_BREAK:
    case LEX_GOTO:
    case LEX_LABEL:
        return true;
    default:
        return false;
    }
}

/* The token behind the values of an assignment, from the first of them on. */
static size_t values_end(const struct lint_tokens *t, size_t i)
{
    for (size_t first = i; i + 1 < t->count; i++) {
        int k = kind(t, i);
        if (begins_statement(k) ||
            (k == LEX_NAME && i > first && ends_operand(kind(t, i - 1))))
            return i;
        if (t->items[i].partner > i)
            i = t->items[i].partner;
    }
    return i;
}

/* The names to the left of a "=". */
static void mark_targets(struct lint_tokens *t, size_t equals)
{
    size_t end = values_end(t, equals + 1), i = equals - 1, first = equals;

    while (kind(t, i) == LEX_NAME && kind(t, i - 1) != '.' &&
           kind(t, i - 1) != ':') {
        first = i;
        if (kind(t, i - 1) != ',')
            break;
        i -= 2;
    }
    if (kind(t, first - 1) == LEX_LOCAL || kind(t, first - 1) == LEX_FOR)
        return;
    for (i = first; i < equals; i += 2) {
        t->items[i].target = true;
        t->items[i].value = equals + 1;
        t->items[i].value_end = end;
    }
}

bool tier1__lint_tokens(struct arena *a, const char *source, size_t length,
                        struct lint_tokens *out)
{
    struct lex lex;
    size_t cap = 0, *open;

    memset(out, 0, sizeof *out);
    tier1__lex_init(&lex, source, length);
    for (;;) {
        struct lint_token *items =
            tier1__arena_grow(a, out->items, out->count, &cap, sizeof *items);
        if (!items)
            return false;
        out->items = items;
        items[out->count] = (struct lint_token){0};
        if (out->count > 0)
            items[out->count].lex = tier1__lex_next(&lex);
        else
            items[0].lex.start = source;
        if (items[out->count++].lex.kind == LEX_END && out->count > 1)
            break;
    }
    open = tier1__arena_array(a, out->count, sizeof *open);
    if (!open)
        return false;
    pair(out, open);
    for (size_t i = 1; i < out->count; i++) {
        int k = kind(out, i);
        if (k == '=' && !out->items[i].in_table)
            mark_targets(out, i);
        out->loops |= k == LEX_WHILE || k == LEX_FOR || k == LEX_REPEAT ||
                      k == LEX_FUNCTION || k == LEX_GOTO;
    }
    return true;
}

/* ---- names ------------------------------------------------------------- */

bool tier1__lint_is_name(const struct lint_tokens *t, size_t i)
{
    int before = kind(t, i - 1);

    if (kind(t, i) != LEX_NAME || before == '.' || before == ':' ||
        before == LEX_LABEL || before == LEX_GOTO)
        return false;
    return !(t->items[i].in_table && kind(t, i + 1) == '=' &&
             (before == '{' || before == ',' || before == ';'));
}

static bool same(const struct lint_tokens *t, size_t a, size_t b)
{
    const struct lex_token *x = &t->items[a].lex, *y = &t->items[b].lex;
    return x->kind == LEX_NAME && y->kind == LEX_NAME &&
           x->length == y->length && memcmp(x->start, y->start, x->length) == 0;
}

/* Is the name among those that are listed from a token on? */
static bool listed(const struct lint_tokens *t, size_t from, size_t i)
{
    for (; kind(t, from) == LEX_NAME || kind(t, from) == ',' ||
           kind(t, from) == '<' || kind(t, from) == '>';
         from++)
        if (same(t, from, i))
            return true;
    return false;
}

bool tier1__lint_is_local(const struct lint_tokens *t, size_t i)
{
    for (size_t j = 1; j < t->count; j++) {
        int k = kind(t, j);
        size_t from = j + 1;
        if (k != LEX_LOCAL && k != LEX_FOR && k != LEX_FUNCTION)
            continue;
        if (k == LEX_LOCAL && kind(t, from) == LEX_FUNCTION)
            from++;
        if (k == LEX_FUNCTION)
            while (kind(t, from) != '(' && kind(t, from) != LEX_END)
                from++;
        if (listed(t, k == LEX_FUNCTION ? from + 1 : from, i))
            return true;
    }
    return false;
}

/* ---- operands ---------------------------------------------------------- */

static bool is_suffix(int k)
{
    return k == '.' || k == ':' || k == '[' || k == '(' || k == '{' ||
           k == LEX_TEXT;
}

bool tier1__lint_compares(int k)
{
    return k == LEX_EQ || k == LEX_NE || k == LEX_LE || k == LEX_GE ||
           k == '<' || k == '>';
}

bool tier1__lint_operand(const struct lint_tokens *t, size_t i,
                         struct lint_operand *out)
{
    *out = (struct lint_operand){i, 0, i + 1};
    if (!tier1__lint_is_name(t, i))
        return false;
    if (kind(t, i + 1) == '.' && kind(t, i + 2) == LEX_NAME) {
        out->field = i + 2;
        out->end = i + 3;
    } else if (kind(t, i + 1) == '[' && kind(t, i + 2) == LEX_TEXT &&
               kind(t, i + 3) == ']' && t->items[i + 2].lex.inner) {
        out->field = i + 2;
        out->end = i + 4;
    }
    return true;
}

size_t tier1__lint_literal(const struct lint_tokens *t, size_t i)
{
    switch (kind(t, i)) {
    case LEX_TEXT:
    case LEX_NUMBER:
    case LEX_TRUE:
    case LEX_FALSE:
        return 1;
    case '-':
        return kind(t, i + 1) == LEX_NUMBER ? 2 : 0;
    default:
        return 0;
    }
}

bool tier1__lint_opens(const struct lint_tokens *t, size_t i)
{
    switch (kind(t, i - 1)) {
    case LEX_END:
    case '(':
    case '[':
    case '{':
    case ',':
    case ';':
    case '=':
    case LEX_AND:
    case LEX_OR:
    case LEX_RETURN:
    case LEX_IF:
    case LEX_ELSEIF:
    case LEX_WHILE:
    case LEX_UNTIL:
        return true;
    default:
        return false;
    }
}

bool tier1__lint_closes(const struct lint_tokens *t, size_t i)
{
    int k = kind(t, i);
    return !is_suffix(k) && !tier1__lex_is_arithmetic(k) &&
           !tier1__lint_compares(k);
}

/* One operand with what stands before and behind it. */
static size_t primary(const struct lint_tokens *t, size_t i)
{
    while (kind(t, i) == '-' || kind(t, i) == '#' || kind(t, i) == '~' ||
           kind(t, i) == LEX_NOT)
        i++;
    switch (kind(t, i)) {
    case LEX_NAME:
    case LEX_NUMBER:
    case LEX_TEXT:
    case LEX_NIL:
    case LEX_TRUE:
    case LEX_FALSE:
        i++;
        break;
    case '(':
    case '{':
        i = t->items[i].partner;
        if (i++ == 0)
            return 0;
        break;
    default:
        return 0;
    }
    while (is_suffix(kind(t, i))) {
        int k = kind(t, i);
        if (k == '.' || k == ':')
            i += 2;
        else if (k == LEX_TEXT)
            i++;
        else if (t->items[i].partner < i)
            return 0;
        else
            i = t->items[i].partner + 1;
    }
    return i;
}

size_t tier1__lint_tight(const struct lint_tokens *t, size_t i)
{
    while ((i = primary(t, i)) != 0 && tier1__lex_is_arithmetic(kind(t, i)))
        i++;
    return i;
}
