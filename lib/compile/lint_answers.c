/* SPDX-License-Identifier: MIT */
/* Comparisons with what an answer can never be, and cases for it. */
#include "compile/lint_known.h"
#include "compile/lint_lua.h"
#include "compile/lint_visit.h"

struct answers {
    struct lint_visitor visitor; /* first: it is handed on */
    struct lint *l;
    struct values values;
    size_t step; /* that is visited; NO_STEP */
};

static tier1_node node_at(struct span s)
{
    return (tier1_node){.line = s.line,
                        .column = s.column,
                        .end_line = s.end_line,
                        .end_column = s.end_column};
}

/* ---- kinds of values --------------------------------------------------- */

static const char *kind_text(unsigned kinds)
{
    switch (kinds) {
    case VALUE_TEXT:
        return "a text";
    case VALUE_NUMBER:
        return "a number";
    case VALUE_BOOLEAN:
        return "true or false";
    case VALUE_SET:
        return "a list";
    case VALUE_MAP:
        return "a map";
    default:
        return NULL;
    }
}

static const char *hint_for(struct answers *a, const struct lint_use *use,
                            unsigned kinds)
{
    struct compiler *c = a->l->u->c;
    struct buf b;
    char *hint;

    tier1__buf_init(&b, c->engine->allocator, 512);
    if (kinds == VALUE_TEXT && use->literal == LINT_NUMBER && !use->ordered &&
        use->value)
        tier1__buf_format(&b, "put it between quotes: \"%s\"", use->value);
    else if (kinds == VALUE_TEXT && use->literal == LINT_NUMBER)
        tier1__buf_format(&b, "write tonumber(%s), or a text between quotes",
                          use->name->name);
    else if (kinds == VALUE_NUMBER)
        tier1__buf_format(&b, "write a number, without quotes");
    else if (kinds == VALUE_BOOLEAN)
        tier1__buf_format(&b, "the answer yes is true, and no is false");
    else if (kinds == VALUE_SET && use->value && use->literal == LINT_TEXT)
        tier1__buf_format(&b, "write has(%s%s%s, \"%s\")", use->name->name,
                          use->field ? "." : "", use->field ? use->field : "",
                          use->value);
    else
        tier1__buf_format(&b, "compare it with what it can be");
    hint = tier1__arena_copy(&c->temp, tier1__buf_str(&b));
    tier1__buf_free(&b);
    if (!hint)
        c->nomem = true;
    return hint;
}

static const char *subject(const struct lint_use *use)
{
    return use->field && use->kind != LINT_MEMBER ? use->field
                                                  : use->name->name;
}

static void warn_kind(struct answers *a, const struct lint_use *use,
                      unsigned kinds)
{
    static const char *const literals[] = {[LINT_TEXT] = "a text",
                                           [LINT_NUMBER] = "a number",
                                           [LINT_BOOLEAN] = NULL};
    const char *other = literals[use->literal];
    const tier1_node at = node_at(use->span);

    if (!other)
        other = use->value ? use->value : "true";
    tier1__warn(a->l->u, a->step, &at, "text-number", hint_for(a, use, kinds),
                use->ordered ? "%q is %s, and cannot be compared with %s"
                             : "%q is %s, and never equal to %s",
                subject(use), kind_text(kinds), other);
}

/* Whether the literal is of a kind that it can be. */
static bool kinds_meet(const struct lint_use *use, unsigned kinds)
{
    static const unsigned of[] = {[LINT_TEXT] = VALUE_TEXT,
                                  [LINT_NUMBER] = VALUE_NUMBER,
                                  [LINT_BOOLEAN] = VALUE_BOOLEAN};
    return (kinds & (VALUE_ANY | of[use->literal])) != 0;
}

/* ---- values ------------------------------------------------------------ */

static const char *values_hint(struct answers *a, const struct near *near,
                               const struct value_set *set)
{
    struct compiler *c = a->l->u->c;
    const char *hint = tier1__did_you_mean(a->l->u, near->best);
    struct buf b;

    if (hint)
        return hint;
    tier1__buf_init(&b, c->engine->allocator, 1024);
    tier1__buf_format(&b, "it can be ");
    if (set)
        tier1__value_words(&a->values, set, &b);
    hint = b.len > strlen("it can be ")
               ? tier1__arena_copy(&c->temp, tier1__buf_str(&b))
               : "write one of its values, or take it out";
    tier1__buf_free(&b);
    if (!hint)
        c->nomem = true;
    return hint;
}

static void look_at(struct answers *a, const struct lint_use *use,
                    const struct value_set *set)
{
    const tier1_node at = node_at(use->span);
    const char *text = use->value;
    struct near near;

    if (use->kind == LINT_COMPARE && !kinds_meet(use, set->kinds)) {
        if (kind_text(set->kinds))
            warn_kind(a, use, set->kinds);
        return;
    }
    if (!text ||
        (use->kind == LINT_COMPARE &&
         (use->literal != LINT_TEXT || use->ordered)) ||
        (use->kind == LINT_MEMBER && set->kinds != VALUE_SET) ||
        (set->kinds & (VALUE_ANY | VALUE_MAP)))
        return;
    tier1__near_init(&near, text, strlen(text));
    if (tier1__value_can_be(&a->values, set, text, &near))
        return;
    tier1__warn(
        a->l->u, a->step, &at, "unknown-answer", values_hint(a, &near, set),
        use->kind == LINT_COMPARE ? "%q is never %q" : "%q never holds %q",
        subject(use), text);
}

