/* SPDX-License-Identifier: MIT */
/* Which hooks need nothing made for their call, and what is compiled of them:
 *
 *     return function(a,b) return EXPRESSION end
 *     return function(a,b) do STATEMENTS end return b end
 *
 * Where an expression uses a name with fixed fields only (visits.start), each
 * field is a parameter of its own, and no table is made.
 *
 * Without a function, a loop and a jump in it, a text runs from its beginning
 * to its end once, and what it calls is C. Then each of its tokens takes two
 * instructions at most, all in all: an operand one, an operator between two
 * operands three (a comparison, a jump, and the making of true or false). */
#include "script/direct.h"

#include <string.h>

#include "base/arena.h"
#include "script/chunk.h"
#include "script/lex.h"
#include "script/message.h"
#include "script/proof.h"
#include "script/textbuf.h"

/* Of two instructions each, with what the names take, well below HOOK_COUNT. */
#define TOKENS 40

/* What parameters that are fields are called, with two numbers behind. */
#define FIELD "tier1_"

/* ---- the proof --------------------------------------------------------- */

static bool is_word(const struct lex_token *t, const char *word)
{
    return t->length == strlen(word) && memcmp(t->start, word, t->length) == 0;
}

/* What can go round, leave early, or come from elsewhere. pcall would show a
 * message that the hook's usual way words otherwise. And what could be taken
 * for a name of this file's. */
static bool is_foreign(const struct lex_token *t)
{
    switch (t->kind) {
    case LEX_BREAK:
    case LEX_DOTS:
    case LEX_FOR:
    case LEX_FUNCTION:
    case LEX_GOTO:
    case LEX_LABEL:
    case LEX_REPEAT:
    case LEX_RETURN:
    case LEX_UNTIL:
    case LEX_WHILE:
        return true;
    case LEX_NAME:
        return is_word(t, "_ENV") || is_word(t, "host") ||
               is_word(t, "pcall") ||
               (t->length >= strlen(FIELD) &&
                memcmp(t->start, FIELD, strlen(FIELD)) == 0);
    default:
        return false;
    }
}

/* What would end the function, or what Lua would take before its `end` alone.
 */
static bool is_outside_expression(int kind)
{
    return kind == LEX_END_WORD || kind == ';';
}

/* May the second of two tokens call what the first gives? */
static bool is_call(int before, int kind)
{
    return kind == ':' || (kind == '(' && (before == LEX_NAME ||
                                           before == ')' || before == ']'));
}

/* Two texts are held against each other as the locale wants it, and a text that
 * is taken for a number is read so. A comparison with a number fails where the
 * other side is a text. */
static bool asks_locale(int before, int kind, int behind)
{
    switch (kind) {
    case '<':
    case '>':
    case LEX_LE:
    case LEX_GE:
        return before != LEX_NUMBER && behind != LEX_NUMBER;
    default:
        return tier1__lex_is_arithmetic(kind) || is_call(before, kind);
    }
}

/* Whether its tokens are few, and none is foreign. */
static bool is_brief(const struct hook *hook, struct compiled *c)
{
    struct lex lex;
    struct lex_token t, next;
    int before = LEX_END;
    unsigned count = 0;

    tier1__lex_init(&lex, hook->source, hook->length);
    for (t = tier1__lex_next(&lex); t.kind != LEX_END; t = next) {
        next = tier1__lex_next(&lex);
        if (++count > TOKENS || is_foreign(&t))
            return false;
        if (hook->form == HOOK_EXPRESSION && is_outside_expression(t.kind))
            return false;
        c->calls = c->calls || is_call(before, t.kind);
        c->locale = c->locale || asks_locale(before, t.kind, next.kind);
        before = t.kind;
    }
    return count > 0;
}

static bool are_names_direct(const struct hook *hook, struct compiled *c)
{
    size_t count = 0;

    c->given = hook->form == HOOK_EXPRESSION;

    for (size_t i = 0; i < hook->name_count; i++) {
        const struct hook_name *name = &hook->names[i];
        if (name->kind == NAME_HELPER)
            return false;
        c->given = (uint8_t)(c->given + tier1__direct_gives(hook, i));
        c->fields = c->fields || tier1__direct_in_fields(hook, i);
        count += tier1__direct_in_fields(hook, i) ? name->field_count : 1;
        if (count > DIRECT_NAMES)
            return false;
    }
    return true;
}

