/* SPDX-License-Identifier: MIT */
/* Lua that says what it does not mean, as far as its own text shows it; and
 * what the other rules about variables need to know of it. */
#include "compile/lint_lua.h"

#include "compile/lint_tokens.h"

/* An expression of so many bytes is shown in a hint. */
#define SHOWN 60

struct noting {
    struct unit *u;
    const struct places *places;
    size_t at; /* of the hook in the scalar */
    const struct hook *hook;
    struct lint_tokens t;
    struct lint_lua *out;
    struct lint_use *uses;
    size_t cap;
};

static int kind(const struct noting *n, size_t i)
{
    return i < n->t.count ? n->t.items[i].lex.kind : LEX_END;
}

static struct span span_of(const struct noting *n, size_t first, size_t last)
{
    const struct lex_token *a = &n->t.items[first].lex;
    const struct lex_token *b = &n->t.items[last].lex;

    return tier1__place_part(n->places,
                             n->at + (size_t)(a->start - n->hook->source),
                             (size_t)(b->start - a->start) + b->length);
}

static bool is_word(const struct noting *n, size_t i, const char *word)
{
    const struct lex_token *t = &n->t.items[i].lex;
    return t->length == strlen(word) && memcmp(t->start, word, t->length) == 0;
}

/* What a free name is in its hook; NULL where it is a local, or unknown. */
static const struct hook_name *name_of(const struct noting *n, size_t i)
{
    if (!tier1__lint_is_name(&n->t, i))
        return NULL;
    for (size_t j = 0; j < n->hook->name_count; j++)
        if (is_word(n, i, n->hook->names[j].name))
            return &n->hook->names[j];
    return NULL;
}

static bool in_context(const struct hook_name *name, unsigned context)
{
    return name->kind == NAME_CONTEXT && name->index == context;
}

static const char *copy(struct noting *n, const char *text, size_t length)
{
    const char *p = tier1__arena_text(&n->u->c->temp, text, length);
    if (!p)
        n->u->c->nomem = true;
    return p;
}

/* The text from a token up to another. */
static const char *between(struct noting *n, size_t first, size_t end)
{
    const char *from = n->t.items[first].lex.start;
    const struct lex_token *last = &n->t.items[end - 1].lex;
    size_t length = (size_t)(last->start - from) + last->length;

    return length > SHOWN || memchr(from, '\n', length) ? NULL
                                                        : copy(n, from, length);
}

static struct lint_use *add(struct noting *n, int use,
                            const struct hook_name *name, struct span span)
{
    struct lint_use *items = tier1__arena_grow(
        &n->u->c->temp, n->uses, n->out->count, &n->cap, sizeof *items);
    if (!items) {
        n->u->c->nomem = true;
        return NULL;
    }
    n->uses = items;
    n->out->uses = items;
    items[n->out->count] =
        (struct lint_use){.name = name, .span = span, .kind = (uint8_t)use};
    return &items[n->out->count++];
}

/* ---- reads and writes -------------------------------------------------- */

/* May something before this token have assigned the name that stands there? */
static bool assigned_before(const struct noting *n, size_t at)
{
    const struct lint_tokens *t = &n->t;

    for (size_t i = 1; i < t->count; i++) {
        const struct lint_token *one = &t->items[i];
        if (!one->target || one->lex.length != t->items[at].lex.length ||
            memcmp(one->lex.start, t->items[at].lex.start, one->lex.length) !=
                0)
            continue;
        if (t->loops || (i < at && one->value_end <= at))
            return true;
    }
    return false;
}

static void note_field(struct noting *n, struct lint_use *use, size_t field)
{
    const struct lex_token *t = &n->t.items[field].lex;
    if (use && field)
        use->field = t->kind == LEX_TEXT ? copy(n, t->inner, t->inner_length)
                                         : copy(n, t->start, t->length);
}

static void note_name(struct noting *n, size_t i)
{
    const struct hook_name *name = name_of(n, i);
    struct lint_operand o;
    struct lint_use *use;

    if (!name ||
        (name->kind != NAME_VARIABLE && !in_context(name, CONTEXT_ANSWERS)))
        return;
    (void)tier1__lint_operand(&n->t, i, &o);
    if (n->t.items[i].target) {
        (void)add(n, LINT_WRITE, name, span_of(n, i, i));
        return;
    }
    use = add(n, LINT_READ, name, span_of(n, i, i));
    if (use)
        use->covered = tier1__lint_is_local(&n->t, i) || assigned_before(n, i);
    note_field(n, use, o.field);
    if (name->kind != NAME_VARIABLE || !o.field ||
        tier1__lint_is_local(&n->t, i))
        return;
    use = add(n, LINT_MEMBER, name, span_of(n, o.field, o.field));
    note_field(n, use, o.field);
    if (use)
        use->value = use->field;
}

/* ---- literals ---------------------------------------------------------- */

/* A variable, `answer`, `answers.X` or `tried.X`, whole. */
static const struct hook_name *subject(const struct noting *n, size_t i,
                                       struct lint_operand *o)
{
    const struct hook_name *name = name_of(n, i);

