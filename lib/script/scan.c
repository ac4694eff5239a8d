/* SPDX-License-Identifier: MIT */
/* Which free names a Lua text uses, and how. A parser that builds nothing: it
 * follows the grammar just so far as scopes need it, takes expressions for
 * statements too, and goes on after what it does not understand. */
#include <string.h>

#include "base/map.h"
#include "script/lex.h"
#include "script/script.h"

/* Lua's own compiler gives up past 200 levels, so that whatever lies deeper
 * never runs. */
#define SCAN_DEPTH 250
/* More fixed fields of one name than this count as a use of the whole. */
#define SCAN_FIELDS 1024

#define NONE SIZE_MAX

struct draft {
    struct scan_name name;
    const char **fields;
    size_t field_cap;
};

struct local {
    const char *name;
    size_t length;
    uint32_t shadowed; /* what the name meant outside */
    bool active;
};

struct parser {
    struct arena *arena;
    struct lex lex;
    struct lex_token token, ahead;
    bool has_ahead;
    struct draft *names;
    size_t name_count, name_cap;
    struct map name_map;
    struct local *locals;
    size_t local_count, local_cap;
    struct map local_map;
    unsigned depth, functions;
    int brackets;
    bool top_comma;
    bool stop; /* too deep, or no memory: nothing but the end comes */
    bool failed;
};

/* ---- tokens ------------------------------------------------------------ */

static void stop(struct parser *p, bool failed)
{
    p->stop = true;
    p->failed = p->failed || failed;
    p->token.kind = LEX_END;
}

static struct lex_token *ahead(struct parser *p)
{
    if (!p->has_ahead) {
        p->ahead = tier1__lex_next(&p->lex);
        p->has_ahead = true;
    }
    return &p->ahead;
}

/* Leaves the present token behind. */
static void advance(struct parser *p)
{
    int kind = p->token.kind;

    if (p->stop || kind == LEX_END)
        return;
    if (kind == '(' || kind == '[' || kind == '{')
        p->brackets++;
    if (kind == ')' || kind == ']' || kind == '}')
        p->brackets--;
    if (kind == ',' && p->brackets == 0 && p->functions == 0)
        p->top_comma = true;
    p->token = *ahead(p);
    p->has_ahead = false;
}

static bool accept(struct parser *p, int kind)
{
    if (p->token.kind != kind)
        return false;
    advance(p);
    return true;
}

static bool enter(struct parser *p)
{
    if (++p->depth > SCAN_DEPTH)
        stop(p, false);
    return !p->stop;
}

/* ---- names ------------------------------------------------------------- */

static size_t add_name(struct parser *p, const struct lex_token *t)
{
    struct draft *d;
    void *grown = tier1__arena_grow(p->arena, p->names, p->name_count,
                                    &p->name_cap, sizeof *p->names);

    if (!grown) {
        stop(p, true);
        return NONE;
    }
    p->names = grown;
    d = &p->names[p->name_count];
    memset(d, 0, sizeof *d);
    d->name.name = tier1__arena_text(p->arena, t->start, t->length);
    d->name.line = t->line;
    d->name.column = tier1__lex_column(t);
    if (!d->name.name || tier1__map_set(&p->name_map, t->start, t->length,
                                        (uint32_t)p->name_count) != 0) {
        stop(p, true);
        return NONE;
    }
    return p->name_count++;
}

/* The free name that a token is, or NONE for a local. */
static size_t find_name(struct parser *p, const struct lex_token *t)
{
    uint32_t known;

    if (tier1__map_get(&p->local_map, t->start, t->length) != MAP_NONE)
        return NONE;
    known = tier1__map_get(&p->name_map, t->start, t->length);
    return known != MAP_NONE ? known : add_name(p, t);
}

static bool has_field(const struct draft *d, const char *text, size_t length)
{
    for (size_t i = 0; i < d->name.field_count; i++) {
        if (strlen(d->fields[i]) == length &&
            memcmp(d->fields[i], text, length) == 0)
            return true;
    }
    return false;
}