static void look_at_use(struct answers *a, const struct lint_use *use,
                        const struct question *q)
{
    const struct hook_name *name = use->name;
    struct value_set set;
    uint32_t step;

    if (name->kind == NAME_VARIABLE) {
        set = tier1__value_of_slot(&a->values, name->index);
    } else if (name->index == CONTEXT_TRIED) {
        set = tier1__value_of_remedy();
    } else if (name->index == CONTEXT_ANSWERS) {
        step = tier1__flow_step(a->l->flow, use->field);
        if (step == UINT32_MAX)
            return;
        set = tier1__value_of_step(&a->values, step);
    } else {
        if (!q)
            return;
        set = tier1__value_of_question(q);
    }
    look_at(a, use, &set);
}

static void on_hook(struct lint_visitor *visitor, const struct hook *hook,
                    enum lint_moment moment, const struct question *q)
{
    struct answers *a = (struct answers *)visitor;
    const struct lint_lua *lua = tier1__lint_lua(a->l->u->c, hook);

    (void)moment;
    for (size_t i = 0; i < lua->count; i++)
        if (lua->uses[i].kind == LINT_COMPARE ||
            lua->uses[i].kind == LINT_AMONG || lua->uses[i].kind == LINT_MEMBER)
            look_at_use(a, &lua->uses[i], q);
}

/* ---- cases ------------------------------------------------------------- */

static bool is_number(const char *text)
{
    text += *text == '-';
    if (*text < '0' || *text > '9')
        return false;
    return text[strspn(text, "0123456789.eE+-")] == '\0';
}

/* The text of a value that is no text. */
static bool can_be_shown(unsigned kinds, const char *key)
{
    return (kinds & (VALUE_ANY | VALUE_SET | VALUE_MAP)) != 0 ||
           ((kinds & VALUE_NUMBER) && is_number(key)) ||
           ((kinds & VALUE_BOOLEAN) &&
            (strcmp(key, "true") == 0 || strcmp(key, "false") == 0));
}

static const tier1_node *case_key(struct answers *a, size_t index)
{
    const tier1_node *cases = tier1__lint_value(a->l, a->step, "cases");

    return cases->kind == TIER1_NODE_MAP && index < cases->count
               ? cases->pairs[index].key
               : cases;
}

static void warn_case(struct answers *a, size_t index, const char *hint)
{
    const struct step *s = &a->l->flow->steps[a->step];

    tier1__warn(a->l->u, a->step, case_key(a, index), "unknown-answer", hint,
                "the branch %q never gives %q", s->id, s->cases[index].key);
}

static void case_of_set(struct answers *a, size_t index,
                        const struct value_set *set)
{
    const char *key = a->l->flow->steps[a->step].cases[index].key;
    struct near near;

    if (can_be_shown(set->kinds, key))
        return;
    tier1__near_init(&near, key, strlen(key));
    if ((set->kinds & VALUE_TEXT) &&
        tier1__value_can_be(&a->values, set, key, &near))
        return;
    warn_case(a, index,
              set->kinds == VALUE_BOOLEAN  ? "write true or false"
              : set->kinds == VALUE_NUMBER ? "write a number"
                                           : values_hint(a, &near, set));
}

/* Whether an expression is nothing but one variable or answer. */
static bool whole_value(struct answers *a, const struct hook *hook,
                        struct value_set *set)
{
    const struct lint_lua *lua = tier1__lint_lua(a->l->u->c, hook);
    const struct lint_use *use = lua->uses;
    uint32_t step;

    if (!lua->alone || lua->count == 0 || use->kind != LINT_READ)
        return false;
    if (use->name->kind == NAME_VARIABLE && lua->count == 1) {
        *set = tier1__value_of_slot(&a->values, use->name->index);
        return true;
    }
    if (use->name->kind != NAME_CONTEXT || !use->field)
        return false;
    step = tier1__flow_step(a->l->flow, use->field);
    if (step == UINT32_MAX)
        return false;
    *set = tier1__value_of_step(&a->values, step);
    return true;
}

static void look_at_cases(struct answers *a, const struct step *s)
{
    static const struct value_set truth = {.kinds = VALUE_BOOLEAN,
                                           .first = NO_SLOT};
    const struct lint_lua *lua = tier1__lint_lua(a->l->u->c, s->body);
    struct value_set set;
    struct near near;
    bool known = whole_value(a, s->body, &set);

    if (!known && lua->truth) {
        set = truth;
        known = true;
    }
    for (size_t i = 0; i < s->case_count; i++) {
        const char *key = s->cases[i].key;
        if (!key)
            continue;
        if (known) {
            case_of_set(a, i, &set);
            continue;
        }
        tier1__near_init(&near, key, strlen(key));
        bool found = lua->result_count == 0;
        for (size_t j = 0; j < lua->result_count && !found; j++) {
            found = strcmp(lua->results[j], key) == 0;
            tier1__near_try(&near, lua->results[j]);
        }
        if (!found)
            warn_case(a, i, values_hint(a, &near, NULL));
    }
}

void tier1__lint_answers(struct lint *l)
{
    struct answers a = {.visitor = {on_hook}, .l = l, .step = NO_STEP};

    if (!tier1__values_of_flow(&a.values, l))
        return;
    tier1__lint_visit_flow(&a.visitor, l->flow);
    for (size_t i = 0; i < l->flow->step_count && !l->u->c->nomem; i++) {
        const struct step *s = &l->flow->steps[i];
        a.step = i;
        tier1__lint_visit(&a.visitor, s);
        if (s->kind == TIER1_KIND_BRANCH && s->body)
            look_at_cases(&a, s);
    }
    tier1__lint_values_free(&a.values);
}
