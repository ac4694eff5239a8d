/* SPDX-License-Identifier: MIT */
/* The text of a condition to its instructions, with the precedences of the Lua
 * 5.4 manual, section 3.4.8. Whatever is not known here makes it none. */
#include <string.h>

#include "base/num.h"
#include "script/condition.h"
#include "script/lex.h"

/* As many as a hook may have that is run directly: direct.h. */
#define TOKENS 40

#define TEMPS (CONDITION_GIVEN + CONDITION_CONSTANTS)

/* How tight an operator holds its operands. */
enum {
    LEVEL_OR = 1,
    LEVEL_AND,
    LEVEL_COMPARE,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_UNARY
};

struct maker {
    const struct hook *hook;
    struct lex lex;
    struct lex_token token;
    unsigned tokens;
    bool wrong;
    unsigned top; /* temporaries that are in use */
    unsigned given_count, constant_count, code_count;
    struct condition_given given[CONDITION_GIVEN];
    tier1_value constants[CONDITION_CONSTANTS];
    struct condition_code code[CONDITION_CODE];
};

static unsigned expression(struct maker *m, unsigned level);

static unsigned wrong(struct maker *m)
{
    m->wrong = true;
    m->token.kind = LEX_END;
    return 0;
}

static void advance(struct maker *m)
{
    if (m->wrong || ++m->tokens > TOKENS + 1) /* the end is one */
        (void)wrong(m);
    else
        m->token = tier1__lex_next(&m->lex);
}

/* ---- operands ---------------------------------------------------------- */

static bool is_word(const struct lex_token *t, const char *word)
{
    return strlen(word) == t->length && memcmp(word, t->start, t->length) == 0;
}

static const struct hook_name *find_name(const struct maker *m)
{
    for (size_t i = 0; i < m->hook->name_count; i++) {
        if (is_word(&m->token, m->hook->names[i].name))
            return &m->hook->names[i];
    }
    return NULL;
}

static const char *find_field(const struct hook_name *name, const char *text,
                              size_t length)
{
    for (size_t i = 0; text && i < name->field_count; i++) {
        if (strlen(name->fields[i]) == length &&
            memcmp(name->fields[i], text, length) == 0)
            return name->fields[i];
    }
    return NULL;
}

/* .field or ["field"], behind a name; NULL and wrong where it is neither. */
static const char *read_field(struct maker *m, const struct hook_name *name)
{
    bool bracket = m->token.kind == '[';
    const char *field = NULL;

    advance(m);
    if (bracket && m->token.kind == LEX_TEXT)
        field = find_field(name, m->token.inner, m->token.inner_length);
    else if (!bracket && m->token.kind == LEX_NAME)
        field = find_field(name, m->token.start, m->token.length);
    if (!field)
        (void)wrong(m);
    advance(m);
    if (bracket && m->token.kind != ']')
        (void)wrong(m);
    if (bracket)
        advance(m);
    return field;
}

static unsigned give(struct maker *m, const struct hook_name *name,
                     const char *field)
{
    struct condition_given *g = m->given;

    for (unsigned i = 0; i < m->given_count; i++) {
        if (g[i].name == name && g[i].field == field)
            return i;
    }
    if (m->wrong || m->given_count == CONDITION_GIVEN)
        return wrong(m);
    g[m->given_count] = (struct condition_given){
        name, field,
        name->kind == NAME_VARIABLE && !field ? name->index : NO_SLOT};
    return m->given_count++;
}

/* What is always a map. */
static bool is_map(const struct hook_name *name)
{
    if (name->kind != NAME_CONTEXT)
        return false;
    switch ((enum context)name->index) {
    case CONTEXT_ANSWERS:
    case CONTEXT_HISTORY:
    case CONTEXT_VISITS:
    case CONTEXT_TRIED:
    case CONTEXT_REFUSED:
    case CONTEXT_SESSION:
    case CONTEXT_FLOW:
        return true;
    default:
        return false;
    }
}