    if (!name || !tier1__lint_operand(&n->t, i, o) ||
        tier1__lint_is_local(&n->t, i))
        return NULL;
    if (name->kind == NAME_VARIABLE || in_context(name, CONTEXT_ANSWER))
        return o->field ? NULL : name;
    if (in_context(name, CONTEXT_ANSWERS) || in_context(name, CONTEXT_TRIED))
        return o->field ? name : NULL;
    return NULL;
}

static void note_literal(struct noting *n, int use_kind, size_t name,
                         size_t literal, size_t tokens)
{
    const struct lex_token *t = &n->t.items[literal].lex;
    struct lint_operand o;
    const struct hook_name *of = subject(n, name, &o);
    struct lint_use *use =
        add(n, use_kind, of, span_of(n, literal, literal + tokens - 1));

    if (!use)
        return;
    note_field(n, use, o.field);
    use->literal = LINT_NUMBER;
    if (t->kind == LEX_TRUE || t->kind == LEX_FALSE)
        use->literal = LINT_BOOLEAN;
    if (t->kind == LEX_TEXT)
        use->literal = LINT_TEXT;
    else
        use->value = between(n, literal, literal + tokens);
    if (t->inner)
        use->value = copy(n, t->inner, t->inner_length);
}

/* Where an operand begins of which this is the last token; 0: nowhere that is
 * known. */
static size_t operand_back(const struct noting *n, size_t last)
{
    struct lint_operand o;
    size_t first = last;

    if (kind(n, last) == LEX_NAME && kind(n, last - 1) == '.' && last > 2)
        first = last - 2;
    else if (kind(n, last) == ']' && n->t.items[last].partner > 1)
        first = n->t.items[last].partner - 1;
    return tier1__lint_operand(&n->t, first, &o) && o.end == last + 1 ? first
                                                                      : 0;
}

static void note_comparison(struct noting *n, size_t op)
{
    bool ordered = kind(n, op) != LEX_EQ && kind(n, op) != LEX_NE;
    struct lint_operand o;
    size_t left, tokens, before = n->out->count;

    /* v == "x" */
    left = operand_back(n, op - 1);
    tokens = tier1__lint_literal(&n->t, op + 1);
    if (left && tokens && tier1__lint_opens(&n->t, left) &&
        subject(n, left, &o) && tier1__lint_closes(&n->t, op + 1 + tokens))
        note_literal(n, LINT_COMPARE, left, op + 1, tokens);
    /* "x" == v */
    left = op - 1;
    if (kind(n, left) == LEX_NUMBER && kind(n, left - 1) == '-')
        left--;
    tokens = tier1__lint_literal(&n->t, left);
    if (tokens && left + tokens == op && tier1__lint_opens(&n->t, left) &&
        subject(n, op + 1, &o) && tier1__lint_closes(&n->t, o.end))
        note_literal(n, LINT_COMPARE, op + 1, left, tokens);
    for (; before < n->out->count; before++)
        n->uses[before].ordered = ordered;
}

/* has(v, "x", "y") */
static void note_set_call(struct noting *n, size_t i)
{
    size_t end = n->t.items[i + 1].partner;
    struct lint_operand o;

    if (kind(n, i + 1) != '(' || end < i || !tier1__lint_is_name(&n->t, i) ||
        tier1__lint_is_local(&n->t, i) ||
        (!is_word(n, i, "has") && !is_word(n, i, "any") &&
         !is_word(n, i, "only")) ||
        !subject(n, i + 2, &o) || kind(n, o.end) != ',')
        return;
    for (size_t j = o.end + 1; j < end; j++) {
        if (kind(n, j - 1) == ',' && kind(n, j) == LEX_TEXT &&
            (kind(n, j + 1) == ',' || j + 1 == end))
            note_literal(n, LINT_AMONG, i + 2, j, 1);
        if (n->t.items[j].partner > j)
            j = n->t.items[j].partner;
    }
}

/* ---- not a == b -------------------------------------------------------- */

static const char *negated(int op)
{
    switch (op) {
    case LEX_EQ:
        return "~=";
    case LEX_NE:
        return "==";
    case LEX_LE:
        return ">";
    case LEX_GE:
        return "<";
    case '<':
        return ">=";
    default:
        return "<=";
    }
}

static void report_not(struct noting *n, size_t at, size_t op)
{
    struct unit *u = n->u;
    size_t end = tier1__lint_tight(&n->t, op + 1);
    const char *left = between(n, at + 1, op);
    const char *right = end ? between(n, op + 1, end) : NULL;
    const char *sign =
        copy(n, n->t.items[op].lex.start, n->t.items[op].lex.length);
    struct span s = span_of(n, at, at);
    const tier1_node place = {.line = s.line,
                              .column = s.column,
                              .end_line = s.end_line,
                              .end_column = s.end_column};
    struct buf hint;

    tier1__buf_init(&hint, u->c->engine->allocator, 1024);
    if (left && right && sign)
        tier1__buf_format(&hint, "write %s %s %s, or not (%s %s %s)", left,
                          negated(kind(n, op)), right, left, sign, right);
    else
        tier1__buf_format(&hint, "put the comparison between brackets");
    tier1__warn(u, tier1__lint_step(u, n->hook), &place, "not-compare",
                copy(n, tier1__buf_str(&hint), strlen(tier1__buf_str(&hint))),
                "`not` takes what stands before %q alone, and the result of "
                "that is compared",
                sign ? sign : "");
    tier1__buf_free(&hint);
}