/* Is it known of each name that the text assigns? */
static bool knows_assigned(const struct hook *hook, const struct scan *scan)
{
    for (size_t i = 0; i < scan->name_count; i++) {
        bool known = !scan->names[i].assigned;
        for (size_t j = 0; j < hook->name_count && !known; j++)
            known = tier1__direct_gives(hook, j) &&
                    strcmp(hook->names[j].name, scan->names[i].name) == 0;
        if (!known)
            return false;
    }
    return true;
}

/* Statements that change nothing but the names that they assign. */
static bool is_assigning(const struct script *s, const struct hook *hook)
{
    struct arena a;
    struct scan scan;
    bool is;

    tier1__arena_init(&a, s->engine->allocator, 1024, 0);
    is = tier1__script_scan(&a, hook->source, hook->length, &scan) &&
         scan.steady && knows_assigned(hook, &scan);
    tier1__arena_free(&a);
    return is;
}

static bool is_direct(const struct script *s, const struct hook *hook,
                      struct compiled *c)
{
    if (hook->form != HOOK_EXPRESSION && hook->form != HOOK_STATEMENTS)
        return false;
    return memchr(hook->source, 0, hook->length) == NULL && is_brief(hook, c) &&
           are_names_direct(hook, c) &&
           (hook->form == HOOK_EXPRESSION || is_assigning(s, hook));
}

void tier1__direct_look(const struct script_use *use, const struct hook *hook,
                        struct compiled *c)
{
    bool nomem;

    *c = (struct compiled){.ref = c->ref, .direct = LUA_NOREF};
    if (!tier1__proof_holds(use, hook, &nomem) ||
        !is_direct(use->script, hook, c))
        c->direct = LUA_REFNIL;
}

/* ---- the function ------------------------------------------------------ */

bool tier1__direct_gives(const struct hook *hook, size_t name)
{
    const struct hook_name *n = &hook->names[name];

    return hook->form == HOOK_STATEMENTS && n->assigned &&
           (n->kind == NAME_VARIABLE ||
            (n->kind == NAME_CONTEXT && n->index == CONTEXT_LANGUAGE));
}

bool tier1__direct_in_fields(const struct hook *hook, size_t name)
{
    const struct hook_name *n = &hook->names[name];

    return hook->form == HOOK_EXPRESSION && !n->whole && n->field_count > 0 &&
           tier1__chunk_is_parameter(n);
}

static void add(struct textbuf *b, const char *text)
{
    tier1__textbuf_add(b, text, strlen(text));
}

static void add_field(struct textbuf *b, size_t name, size_t field)
{
    char text[] = " " FIELD "nf "; /* both are below DIRECT_NAMES */
    size_t at = strlen(" " FIELD);

    text[at] = (char)('a' + name);
    text[at + 1] = (char)('a' + field);
    add(b, text);
}

static void add_parameters(struct textbuf *b, const struct hook *hook)
{
    const char *before = "";

    for (size_t i = 0; i < hook->name_count; i++) {
        bool fields = tier1__direct_in_fields(hook, i);
        size_t count = fields ? hook->names[i].field_count : 1;
        for (size_t j = 0;
             tier1__chunk_is_parameter(&hook->names[i]) && j < count; j++) {
            add(b, before);
            if (fields)
                add_field(b, i, j);
            else
                add(b, hook->names[i].name);
            before = ",";
        }
    }
}

static void add_given(struct textbuf *b, const struct hook *hook)
{
    const char *before = "";

    for (size_t i = 0; i < hook->name_count; i++) {
        if (!tier1__direct_gives(hook, i))
            continue;
        add(b, before);
        add(b, hook->names[i].name);
        before = ",";
    }
}

/* The name of the hook that a token is and that comes in fields; or SIZE_MAX.
 */
static size_t name_in_fields(const struct hook *hook, const struct lex_token *t)
{
    for (size_t i = 0; t->kind == LEX_NAME && i < hook->name_count; i++) {
        if (tier1__direct_in_fields(hook, i) && is_word(t, hook->names[i].name))
            return i;
    }
    return SIZE_MAX;
}