/* A name is used whole, or by its fields: Lua would be given both. */
static unsigned named(struct maker *m)
{
    const struct hook_name *name = find_name(m);
    const char *field = NULL;

    if (!name || (name->kind != NAME_VARIABLE && name->kind != NAME_DATA &&
                  name->kind != NAME_CONTEXT))
        return wrong(m);
    advance(m);
    if (m->token.kind == '.' || m->token.kind == '[')
        field = read_field(m, name);
    if (name->whole != (field == NULL) || (is_map(name) && !field))
        return wrong(m);
    return give(m, name, field);
}

static unsigned constant(struct maker *m, tier1_value v)
{
    advance(m);
    if (m->wrong || m->constant_count == CONDITION_CONSTANTS)
        return wrong(m);
    m->constants[m->constant_count] = v;
    return CONDITION_GIVEN + m->constant_count++;
}

/* Digits, and a point among them. One that is no integer of 64 bits is a
 * number, as in Lua. */
static unsigned number(struct maker *m)
{
    const struct lex_token *t = &m->token;
    tier1_value v = {.type = TIER1_INTEGER};

    for (size_t i = 0; i < t->length; i++) {
        if (t->start[i] != '.' && (t->start[i] < '0' || t->start[i] > '9'))
            return wrong(m);
    }
    if (!tier1__num_integer(t->start, t->length, &v.as.integer)) {
        v.type = TIER1_NUMBER;
        if (!tier1__num_number(t->start, t->length, &v.as.number))
            return wrong(m);
    }
    return constant(m, v);
}

static unsigned text(struct maker *m)
{
    const struct lex_token *t = &m->token;

    if (!t->inner || t->inner_length > UINT32_MAX)
        return wrong(m);
    return constant(m, (tier1_value){.type = TIER1_TEXT,
                                     .count = (uint32_t)t->inner_length,
                                     .as.text = t->inner});
}

static unsigned operand(struct maker *m)
{
    unsigned cell;

    switch (m->token.kind) {
    case LEX_NAME:
        return named(m);
    case LEX_NUMBER:
        return number(m);
    case LEX_TEXT:
        return text(m);
    case LEX_NIL:
        return constant(m, tier1__value_null);
    case LEX_TRUE:
        return constant(m, tier1__value_true);
    case LEX_FALSE:
        return constant(m, tier1__value_false);
    case '(':
        advance(m);
        cell = expression(m, 0);
        if (m->token.kind != ')')
            return wrong(m);
        advance(m);
        return cell;
    default:
        return wrong(m);
    }
}

/* ---- operators --------------------------------------------------------- */

static unsigned emit(struct maker *m, unsigned op, unsigned to, unsigned a,
                     unsigned b)
{
    if (m->code_count == CONDITION_CODE || to >= CONDITION_CELLS)
        return wrong(m);
    m->code[m->code_count++] = (struct condition_code){(uint8_t)op, (uint8_t)to,
                                                       (uint8_t)a, (uint8_t)b};
    return to;
}

/* What comes of an operator lies in the first temporary that its operands
 * needed, or might have. */
static unsigned put(struct maker *m, unsigned op, unsigned base, unsigned a,
                    unsigned b)
{
    m->top = base + 1;
    return emit(m, op, TEMPS + base, a, b);
}

static unsigned unary(struct maker *m)
{
    unsigned base = m->top, a;
    int kind = m->token.kind;

    if (kind != LEX_NOT && kind != '-')
        return operand(m);
    advance(m);
    a = expression(m, LEVEL_UNARY);
    return put(m, kind == '-' ? CONDITION_NEG : CONDITION_NOT, base, a, a);
}

static unsigned level_of(int kind)
{
    switch (kind) {
    case LEX_OR:
        return LEVEL_OR;
    case LEX_AND:
        return LEVEL_AND;
    case '<':
    case '>':
    case LEX_LE:
    case LEX_GE:
    case LEX_EQ:
    case LEX_NE:
        return LEVEL_COMPARE;
    case '+':
    case '-':
        return LEVEL_SUM;
    case '*':
        return LEVEL_PRODUCT;
    default:
        return 0;
    }
}

