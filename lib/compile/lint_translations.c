/* SPDX-License-Identifier: MIT */
/* Translations held against their flows: what is not translated, what was
 * translated from other words, and what stands in {{ }}. */
#include "compile/lint.h"
#include "compile/translation.h"

/* So many names of texts in one message. */
#define NAMED_MOST 6

/* One translation that is looked at. */
struct looking {
    struct unit u; /* the flow's, with the places of the file */
    const struct foreign *f;
    const struct translation *t;
    const struct step *step; /* whose texts are looked at */
    struct buf missing;      /* names of those that are not there */
    size_t missing_count;
    bool *stamped; /* by entry of `sources`: it is of some text */
    struct buf name, words;
};

/* ---- where it stands --------------------------------------------------- */

static const tier1_node *get(const tier1_node *map, const char *key)
{
    return map ? tier1_node_get(map, key) : NULL;
}

static const tier1_node *one_of(const tier1_node *n, size_t number)
{
    if (!n || n->kind != TIER1_NODE_LIST)
        return n;
    return number < n->count ? n->items[number] : NULL;
}

/* What a map holds there, or is itself. */
static const tier1_node *in_map(const tier1_node *map,
                                const struct said_place *p)
{
    if (!map || map->kind == TIER1_NODE_SCALAR)
        return strcmp(p->key, "label") == 0 ? map : NULL;
    if (strcmp(p->key, "alt") == 0)
        return get(one_of(get(map, "media"), p->number ? p->number - 1 : 0),
                   "alt");
    if (strcmp(p->key, "low") == 0 || strcmp(p->key, "high") == 0) {
        map = get(map, "labels");
        return map ? tier1__foreign_label(map, p->key[0] == 'h') : NULL;
    }
    return get(map, p->key);
}

/* NULL: it is not in the file. */
static const tier1_node *node_of(const struct foreign *f,
                                 const struct said_place *p)
{
    const tier1_node *map = p->step ? get(f->steps, p->step->id) : f->root;

    if (p->field)
        map = get(get(map, "fields"), p->field);
    if (p->value)
        map = get(get(map, p->step ? "choices" : "anywhere"), p->value);
    return in_map(map, p);
}

static const tier1_node *form_of(const tier1_node *n, unsigned audience)
{
    if (n->kind != TIER1_NODE_MAP)
        return n;
    return tier1_node_get(n, audience == AUDIENCE_AGENT ? "agent" : "customer");
}

static size_t index_of(const struct looking *l)
{
    return l->step ? (size_t)(l->step - l->u.flow->steps) : NO_STEP;
}

/* ---- what is not translated -------------------------------------------- */

static void tell_missing_at(struct looking *l, const tier1_node *at,
                            const char *hint)
{
    const bool one = l->missing_count == 1;

    if (l->missing_count > NAMED_MOST)
        tier1__buf_format(&l->missing, " and %z more",
                          l->missing_count - NAMED_MOST);
    if (l->missing_count)
        tier1__warn(&l->u, index_of(l), at, "untranslated", hint,
                    one ? "%s is not translated" : "%s are not translated",
                    tier1__buf_str(&l->missing));
    tier1__buf_clear(&l->missing);
    l->missing_count = 0;
}

static void tell_missing(struct looking *l)
{
    const struct step *s = l->step;
    const tier1_node *at =
        s && l->f->steps ? tier1__key_node(l->f->steps, s->id) : l->f->root;

    if (at == l->f->steps || at == l->f->root) /* it is not there */
        at = tier1__key_node(l->f->root, l->f->steps ? "steps" : "language");
    tell_missing_at(l, at, "translate it, or leave it to the flow's own words");
}

static void miss(struct looking *l, const char *name)
{
    if (l->missing_count++ >= NAMED_MOST)
        return;
    tier1__buf_format(&l->missing, "%s%s", l->missing.len ? ", " : "", name);
}

/* ---- what was translated from other words ------------------------------ */

/* The stamp under `sources`, and its number there; NULL: none. */
static const tier1_node *stamp_of(struct looking *l, const char *name)
{
    const tier1_node *stamps = l->f->stamps;

    for (size_t i = 0; stamps && i < stamps->count; i++)
        if (strcmp(stamps->pairs[i].key->text, name) == 0) {
            if (l->stamped)
                l->stamped[i] = true;
            return stamps->pairs[i].value;
        }
    return NULL;
}