static void add_field(struct parser *p, size_t name, const char *text,
                      size_t length)
{
    struct draft *d;
    void *grown;
    char *copy;

    if (name == NONE || has_field(&p->names[name], text, length))
        return;
    d = &p->names[name];
    if (d->name.field_count == SCAN_FIELDS) {
        d->name.whole = true;
        return;
    }
    copy = tier1__arena_text(p->arena, text, length);
    grown = tier1__arena_grow(p->arena, d->fields, d->name.field_count,
                              &d->field_cap, sizeof *d->fields);
    if (!copy || !grown) {
        stop(p, true);
        return;
    }
    d->fields = grown;
    d->fields[d->name.field_count++] = copy;
}

static void use_whole(struct parser *p, size_t name)
{
    if (name != NONE)
        p->names[name].name.whole = true;
}

/* ---- scopes ------------------------------------------------------------ */

/* Notes a local, which is not to be seen before activate(). */
static void declare(struct parser *p, const char *name, size_t length)
{
    struct local *grown = tier1__arena_grow(p->arena, p->locals, p->local_count,
                                            &p->local_cap, sizeof *p->locals);

    if (!grown) {
        stop(p, true);
        return;
    }
    p->locals = grown;
    grown[p->local_count++] = (struct local){name, length, MAP_NONE, false};
}

static void declare_token(struct parser *p)
{
    if (p->token.kind == LEX_NAME)
        declare(p, p->token.start, p->token.length);
    advance(p);
}

static void activate(struct parser *p, size_t from)
{
    for (size_t i = from; i < p->local_count; i++) {
        struct local *l = &p->locals[i];
        if (l->active)
            continue;
        l->active = true;
        l->shadowed = tier1__map_get(&p->local_map, l->name, l->length);
        if (tier1__map_set(&p->local_map, l->name, l->length, (uint32_t)i) != 0)
            stop(p, true);
    }
}

/* Setting a key that is there takes no memory. */
static void close_scope(struct parser *p, size_t mark)
{
    while (p->local_count > mark) {
        const struct local *l = &p->locals[--p->local_count];
        if (l->active)
            (void)tier1__map_set(&p->local_map, l->name, l->length,
                                 l->shadowed);
    }
}

/* ---- expressions ------------------------------------------------------- */

static void expression(struct parser *p);
static void block(struct parser *p);

static void expressions(struct parser *p)
{
    do
        expression(p);
    while (accept(p, ','));
}

static void parameters(struct parser *p, bool method)
{
    size_t from = p->local_count;

    if (method)
        declare(p, "self", 4);
    accept(p, '(');
    while (p->token.kind == LEX_NAME || p->token.kind == LEX_DOTS) {
        declare_token(p);
        if (!accept(p, ','))
            break;
    }
    accept(p, ')');
    activate(p, from);
}

/* Behind the word `function` and a name, if it has one. */
static void function_body(struct parser *p, bool method)
{
    size_t mark = p->local_count;

    p->functions++;
    parameters(p, method);
    block(p);
    accept(p, LEX_END_WORD);
    close_scope(p, mark);
    p->functions--;
}

static void constructor(struct parser *p)
{
    accept(p, '{');
    while (p->token.kind != '}' && p->token.kind != LEX_END) {
        const char *before = p->token.start;
        if (p->token.kind == LEX_NAME && ahead(p)->kind == '=') {
            advance(p);
            advance(p);
        } else if (accept(p, '[')) {
            expression(p);
            accept(p, ']');
            accept(p, '=');
        }
        expression(p);
        if (!accept(p, ','))
            accept(p, ';');
        if (p->token.start == before)
            break;
    }
    accept(p, '}');
}

static bool arguments(struct parser *p)
{
    switch (p->token.kind) {
    case LEX_TEXT:
        advance(p);
        return true;
    case '{':
        constructor(p);
        return true;
    case '(':
        advance(p);
        if (p->token.kind != ')')
            expressions(p);
        accept(p, ')');
        return true;
    default:
        return false;
    }
}

/* One of: .name  [expression]  :name(…)  (…) */
static bool suffix(struct parser *p)
{
    if (accept(p, '.') || accept(p, ':')) {
        accept(p, LEX_NAME);
        return true;
    }
    if (accept(p, '[')) {
        expression(p);
        accept(p, ']');
        return true;
    }
    return arguments(p);
}

/* The first suffix of a free name says how it is used. True if there is one.
 */