static unsigned operate(struct maker *m, int kind, unsigned base, unsigned a,
                        unsigned b)
{
    switch (kind) {
    case '<':
        return put(m, CONDITION_LT, base, a, b);
    case '>':
        return put(m, CONDITION_LT, base, b, a);
    case LEX_LE:
        return put(m, CONDITION_LE, base, a, b);
    case LEX_GE:
        return put(m, CONDITION_LE, base, b, a);
    case LEX_EQ:
        return put(m, CONDITION_EQ, base, a, b);
    case LEX_NE:
        return put(m, CONDITION_NE, base, a, b);
    case '+':
        return put(m, CONDITION_ADD, base, a, b);
    case '-':
        return put(m, CONDITION_SUB, base, a, b);
    default:
        return put(m, CONDITION_MUL, base, a, b);
    }
}

/* `and` and `or`: the second is worked out in the place of the first, unless
 * that decides. */
static unsigned either(struct maker *m, int kind, unsigned base, unsigned a)
{
    unsigned to = TEMPS + base, jump, b;

    if (a != to)
        (void)put(m, CONDITION_MOVE, base, a, a);
    jump = m->code_count;
    (void)emit(m, kind == LEX_AND ? CONDITION_AND : CONDITION_OR, to, to, 0);
    m->top = base;
    b = expression(m, kind == LEX_AND ? LEVEL_AND : LEVEL_OR);
    if (b != to)
        (void)put(m, CONDITION_MOVE, base, b, b);
    if (!m->wrong)
        m->code[jump].b = (uint8_t)m->code_count;
    return to;
}

/* One whose operators hold tighter than `level`. The cell that it lies in: an
 * operand's, or the first temporary that was free. */
static unsigned expression(struct maker *m, unsigned level)
{
    unsigned base = m->top;
    unsigned a = unary(m);

    for (;;) {
        int kind = m->token.kind;
        unsigned own = level_of(kind);
        if (own <= level)
            return a;
        advance(m);
        if (own <= LEVEL_AND)
            a = either(m, kind, base, a);
        else
            a = operate(m, kind, base, a, expression(m, own));
    }
}

/* ---- the whole --------------------------------------------------------- */

static bool is_settled(const struct maker *m)
{
    for (unsigned i = 0; i < m->given_count; i++) {
        if (m->given[i].name->kind == NAME_CONTEXT)
            return false;
    }
    return true;
}

static void *keep(struct arena *a, const void *items, size_t count, size_t size)
{
    void *copy = tier1__arena_bare(a, count * size);

    if (copy && count)
        memcpy(copy, items, count * size);
    return copy;
}

static bool make(struct arena *a, const struct maker *m, unsigned result,
                 const struct condition **out)
{
    struct condition *c = tier1__arena_bare(a, sizeof *c);

    if (!c)
        return false;
    *c = (struct condition){
        .given_count = (uint8_t)m->given_count,
        .constant_count = (uint8_t)m->constant_count,
        .code_count = (uint8_t)m->code_count,
        .result = (uint8_t)result,
        .settled = is_settled(m),
        .given = keep(a, m->given, m->given_count, sizeof *m->given),
        .constants =
            keep(a, m->constants, m->constant_count, sizeof *m->constants),
        .code = keep(a, m->code, m->code_count, sizeof *m->code),
    };
    if (!c->given || !c->constants || !c->code || !tier1__condition_tests(a, c))
        return false;
    *out = c;
    return true;
}

bool tier1__condition_parse(struct arena *a, const struct hook *hook,
                            const struct condition **out)
{
    struct maker m;
    unsigned result;

    *out = NULL;
    m.hook = hook;
    m.tokens = m.top = 0;
    m.given_count = m.constant_count = m.code_count = 0;
    m.wrong = false;
    tier1__lex_init(&m.lex, hook->source, hook->length);
    advance(&m);
    result = expression(&m, 0);
    if (m.wrong || m.token.kind != LEX_END || m.lex.commented ||
        memchr(hook->source, 0, hook->length))
        return true;
    return make(a, &m, result, out);
}