static void look_at_stamp(struct looking *l, const tier1_node *at,
                          const char *words)
{
    const tier1_node *stamp = stamp_of(l, tier1__buf_str(&l->name));
    char now[TIER1_STAMP_BYTES];

    if (!stamp)
        return;
    tier1_translation_stamp(now, words, strlen(words));
    if (strcmp(stamp->text, now) == 0)
        return;
    tier1__warn(&l->u, index_of(l), at, "stale-text",
                "translate it anew, and take its line out of `sources`",
                "the flow's %s was changed since: now it is %q",
                tier1__buf_str(&l->name), words);
}

static void look_at_stamps(struct looking *l)
{
    const tier1_node *stamps = l->f->stamps;

    for (size_t i = 0; stamps && l->stamped && i < stamps->count; i++)
        if (!l->stamped[i])
            tier1__warn(&l->u, NO_STEP, stamps->pairs[i].key, "extra-text",
                        "take it out: the flow does not have it any more",
                        "the flow has no text %q", stamps->pairs[i].key->text);
}

/* ---- what stands in {{ }} ---------------------------------------------- */

static void trim(const char **text, size_t *length)
{
    while (*length && strchr(" \t\r\n", **text)) {
        (*text)++;
        (*length)--;
    }
    while (*length && strchr(" \t\r\n", (*text)[*length - 1]))
        (*length)--;
}

static bool same_words(const struct hook *a, const struct hook *b)
{
    const char *one = a->source, *other = b->source;
    size_t length = a->length, other_length = b->length;

    trim(&one, &length);
    trim(&other, &other_length);
    return length == other_length && memcmp(one, other, length) == 0;
}

/* Does another form of an expression use the same, such as for a plural? */
static bool has_names(const struct hook *a, const struct hook *b)
{
    for (size_t i = 0; i < a->name_count; i++) {
        const struct hook_name *n = &a->names[i];
        bool found = n->kind == NAME_LIBRARY;
        for (size_t j = 0; j < b->name_count && !found; j++) {
            const struct hook_name *m = &b->names[j];
            found = m->kind == n->kind && m->index == n->index &&
                    m->whole == n->whole;
            for (size_t k = 0; k < n->field_count && found; k++)
                found =
                    tier1__words_have(m->fields, m->field_count, n->fields[k]);
        }
        if (!found)
            return false;
    }
    return true;
}

static bool has(const struct pieces *form, const struct hook *hook)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->items[i].hook && (same_words(hook, form->items[i].hook) ||
                                    (has_names(hook, form->items[i].hook) &&
                                     has_names(form->items[i].hook, hook))))
            return true;
    return false;
}

static void compare(struct looking *l, const tier1_node *at,
                    const struct pieces *a, const struct pieces *b,
                    const char *message)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct hook *hook = a->items[i].hook;
        const char *text = hook ? hook->source : NULL;
        size_t length = hook ? hook->length : 0;
        if (!hook || has(b, hook))
            continue;
        trim(&text, &length);
        tier1__buf_clear(&l->words);
        tier1__buf_add(&l->words, text, length);
        tier1__warn(&l->u, index_of(l), at, "placeholder", NULL, message,
                    tier1__buf_str(&l->words));
    }
}

static void look_at_braces(struct looking *l, const tier1_node *at,
                           const struct text *own, const struct text *said,
                           unsigned audience)
{
    struct piece one, other;
    struct pieces a = tier1__text_form(own, audience, &one);
    struct pieces b = tier1__text_form(said, audience, &other);

    compare(l, at, &a, &b,
            "the flow's text has {{ %s }}, which the translation has not");
    compare(l, at, &b, &a,
            "the translation has {{ %s }}, which the flow's text has not");
}

/* ---- a place ----------------------------------------------------------- */

static void look_at_form(struct looking *l, const tier1_node *n,
                         const struct said_place *p, const struct said *said,
                         unsigned audience)
{
    struct buf own;

    tier1__buf_init(&own, l->u.c->engine->allocator, 0);
    tier1__said_source(&own, p->text, audience);
    if (own.failed)
        l->u.c->nomem = true;
    look_at_braces(l, n, p->text, said->text, audience);
    look_at_stamp(l, n, tier1__buf_str(&own));
    tier1__buf_free(&own);
}

/* A text that the flow or the translation has in other words for each. */
static void look_at_split(struct looking *l, const tier1_node *n,
                          const struct said_place *p, const struct said *said)
{
    static const char *const whose[] = {"agent", "customer"};

    for (unsigned a = 0; a < 2; a++) {
        const tier1_node *form = form_of(n, a);
        tier1__said_name(&l->name, p);
        tier1__buf_format(&l->name, "/%s", whose[a]);
        if (form)
            look_at_form(l, form, p, said, a);
        else if (tier1__said_split(p->text))
            miss(l, tier1__buf_str(&l->name));
    }
}

