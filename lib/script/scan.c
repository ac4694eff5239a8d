/* SPDX-License-Identifier: MIT */
/* Which free names a Lua text uses, and how. Follows the grammar just so far
 * as scopes need it, takes expressions for statements too, and goes on after
 * what it does not understand. */
#include <string.h>

#include "script/parse.h"

/* ---- statements -------------------------------------------------------- */

static void scoped_block(struct parser *p)
{
    size_t mark = p->scope.local_count;

    tier1__parse_block(p);
    tier1__scope_close(&p->scope, mark);
}

static void if_statement(struct parser *p)
{
    do {
        tier1__parse_advance(p);
        tier1__parse_expression(p);
        tier1__parse_accept(p, LEX_THEN);
        scoped_block(p);
    } while (p->token.kind == LEX_ELSEIF);
    if (tier1__parse_accept(p, LEX_ELSE))
        scoped_block(p);
    tier1__parse_accept(p, LEX_END_WORD);
}

static void for_statement(struct parser *p)
{
    size_t mark = p->scope.local_count;

    tier1__parse_advance(p);
    tier1__parse_local(p);
    while (tier1__parse_accept(p, ','))
        tier1__parse_local(p);
    tier1__parse_explain(p);
    tier1__parse_advance(p); /* = or in */
    tier1__parse_list(p);
    tier1__scope_activate(&p->scope, mark);
    tier1__parse_accept(p, LEX_DO);
    tier1__parse_block(p);
    tier1__parse_accept(p, LEX_END_WORD);
    tier1__scope_close(&p->scope, mark);
}

/* The condition sees the locals of the block. */
static void repeat_statement(struct parser *p)
{
    size_t mark = p->scope.local_count;

    tier1__parse_advance(p);
    tier1__parse_block(p);
    if (tier1__parse_accept(p, LEX_UNTIL))
        tier1__parse_expression(p);
    tier1__scope_close(&p->scope, mark);
}

static void function_statement(struct parser *p)
{
    bool method = false;
    size_t name;

    tier1__parse_advance(p);
    name = tier1__scope_find(&p->scope, &p->token);
    p->stores = p->stores || tier1__parse_is_own(p, &p->token);
    tier1__parse_advance(p);
    if (p->token.kind == '.' || p->token.kind == ':') {
        method = p->token.kind == ':';
        if (tier1__parse_ahead(p)->kind == LEX_NAME)
            tier1__scope_field(&p->scope, name, tier1__parse_ahead(p)->start,
                               tier1__parse_ahead(p)->length);
        p->stores = true;
    } else if (name != SCOPE_NONE) {
        p->scope.names[name].name.assigned = true;
    }
    while (p->token.kind == '.' || p->token.kind == ':') {
        method = p->token.kind == ':';
        tier1__parse_advance(p);
        tier1__parse_accept(p, LEX_NAME);
    }
    tier1__parse_function(p, method);
}

/* What the locals from `local` on are given. One whose value is {…} holds a
 * table that nothing else knows. */
static void local_values(struct parser *p, size_t local)
{
    do {
        tier1__parse_expression(p);
        if (local < p->scope.local_count)
            p->scope.locals[local++].own = p->fresh;
    } while (tier1__parse_accept(p, ','));
}

static void local_statement(struct parser *p)
{
    size_t from = p->scope.local_count;

    tier1__parse_advance(p);
    if (tier1__parse_accept(p, LEX_FUNCTION)) {
        tier1__parse_local(p);
        tier1__scope_activate(&p->scope, from);
        tier1__parse_function(p, false);
        return;
    }
    do {
        tier1__parse_local(p);
        if (tier1__parse_accept(p, '<')) {
            tier1__parse_accept(p, LEX_NAME);
            tier1__parse_accept(p, '>');
        }
    } while (tier1__parse_accept(p, ','));
    tier1__parse_explain(p);
    if (tier1__parse_accept(p, '='))
        local_values(p, from);
    tier1__scope_activate(&p->scope, from);
}

/* A thing on the left of an assignment, if it is one. Gives the free name
 * where it is nothing but that. *changes, if giving it a value may change a
 * table that is not the text's own, or lose sight of one that is. */
static size_t left_side(struct parser *p, bool *changes)
{
    bool name = p->token.kind == LEX_NAME;
    bool own = tier1__parse_is_own(p, &p->token);
    int next = tier1__parse_ahead(p)->kind;
    size_t found = tier1__parse_expression(p);

    if (name && (next == ',' || next == '='))
        *changes = *changes || own;
    else
        *changes = *changes || !own || p->suffixes != 1;
    return found;
}

/* An assignment, a call, or (where the text is an expression) anything. That
 * the names of a list are assigned is known only at its end; names past the
 * sixteenth are taken to be. */
