/* SPDX-License-Identifier: MIT */
/* Tokens and expressions of a scan, along the grammar of the Lua 5.4 manual,
 * section 9, without its precedences. What does not fit is passed over. */
#include "script/parse.h"

#include <string.h>

/* Lua's own compiler gives up past 200 levels, so that whatever lies deeper
 * never runs. */
#define DEPTH 250
/* So few that no limit of its compiler (200 levels, 200 locals, 255 registers)
 * can be reached. */
#define SURE_TOKENS 100

/* ---- tokens ------------------------------------------------------------ */

static void stop(struct parser *p)
{
    p->stop = true;
    p->unsure = true;
    p->token.kind = LEX_END;
}

struct lex_token *tier1__parse_ahead(struct parser *p)
{
    if (!p->has_ahead) {
        p->ahead = tier1__lex_next(&p->lex);
        p->has_ahead = true;
    }
    return &p->ahead;
}

/* Digits, with a point among them or without: no hexadecimal, no exponent. */
static bool is_plain_number(const struct lex_token *t)
{
    size_t digits = 0, points = 0;

    for (size_t i = 0; i < t->length; i++) {
        digits += t->start[i] >= '0' && t->start[i] <= '9';
        points += t->start[i] == '.';
    }
    return digits > 0 && points <= 1 && digits + points == t->length;
}

static bool is_sure(struct parser *p)
{
    if (++p->tokens > SURE_TOKENS)
        return false;
    if (p->token.kind == LEX_NUMBER)
        return is_plain_number(&p->token);
    if (p->token.kind == LEX_TEXT) /* one that ends, without escapes */
        return p->token.inner != NULL;
    return p->token.kind != LEX_DOTS;
}

static bool is_text(const struct lex_token *token, const char *text)
{
    return token->length == strlen(text) &&
           memcmp(token->start, text, token->length) == 0;
}

/* Leaves the present token behind. */
void tier1__parse_advance(struct parser *p)
{
    int kind = p->token.kind;

    if (p->scope.failed)
        stop(p);
    if (p->stop || kind == LEX_END)
        return;
    p->unsure |= !is_sure(p);
    if (kind == '(' || kind == '[' || kind == '{')
        p->brackets++;
    if (kind == ')' || kind == ']' || kind == '}')
        p->brackets--;
    if (kind == ',' && p->brackets == 0 && p->functions == 0 && !p->top_comma)
        p->top_comma = p->token.start;
    if (kind == '=')
        p->equals++;
    if (kind == LEX_NAME && is_text(&p->token, "_ENV"))
        p->stores = true;
    p->token = *tier1__parse_ahead(p);
    p->has_ahead = false;
}

bool tier1__parse_accept(struct parser *p, int kind)
{
    if (p->token.kind != kind)
        return false;
    tier1__parse_advance(p);
    return true;
}

void tier1__parse_need(struct parser *p, int kind)
{
    if (!tier1__parse_accept(p, kind))
        p->unsure = true;
}

bool tier1__parse_enter(struct parser *p)
{
    if (++p->depth > DEPTH)
        stop(p);
    return !p->stop;
}

/* Notes the present token as a local. */
void tier1__parse_local(struct parser *p)
{
    if (p->token.kind == LEX_NAME)
        tier1__scope_declare(&p->scope, p->token.start, p->token.length);
    tier1__parse_advance(p);
}

bool tier1__parse_is_own(struct parser *p, const struct lex_token *token)
{
    size_t local = tier1__scope_local(&p->scope, token);

    return local != SCOPE_NONE && p->scope.locals[local].own;
}

void tier1__parse_explain(struct parser *p)
{
    p->explained += p->token.kind == '=';
}

/* ---- expressions ------------------------------------------------------- */

void tier1__parse_list(struct parser *p)
{
    do
        tier1__parse_expression(p);
    while (tier1__parse_accept(p, ','));
}