static void look_at_said(struct looking *l, const struct said_place *p,
                         const struct said *said)
{
    const tier1_node *n = node_of(l->f, p);

    if (!n || said->inherited)
        return;
    if (p->kind == SAID_UNIT)
        look_at_stamp(l, n, p->letters);
    else if (n->kind == TIER1_NODE_MAP || tier1__said_split(p->text))
        look_at_split(l, n, p, said);
    else
        look_at_form(l, n, p, said,
                     p->text->letters || p->text->forms[0].count
                         ? AUDIENCE_AGENT
                         : AUDIENCE_CUSTOMER);
}

static bool look_at(void *ud, const struct said_place *p)
{
    struct looking *l = ud;
    const struct said *said;

    if (p->kind == SAID_ALSO)
        return true;
    if (p->step != l->step) {
        tell_missing(l);
        l->step = p->step;
    }
    said = tier1__said_find(l->t, p->own);
    tier1__said_name(&l->name, p);
    if (said)
        look_at_said(l, p, said);
    else if (!p->same)
        miss(l, tier1__buf_str(&l->name));
    return !l->u.c->nomem;
}

static void look_at_own(struct looking *l, const char *key, const char *own,
                        const char *said)
{
    const tier1_node *n = tier1_node_get(l->f->root, key);

    if (!own)
        return;
    tier1__buf_clear(&l->name);
    tier1__buf_text(&l->name, key);
    if (n)
        look_at_stamp(l, n, own);
    else if (!said)
        miss(l, key);
}

/* ---- messages ---------------------------------------------------------- */

static bool takes(const char *text, enum message m)
{
    struct message_brace b;

    while (tier1__message_brace(text, &b) && b.end) {
        if (tier1__message_takes(m, &b))
            return true;
        text = b.end;
    }
    return false;
}

/* Where there are none, they are English, and nobody is told of each. */
static void look_at_messages(struct looking *l)
{
    const tier1_node *map = tier1_node_get(l->f->root, "messages");

    for (unsigned i = 0; map && i < MESSAGE_COUNT; i++) {
        const enum message m = (enum message)i;
        const char *name = tier1__message_name(m);
        const tier1_node *n = tier1_node_get(map, name);
        if (!n && !tier1__said_message(l->u.flow, l->f->language, m)) {
            tier1__buf_clear(&l->name);
            tier1__buf_format(&l->name, "messages/%s", name);
            miss(l, tier1__buf_str(&l->name));
        } else if (n && *tier1__message_word(m) && !takes(n->text, m)) {
            tier1__warn(&l->u, NO_STEP, n, "placeholder", NULL,
                        "the message has {{ %s }}, which the translation has "
                        "not",
                        tier1__message_word(m));
        }
    }
    if (map)
        tell_missing_at(l, tier1__key_node(l->f->root, "messages"),
                        "translate it, or leave it in English");
}

static void look_at_file(struct foreign *f)
{
    const tier1_flow *flow = f->unit->flow;
    struct looking l = {.u = tier1__foreign_unit(f), .f = f};
    struct compiler *c = l.u.c;

    l.t = tier1__flow_translation(flow, f->language);
    if (!l.t)
        return;
    if (f->stamps)
        l.stamped = tier1__arena_array(&c->temp, f->stamps->count, 1);
    tier1__buf_init(&l.missing, c->engine->allocator, 4096);
    tier1__buf_init(&l.name, c->engine->allocator, 4096);
    tier1__buf_init(&l.words, c->engine->allocator, 0);
    look_at_messages(&l);
    look_at_own(&l, "title", flow->info.title, l.t->title);
    look_at_own(&l, "summary", flow->info.summary, l.t->summary);
    (void)tier1__said_places(flow, look_at, &l);
    tell_missing(&l);
    look_at_stamps(&l);
    if (l.missing.failed == TIER1_ENOMEM || l.name.failed == TIER1_ENOMEM ||
        l.words.failed)
        c->nomem = true;
    tier1__buf_free(&l.missing);
    tier1__buf_free(&l.name);
    tier1__buf_free(&l.words);
}

void tier1__lint_translations(struct compiler *c)
{
    for (struct foreign *f = c->foreign; f && !c->nomem; f = f->next)
        if (f->language && f->unit->errors == 0)
            look_at_file(f);
}