static void expression_statement(struct parser *p)
{
    size_t first[16];
    size_t count = 0;
    bool changes = false;

    do {
        size_t name = left_side(p, &changes);
        if (name != SCOPE_NONE && count < sizeof first / sizeof first[0])
            first[count++] = name;
        else if (name != SCOPE_NONE)
            p->scope.names[name].name.assigned = true;
    } while (tier1__parse_accept(p, ','));
    tier1__parse_explain(p);
    if (!tier1__parse_accept(p, '='))
        return;
    p->unsure = true;
    p->stores = p->stores || changes;
    for (size_t i = 0; i < count; i++)
        p->scope.names[first[i]].name.assigned = true;
    tier1__parse_list(p);
}

static void return_statement(struct parser *p)
{
    tier1__parse_advance(p);
    switch (p->token.kind) {
    case LEX_END:
    case LEX_END_WORD:
    case LEX_ELSE:
    case LEX_ELSEIF:
    case LEX_UNTIL:
    case ';':
        break;
    default:
        tier1__parse_list(p);
    }
    tier1__parse_accept(p, ';');
}

static bool is_statement(int kind)
{
    switch (kind) {
    case LEX_IF:
    case LEX_WHILE:
    case LEX_DO:
    case LEX_FOR:
    case LEX_REPEAT:
    case LEX_LOCAL:
    case LEX_GOTO:
    case LEX_LABEL:
    case LEX_RETURN:
        return true;
    default:
        return false;
    }
}

static void statement_of(struct parser *p)
{
    /* one expression is all that it vouches for */
    p->unsure |= p->statements++ > 0 || is_statement(p->token.kind);
    switch (p->token.kind) {
    case LEX_IF:
        if_statement(p);
        break;
    case LEX_WHILE:
        tier1__parse_advance(p);
        tier1__parse_expression(p);
        break; /* its `do` is a statement like any other */
    case LEX_DO:
        tier1__parse_advance(p);
        scoped_block(p);
        tier1__parse_accept(p, LEX_END_WORD);
        break;
    case LEX_FOR:
        for_statement(p);
        break;
    case LEX_REPEAT:
        repeat_statement(p);
        break;
    case LEX_FUNCTION:
        if (tier1__parse_ahead(p)->kind == LEX_NAME)
            function_statement(p);
        else
            expression_statement(p);
        break;
    case LEX_LOCAL:
        local_statement(p);
        break;
    case LEX_GOTO:
        tier1__parse_advance(p);
        tier1__parse_accept(p, LEX_NAME);
        break;
    case LEX_LABEL:
        tier1__parse_advance(p);
        tier1__parse_accept(p, LEX_NAME);
        tier1__parse_accept(p, LEX_LABEL);
        break;
    case LEX_RETURN:
        return_statement(p);
        break;
    default:
        expression_statement(p);
    }
}

static bool ends_block(int kind)
{
    return kind == LEX_END || kind == LEX_END_WORD || kind == LEX_ELSE ||
           kind == LEX_ELSEIF || kind == LEX_UNTIL;
}

void tier1__parse_block(struct parser *p)
{
    while (!ends_block(p->token.kind)) {
        const char *before = p->token.start;
        if (!tier1__parse_enter(p))
            return;
        statement_of(p);
        p->depth--;
        if (p->token.start == before)
            tier1__parse_advance(p);
    }
}

/* ---- the whole --------------------------------------------------------- */

static bool finish(struct parser *p, struct scan *out)
{
    struct scan_name *names =
        tier1__arena_array(p->scope.arena, p->scope.name_count, sizeof *names);

    if (!names)
        return false;
    for (size_t i = 0; i < p->scope.name_count; i++) {
        names[i] = p->scope.names[i].name;
        names[i].fields = p->scope.names[i].fields;
    }
    out->names = names;
    out->name_count = p->scope.name_count;
    out->top_comma = p->top_comma;
    out->sound =
        p->statements == 1 && !p->unsure && !p->top_comma && !p->lex.commented;
    out->steady = !p->stop && !p->stores && p->equals == p->explained;
    return true;
}

bool tier1__script_scan(struct arena *a, const char *source, size_t length,
                        struct scan *out)
{
    struct parser p = {0};
    bool ok;

    memset(out, 0, sizeof *out);
    tier1__lex_init(&p.lex, source, length);
    tier1__scope_init(&p.scope, a);
    p.token = tier1__lex_next(&p.lex);
    while (p.token.kind != LEX_END) {
        tier1__parse_block(&p);
        p.unsure |= p.token.kind != LEX_END;
        if (p.token.kind != LEX_END)
            tier1__parse_advance(&p); /* an `end` too many */
    }
    ok = !p.scope.failed && finish(&p, out);
    tier1__scope_free(&p.scope);
    return ok;
}