static void parameters(struct parser *p, bool method)
{
    size_t from = p->scope.local_count;

    if (method)
        tier1__scope_declare(&p->scope, "self", 4);
    tier1__parse_accept(p, '(');
    while (p->token.kind == LEX_NAME || p->token.kind == LEX_DOTS) {
        tier1__parse_local(p);
        if (!tier1__parse_accept(p, ','))
            break;
    }
    tier1__parse_accept(p, ')');
    tier1__scope_activate(&p->scope, from);
}

/* Behind the word `function` and a name, if it has one. */
void tier1__parse_function(struct parser *p, bool method)
{
    size_t mark = p->scope.local_count;

    p->unsure = true;
    p->functions++;
    parameters(p, method);
    tier1__parse_block(p);
    tier1__parse_accept(p, LEX_END_WORD);
    tier1__scope_close(&p->scope, mark);
    p->functions--;
}

static void constructor(struct parser *p)
{
    tier1__parse_accept(p, '{');
    while (p->token.kind != '}' && p->token.kind != LEX_END) {
        const char *before = p->token.start;
        if (p->token.kind == LEX_NAME && tier1__parse_ahead(p)->kind == '=') {
            tier1__parse_advance(p);
            tier1__parse_explain(p);
            tier1__parse_advance(p);
        } else if (tier1__parse_accept(p, '[')) {
            tier1__parse_expression(p);
            tier1__parse_need(p, ']');
            tier1__parse_explain(p);
            tier1__parse_need(p, '=');
        }
        tier1__parse_expression(p);
        if (!tier1__parse_accept(p, ',') && !tier1__parse_accept(p, ';') &&
            p->token.kind != '}')
            p->unsure = true;
        if (p->token.start == before)
            break;
    }
    tier1__parse_need(p, '}');
}

static bool arguments(struct parser *p)
{
    bool own = false;

    p->into_own = false;
    switch (p->token.kind) {
    case LEX_TEXT:
        tier1__parse_advance(p);
        return true;
    case '{':
        constructor(p);
        return true;
    case '(':
        tier1__parse_advance(p);
        own = tier1__parse_is_own(p, &p->token) &&
              (tier1__parse_ahead(p)->kind == ',' ||
               tier1__parse_ahead(p)->kind == ')');
        if (p->token.kind != ')')
            tier1__parse_list(p);
        tier1__parse_need(p, ')');
        p->into_own = own;
        return true;
    default:
        return false;
    }
}

/* One of: .name  [expression]  :name(…)  (…) */
static bool suffix(struct parser *p)
{
    if (tier1__parse_accept(p, '.')) {
        tier1__parse_need(p, LEX_NAME);
        return true;
    }
    if (tier1__parse_accept(p, ':')) {
        tier1__parse_need(p, LEX_NAME);
        if (!arguments(p))
            p->unsure = true;
        return true;
    }
    if (tier1__parse_accept(p, '[')) {
        tier1__parse_expression(p);
        tier1__parse_need(p, ']');
        return true;
    }
    return arguments(p);
}

/* The first suffix of a free name says how it is used. True if there is one.
 */
static bool first_suffix(struct parser *p, size_t name)
{
    int kind = p->token.kind;

    if (kind == '.' && tier1__parse_ahead(p)->kind == LEX_NAME) {
        tier1__parse_advance(p);
        tier1__scope_field(&p->scope, name, p->token.start, p->token.length);
        tier1__parse_advance(p);
        return true;
    }
    if (kind == '[' && tier1__parse_ahead(p)->kind == LEX_TEXT &&
        tier1__parse_ahead(p)->inner) {
        struct lex_token text = *tier1__parse_ahead(p);
        tier1__parse_advance(p);
        if (tier1__parse_ahead(p)->kind == ']')
            tier1__scope_field(&p->scope, name, text.inner, text.inner_length);
        else
            tier1__scope_whole(&p->scope, name);
        tier1__parse_expression(p);
        tier1__parse_need(p, ']');
        return true;
    }
    tier1__scope_whole(&p->scope, name);
    if (name != SCOPE_NONE && (kind == '(' || kind == LEX_TEXT || kind == '{'))
        p->scope.names[name].name.called = true;
    return suffix(p);
}