static bool first_suffix(struct parser *p, size_t name)
{
    int kind = p->token.kind;

    if (kind == '.' && ahead(p)->kind == LEX_NAME) {
        advance(p);
        add_field(p, name, p->token.start, p->token.length);
        advance(p);
        return true;
    }
    if (kind == '[' && ahead(p)->kind == LEX_TEXT && ahead(p)->inner) {
        struct lex_token text = *ahead(p);
        advance(p);
        if (ahead(p)->kind == ']')
            add_field(p, name, text.inner, text.inner_length);
        else
            use_whole(p, name);
        expression(p);
        accept(p, ']');
        return true;
    }
    use_whole(p, name);
    if (name != NONE && (kind == '(' || kind == LEX_TEXT || kind == '{'))
        p->names[name].name.called = true;
    return suffix(p);
}

/* A name or a parenthesis and its suffixes. Gives the free name where it is
 * nothing but that, for the left of an assignment. */
static size_t suffixed(struct parser *p)
{
    size_t name = NONE;

    if (p->token.kind == LEX_NAME) {
        name = find_name(p, &p->token);
        advance(p);
        if (!first_suffix(p, name))
            return name;
    } else if (accept(p, '(')) {
        expression(p);
        accept(p, ')');
    } else {
        return NONE;
    }
    while (suffix(p))
        continue;
    return NONE;
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
        advance(p);
        return NONE;
    case '{':
        constructor(p);
        return NONE;
    case LEX_FUNCTION:
        advance(p);
        function_body(p, false);
        return NONE;
    default:
        return suffixed(p);
    }
}

static bool is_binary(int kind)
{
    switch (kind) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
    case '&':
    case '|':
    case '~':
    case '<':
    case '>':
    case LEX_IDIV:
    case LEX_SHL:
    case LEX_SHR:
    case LEX_CONCAT:
    case LEX_EQ:
    case LEX_NE:
    case LEX_LE:
    case LEX_GE:
    case LEX_AND:
    case LEX_OR:
        return true;
    default:
        return false;
    }
}

static bool is_unary(int kind)
{
    return kind == '-' || kind == '#' || kind == '~' || kind == LEX_NOT;
}

/* An expression; the free name where it is nothing but that. */
static size_t operand_chain(struct parser *p)
{
    size_t name = NONE;
    unsigned operands = 0;

    if (!enter(p))
        return NONE;
    do {
        if (operands++ > 0)
            advance(p);
        while (is_unary(p->token.kind)) {
            operands++;
            advance(p);
        }
        name = simple(p);
    } while (is_binary(p->token.kind));
    p->depth--;
    return operands == 1 ? name : NONE;
}

static void expression(struct parser *p)
{
    (void)operand_chain(p);
}

/* ---- statements -------------------------------------------------------- */

static void scoped_block(struct parser *p)
{
    size_t mark = p->local_count;

    block(p);
    close_scope(p, mark);
}

static void if_statement(struct parser *p)
{
    do {
        advance(p);
        expression(p);
        accept(p, LEX_THEN);
        scoped_block(p);
    } while (p->token.kind == LEX_ELSEIF);
    if (accept(p, LEX_ELSE))
        scoped_block(p);
    accept(p, LEX_END_WORD);
}

static void for_statement(struct parser *p)
{
    size_t mark = p->local_count;

    advance(p);
    declare_token(p);
    while (accept(p, ','))
        declare_token(p);
    advance(p); /* = or in */
    expressions(p);
    activate(p, mark);
    accept(p, LEX_DO);
    block(p);
    accept(p, LEX_END_WORD);
    close_scope(p, mark);
}

/* The condition sees the locals of the block. */
static void repeat_statement(struct parser *p)
{
    size_t mark = p->local_count;

    advance(p);
    block(p);
    if (accept(p, LEX_UNTIL))
        expression(p);
    close_scope(p, mark);
}

static void function_statement(struct parser *p)
{
    bool method = false;
    size_t name;

    advance(p);
    name = find_name(p, &p->token);
    advance(p);
    if (p->token.kind == '.' || p->token.kind == ':') {
        method = p->token.kind == ':';
        if (ahead(p)->kind == LEX_NAME)
            add_field(p, name, ahead(p)->start, ahead(p)->length);
    } else if (name != NONE) {
        p->names[name].name.assigned = true;
    }
    while (p->token.kind == '.' || p->token.kind == ':') {
        method = p->token.kind == ':';
        advance(p);
        accept(p, LEX_NAME);
    }
    function_body(p, method);
}