static void look_at_not(struct noting *n, size_t at)
{
    size_t op;

    if (kind(n, at + 1) == LEX_NOT)
        return; /* the inner one is reported */
    op = tier1__lint_tight(&n->t, at + 1);
    if (op && tier1__lint_compares(kind(n, op)) && kind(n, op + 1) != LEX_NOT)
        report_not(n, at, op);
}

/* ---- what an expression gives ------------------------------------------ */

/* One of the texts of `a and "x" or b and "y" or "z"`; false where it may be
 * something else. */
static bool note_results(struct noting *n)
{
    size_t most = n->t.count, depth_end = 0, count = 0;
    const char **items =
        tier1__arena_array(&n->u->c->temp, most, sizeof *items);
    bool last_is_sure = false;

    if (!items) {
        n->u->c->nomem = true;
        return false;
    }
    for (size_t i = 1; i < most; i++) {
        const struct lint_token *t = &n->t.items[i];
        if (t->partner > i)
            depth_end = i = t->partner;
        if (kind(n, i) == LEX_FUNCTION)
            return false;
        if (kind(n, i + 1) != LEX_OR && kind(n, i + 1) != LEX_END)
            continue;
        if (i == depth_end || t->lex.kind != LEX_TEXT || !t->lex.inner ||
            (kind(n, i - 1) != LEX_AND && kind(n, i - 1) != LEX_OR && i != 1))
            return false;
        items[count++] = copy(n, t->lex.inner, t->lex.inner_length);
        last_is_sure = kind(n, i - 1) != LEX_AND;
        if (kind(n, i + 1) == LEX_END)
            break;
    }
    if (!last_is_sure)
        items[count++] = "false";
    n->out->results = items;
    n->out->result_count = count;
    return true;
}

static void note_value(struct noting *n)
{
    struct lint_operand o;
    size_t end;

    if (n->hook->form != HOOK_EXPRESSION || note_results(n))
        return;
    n->out->alone =
        tier1__lint_operand(&n->t, 1, &o) && kind(n, o.end) == LEX_END;
    end = tier1__lint_tight(&n->t, 1);
    if (end && kind(n, 1) == LEX_NOT && kind(n, end) == LEX_END)
        n->out->truth = true;
    if (end && tier1__lint_compares(kind(n, end))) {
        end = tier1__lint_tight(&n->t, end + 1);
        n->out->truth = end && kind(n, end) == LEX_END;
    }
}

/* ---- the whole --------------------------------------------------------- */

/* Hooks are numbered in their order in the library. */
static struct lint_lua *entry(struct compiler *c, const struct hook *hook)
{
    struct lint_lua *items = c->lint_hooks;
    size_t old = c->lint_hook_cap;

    if (hook->index >= old) {
        size_t cap = old ? old * 2 : 64;
        while (cap <= hook->index)
            cap *= 2;
        items = tier1__arena_array(&c->temp, cap, sizeof *items);
        if (!items) {
            c->nomem = true;
            return NULL;
        }
        if (old)
            memcpy(items, c->lint_hooks, old * sizeof *items);
        c->lint_hooks = items;
        c->lint_hook_cap = cap;
    }
    return &items[hook->index];
}

void tier1__lint_hook(struct unit *u, const struct places *places, size_t at,
                      const struct hook *hook)
{
    struct arena_mark mark = tier1__arena_mark(&u->c->scratch);
    struct noting n = {.u = u, .places = places, .at = at, .hook = hook};

    n.out = entry(u->c, hook);
    if (!n.out)
        return;
    n.out->hook = hook;
    if (!tier1__lint_tokens(&u->c->scratch, hook->source, hook->length, &n.t)) {
        u->c->nomem = true;
        return;
    }
    for (size_t i = 1; i < n.t.count && !u->c->nomem; i++) {
        if (kind(&n, i) == LEX_NOT)
            look_at_not(&n, i);
        if (hook->form == HOOK_HELPERS)
            continue; /* they see no variables */
        if (kind(&n, i) == LEX_NAME)
            note_name(&n, i);
        if (kind(&n, i) == LEX_NAME)
            note_set_call(&n, i);
        if (tier1__lint_compares(kind(&n, i)))
            note_comparison(&n, i);
    }
    note_value(&n);
    tier1__arena_reset(&u->c->scratch, mark);
}

const struct lint_lua *tier1__lint_lua(const struct compiler *c,
                                       const struct hook *hook)
{
    static const struct lint_lua nothing = {0};

    return hook->index < c->lint_hook_cap ? &c->lint_hooks[hook->index]
                                          : &nothing;
}

size_t tier1__lint_step(const struct unit *u, const struct hook *hook)
{
    uint32_t step =
        hook->step ? tier1__flow_step(u->flow, hook->step) : UINT32_MAX;
    return step == UINT32_MAX ? NO_STEP : step;
}