static size_t find_field(const struct hook_name *name, const char *text,
                         size_t length)
{
    for (size_t i = 0; text && i < name->field_count; i++) {
        if (strlen(name->fields[i]) == length &&
            memcmp(name->fields[i], text, length) == 0)
            return i;
    }
    return SIZE_MAX;
}

/* Reads on behind such a name: .field or ["field"]. SIZE_MAX: neither. */
static size_t read_field(struct lex *lex, const struct hook_name *name)
{
    struct lex_token t = tier1__lex_next(lex);
    size_t field;

    if (t.kind == '.') {
        t = tier1__lex_next(lex);
        return find_field(name, t.start, t.length);
    }
    if (t.kind != '[')
        return SIZE_MAX;
    t = tier1__lex_next(lex);
    field = find_field(name, t.inner, t.inner_length);
    return tier1__lex_next(lex).kind == ']' ? field : SIZE_MAX;
}

/* The expression, with parameters in the place of fields. */
static void add_expression(lua_State *lua, struct textbuf *b,
                           const struct hook *hook)
{
    const char *from = hook->source;
    struct lex lex;
    struct lex_token t;
    int before = LEX_END;

    tier1__lex_init(&lex, hook->source, hook->length);
    while ((t = tier1__lex_next(&lex)).kind != LEX_END) {
        size_t name = before == '.' || before == ':' ? SIZE_MAX
                                                     : name_in_fields(hook, &t);
        before = t.kind;
        if (name != SIZE_MAX) {
            size_t field = read_field(&lex, &hook->names[name]);
            if (field == SIZE_MAX)
                luaL_error(lua, "a name is used otherwise than it is said");
            tier1__textbuf_add(b, from, (size_t)(t.start - from));
            add_field(b, name, field);
            from = lex.at;
        }
    }
    tier1__textbuf_add(b, from, (size_t)(hook->source + hook->length - from));
}

static void push_text(lua_State *lua, const struct hook *hook)
{
    struct textbuf b;

    tier1__textbuf_init(&b, lua);
    add(&b, "return function(");
    add_parameters(&b, hook);
    if (hook->form == HOOK_EXPRESSION) {
        add(&b, ") return ");
        add_expression(lua, &b, hook);
    } else {
        add(&b, ") do ");
        tier1__textbuf_add(&b, hook->source, hook->length);
        add(&b, "\nend return ");
        add_given(&b, hook);
    }
    add(&b, "\nend");
    tier1__textbuf_push(&b);
}

/* What ends early would end the function: so the statements are compiled as
 * they stand first, and only what Lua takes so comes between `do` and `end`. */
static void compile(lua_State *lua, const struct script_use *use,
                    const struct hook *hook, int *ref)
{
    int top = lua_gettop(lua);
    size_t length;
    const char *text;

    luaL_checkstack(lua, 8, NULL);
    if (hook->form == HOOK_STATEMENTS)
        tier1__chunk_compile(lua, hook);
    else
        tier1__chunk_check(lua, hook);
    push_text(lua, hook);
    text = lua_tolstring(lua, -1, &length);
    if (luaL_loadbufferx(lua, text, length, "=" CHUNK_HOOK, "t") != LUA_OK)
        lua_error(lua);
    lua_rawgeti(lua, LUA_REGISTRYINDEX, use->script->hook_env);
    lua_upvaluejoin(lua, -2, 1, -1, 1);
    lua_pop(lua, 1);
    lua_call(lua, 0, 1);
    *ref = luaL_ref(lua, LUA_REGISTRYINDEX);
    lua_settop(lua, top);
}

void tier1__direct_push(lua_State *lua, const struct script_use *use,
                        const struct hook *hook)
{
    struct compiled *c = &use->hooks[hook->index];

    if (c->direct == LUA_NOREF) {
        int ref;
        c->direct = LUA_REFNIL; /* where it fails */
        compile(lua, use, hook, &ref);
        c->direct = ref;
    }
    lua_rawgeti(lua, LUA_REGISTRYINDEX, c->direct);
}