static void local_statement(struct parser *p)
{
    size_t from = p->local_count;

    advance(p);
    if (accept(p, LEX_FUNCTION)) {
        declare_token(p);
        activate(p, from);
        function_body(p, false);
        return;
    }
    do {
        declare_token(p);
        if (accept(p, '<')) {
            accept(p, LEX_NAME);
            accept(p, '>');
        }
    } while (accept(p, ','));
    if (accept(p, '='))
        expressions(p);
    activate(p, from);
}

/* An assignment, a call, or (where the text is an expression) anything. That
 * the names of a list are assigned is known only at its end; names past the
 * sixteenth are taken to be. */
static void expression_statement(struct parser *p)
{
    size_t first[16];
    size_t count = 0;

    do {
        size_t name = operand_chain(p);
        if (name != NONE && count < sizeof first / sizeof first[0])
            first[count++] = name;
        else if (name != NONE)
            p->names[name].name.assigned = true;
    } while (accept(p, ','));
    if (!accept(p, '='))
        return;
    for (size_t i = 0; i < count; i++)
        p->names[first[i]].name.assigned = true;
    expressions(p);
}

static void return_statement(struct parser *p)
{
    advance(p);
    switch (p->token.kind) {
    case LEX_END:
    case LEX_END_WORD:
    case LEX_ELSE:
    case LEX_ELSEIF:
    case LEX_UNTIL:
    case ';':
        break;
    default:
        expressions(p);
    }
    accept(p, ';');
}

static void statement_of(struct parser *p)
{
    switch (p->token.kind) {
    case LEX_IF:
        if_statement(p);
        break;
    case LEX_WHILE:
        advance(p);
        expression(p);
        break; /* its `do` is a statement like any other */
    case LEX_DO:
        advance(p);
        scoped_block(p);
        accept(p, LEX_END_WORD);
        break;
    case LEX_FOR:
        for_statement(p);
        break;
    case LEX_REPEAT:
        repeat_statement(p);
        break;
    case LEX_FUNCTION:
        if (ahead(p)->kind == LEX_NAME)
            function_statement(p);
        else
            expression_statement(p);
        break;
    case LEX_LOCAL:
        local_statement(p);
        break;
    case LEX_GOTO:
        advance(p);
        accept(p, LEX_NAME);
        break;
    case LEX_LABEL:
        advance(p);
        accept(p, LEX_NAME);
        accept(p, LEX_LABEL);
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

static void block(struct parser *p)
{
    while (!ends_block(p->token.kind)) {
        const char *before = p->token.start;
        if (!enter(p))
            return;
        statement_of(p);
        p->depth--;
        if (p->token.start == before)
            advance(p);
    }
}

/* ---- the whole --------------------------------------------------------- */

static bool finish(struct parser *p, struct scan *out)
{
    struct scan_name *names =
        tier1__arena_array(p->arena, p->name_count, sizeof *names);

    if (!names)
        return false;
    for (size_t i = 0; i < p->name_count; i++) {
        names[i] = p->names[i].name;
        names[i].fields = p->names[i].fields;
    }
    out->names = names;
    out->name_count = p->name_count;
    out->top_comma = p->top_comma;
    return true;
}

bool tier1__script_scan(struct arena *a, const char *source, size_t length,
                        struct scan *out)
{
    struct parser p = {.arena = a};
    bool ok;

    memset(out, 0, sizeof *out);
    tier1__lex_init(&p.lex, source, length);
    tier1__map_init(&p.name_map, a->allocator);
    tier1__map_init(&p.local_map, a->allocator);
    p.token = tier1__lex_next(&p.lex);
    while (p.token.kind != LEX_END) {
        block(&p);
        if (p.token.kind != LEX_END)
            advance(&p); /* an `end` too many */
    }
    ok = !p.failed && finish(&p, out);
    tier1__map_free(&p.name_map);
    tier1__map_free(&p.local_map);
    return ok;
}