/* The functions of `table` that change what they are handed may be called with
 * a table of the text's own, and with nothing else; those that only read may
 * be used in any way. At the name's first suffix. */
static bool table_suffix(struct parser *p, size_t name)
{
    static const char *const reading[] = {"concat", "pack", "unpack"};
    bool reads = false;

    if (p->token.kind != '.') {
        p->stores = true;
        return first_suffix(p, name);
    }
    for (size_t i = 0; i < sizeof reading / sizeof reading[0]; i++)
        reads = reads || is_text(tier1__parse_ahead(p), reading[i]);
    first_suffix(p, name);
    if (!reads && (p->token.kind != '(' || !arguments(p) || !p->into_own))
        p->stores = true;
    return true;
}

/* The first suffix of a name; true if there is one. */
static bool name_suffix(struct parser *p, size_t name)
{
    if (name != SCOPE_NONE &&
        strcmp(p->scope.names[name].name.name, "table") == 0)
        return table_suffix(p, name);
    return first_suffix(p, name);
}

/* A name or a parenthesis and its suffixes. Gives the free name where it is
 * nothing but that, for the left of an assignment. */
static size_t suffixed(struct parser *p)
{
    size_t name = SCOPE_NONE;
    size_t count = 0;

    p->suffixes = 0;
    if (p->token.kind == LEX_NAME) {
        name = tier1__scope_find(&p->scope, &p->token);
        tier1__parse_advance(p);
        if (!name_suffix(p, name))
            return name;
        count = 1;
    } else if (tier1__parse_accept(p, '(')) {
        tier1__parse_expression(p);
        tier1__parse_need(p, ')');
    } else {
        p->unsure = true; /* nothing that an expression begins with */
        return SCOPE_NONE;
    }
    while (suffix(p))
        count++;
    p->suffixes = count;
    return SCOPE_NONE;
}

static size_t simple(struct parser *p)
{
    switch (p->token.kind) {
    case LEX_NUMBER:
    case LEX_TEXT:
    case LEX_NIL:
    case LEX_TRUE:
    case LEX_FALSE:
    case LEX_DOTS:
        tier1__parse_advance(p);
        return SCOPE_NONE;
    case '{':
        constructor(p);
        return SCOPE_NONE;
    case LEX_FUNCTION:
        tier1__parse_advance(p);
        tier1__parse_function(p, false);
        return SCOPE_NONE;
    default:
        return suffixed(p);
    }
}

static bool is_binary(int kind)
{
    switch (kind) {
    case '<':
    case '>':
    case LEX_EQ:
    case LEX_NE:
    case LEX_LE:
    case LEX_GE:
    case LEX_AND:
    case LEX_OR:
        return true;
    default:
        return tier1__lex_is_arithmetic(kind);
    }
}

static bool is_unary(int kind)
{
    return kind == '-' || kind == '#' || kind == '~' || kind == LEX_NOT;
}

/* An expression; the free name where it is nothing but that. */
size_t tier1__parse_expression(struct parser *p)
{
    size_t name = SCOPE_NONE;
    unsigned operands = 0;
    bool table = p->token.kind == '{';

    if (!tier1__parse_enter(p))
        return SCOPE_NONE;
    do {
        if (operands++ > 0)
            tier1__parse_advance(p);
        while (is_unary(p->token.kind)) {
            operands++;
            tier1__parse_advance(p);
        }
        name = simple(p);
    } while (is_binary(p->token.kind));
    p->depth--;
    p->fresh = table && operands == 1;
    return operands == 1 ? name : SCOPE_NONE;
}
