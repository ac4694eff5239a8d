/* SPDX-License-Identifier: MIT */
/* Translations: what a file says of itself, and its steps. The flows are there
 * by now, and a translation is read into theirs; what it says of steps that are
 * gone is warned of, so that a flow can be changed before its translations. */
#include "compile/translation.h"

#include "base/digest.h"
#include "base/id.h"
#include "base/near.h"

struct unit tier1__foreign_unit(const struct foreign *f)
{
    struct unit u = *f->unit;

    u.source = f->source;
    u.root = f->root;
    u.places = (struct places){.node = NULL};
    u.errors = 0;
    return u;
}

/* ---- whose it is ------------------------------------------------------- */

static struct unit *unit_of(struct compiler *c, const char *id, size_t length)
{
    uint32_t found = tier1__map_get(&c->library->flow_names, id, length);

    return found == MAP_NONE ? NULL : c->units[found];
}

/* Of a flow that is not there: nothing but its places. */
static struct unit no_unit(struct compiler *c, const struct foreign *f)
{
    return (struct unit){.c = c, .source = f->source, .root = f->root};
}

static void no_flow(struct compiler *c, const struct foreign *f,
                    const tier1_node *n)
{
    struct unit u = no_unit(c, f);
    struct near near;

    tier1__near_init(&near, n->text, n->length);
    for (size_t i = 0; i < c->unit_count; i++) {
        /* it is not there because it is wrong, and that is what is said */
        if (!c->units[i]->loaded)
            return;
        if (c->units[i]->flow->info.id)
            tier1__near_try(&near, c->units[i]->flow->info.id);
    }
    tier1__error(&u, n, "unknown-flow",
                 near.best ? tier1__did_you_mean(&u, near.best)
                           : "load the flow with it, or mend the id",
                 "there is no flow %q to translate", n->text);
}

/* Ties a file to its flow; false where that cannot be. */
static bool find_flow(struct compiler *c, struct foreign *f)
{
    struct unit u = no_unit(c, f);
    const tier1_node *n = tier1_node_get(f->root, "translates");
    struct unit *found;

    if (f->root->kind != TIER1_NODE_MAP || !n) {
        tier1__error(&u, f->root, "missing-key",
                     "add `translates: ID`, or give the file another name",
                     "a file of that name is a translation, and needs %q",
                     "translates");
        return false;
    }
    if (!tier1__scalar(&u, n, "translates"))
        return false;
    found = unit_of(c, n->text, n->length);
    if (f->unit && found != f->unit) {
        tier1__error(&u, n, "bad-value", "mend the id, or the file's name",
                     "the file's name says that it translates %q, not %q",
                     f->unit->flow->info.id, n->text);
        return false;
    }
    if (!found)
        no_flow(c, f, n);
    f->unit = found;
    return found != NULL;
}

/* ---- what it says of itself -------------------------------------------- */

static void read_version(struct fields *f)
{
    const tier1_node *n = tier1__field(f, "tier1");

    if (!n)
        tier1__error(f->u, f->node, "missing-key",
                     "begin the file with `tier1: 1`",
                     "the format's version is missing%s", "");
    else if (tier1__scalar(f->u, n, "tier1") && strcmp(n->text, "1") != 0)
        tier1__error(f->u, n, "format-version",
                     "this version of tier1 reads `tier1: 1`",
                     "there is no format version %q", n->text);
}

/* What stands in the file's name, if that is ID.TAG.yaml. */
static bool is_named(const char *name, const char *id, const char *language)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    size_t length = strlen(id), tag = strlen(language);

    return strncmp(base, id, length) == 0 && base[length] == '.' &&
           strncmp(base + length + 1, language, tag) == 0 &&
           strcmp(base + length + 1 + tag, ".yaml") == 0;
}

static const char *read_language(struct translating *t, struct fields *f)
{
    const char *language = tier1__field_text(f, "language");
    const tier1_node *n = tier1__field_peek(f, "language");

    if (!n) {
        tier1__error(&t->u, f->node, "missing-key",
                     "add `language: gl`, or what it is",
                     "a translation needs %q", "language");
        return NULL;
    }
    if (!language)
        return NULL;
    if (!tier1__id_is_language(language, strlen(language))) {
        tier1__error(&t->u, n, "bad-value", "write a tag such as gl or pt-BR",
                     "%q is no language tag of BCP 47", language);
        return NULL;
    }
    if (t->file->beside &&
        !is_named(t->file->source.name, t->flow->info.id, language))
        tier1__error(&t->u, n, "bad-value", "mend the tag, or the file's name",
                     "the file's name says another language than %q", language);
    return language;
}

/* One a language; the flow has its own. */
static bool is_new(struct translating *t, const char *language,
                   const tier1_node *n)
{
    const tier1_flow *flow = t->flow;

    if (tier1__id_same_language(language, flow->info.language)) {
        tier1__error(&t->u, n, "duplicate-language",
                     "put the words into the flow itself",
                     "the flow is in %q itself", language);
        return false;
    }
    for (size_t i = 0; i < flow->translation_count; i++)
        if (tier1__id_same_language(flow->translations[i].language, language)) {
            tier1__error(&t->u, n, "duplicate-language",
                         "put them together into one file",
                         "%s is a translation into %q too",
                         flow->translations[i].file, language);
            return false;
        }
    return true;
}

/* ---- its steps --------------------------------------------------------- */

static void read_media(struct translating *t, const tier1_node *n,
                       const struct step *s)
{
    const struct hook_at at = {s->id, "alt", PLACE_TEXT};
    const bool list = n->kind == TIER1_NODE_LIST;
    size_t count = list ? n->count : 1;

    for (size_t i = 0; i < count; i++) {
        const tier1_node *one = list ? n->items[i] : n, *alt;
        struct fields f;
        if (i >= s->more->media_count) {
            tier1__foreign_extra(t, one, NULL, "picture there");
            continue;
        }
        if (!tier1__fields_open(&f, &t->u, one, "a picture of a translation"))
            continue;
        alt = tier1__field(&f, "alt");
        if (alt)
            tier1__foreign_text(t, alt, s->more->media[i].alt, at, s->audience);
        tier1__fields_close(&f);
    }
}

static const struct question *
find_field(struct translating *t, const tier1_node *key, const struct step *s)
{
    struct near n;

    tier1__near_init(&n, key->text, key->length);
    for (size_t i = 0; i < s->field_count; i++) {
        if (strcmp(s->fields[i].name, key->text) == 0)
            return &s->fields[i];
        tier1__near_try(&n, s->fields[i].name);
    }
    tier1__warn(&t->u, NO_STEP, key, "extra-text",
                n.best ? tier1__did_you_mean(&t->u, n.best)
                       : "take it out: the flow does not have it any more",
                "the step %q has no field %q", s->id, key->text);
    return NULL;
}

static void read_field(struct translating *t, const tier1_pair *p,
                       const struct question *q, const struct step *s)
{
    const struct hook_at at = {s->id, "label", PLACE_TEXT};
    const tier1_node *n;
    struct fields f;

    if (p->value->kind == TIER1_NODE_SCALAR) {
        tier1__foreign_text(t, p->value, q->label, at, s->audience);
        return;
    }
    if (!tier1__fields_open(&f, &t->u, p->value, "a field of a translation"))
        return;
    n = tier1__field(&f, "label");
    if (n)
        tier1__foreign_text(t, n, q->label, at, s->audience);
    tier1__foreign_question(t, &f, q, at, s->audience);
    tier1__fields_close(&f);
}

static void read_fields(struct translating *t, const tier1_node *n,
                        const struct step *s)
{
    if (n->kind != TIER1_NODE_MAP) {
        tier1__error(&t->u, n, "wrong-type", "write NAME: LABEL, one a line",
                     "%q is a map", "fields");
        return;
    }
    for (size_t i = 0; i < n->count; i++) {
        const struct question *q = find_field(t, n->pairs[i].key, s);
        if (q)
            read_field(t, &n->pairs[i], q, s);
    }
}

static void read_text(struct translating *t, struct fields *f, const char *key,
                      const struct text *own, const struct step *s,
                      unsigned audience)
{
    const struct hook_at at = {s->id, key, PLACE_TEXT};
    const tier1_node *n = tier1__field(f, key);

    if (n)
        tier1__foreign_text(t, n, own, at, audience);
}

/* The text stands under the key of the step's kind. One of another kind was
 * changed in the flow since. */
static void read_main(struct translating *t, struct fields *f,
                      const struct step *s)
{
    static const tier1_kind kinds[] = {TIER1_KIND_ASK,     TIER1_KIND_FORM,
                                       TIER1_KIND_TRY,     TIER1_KIND_TELL,
                                       TIER1_KIND_OFFER,   TIER1_KIND_CONSULT,
                                       TIER1_KIND_RESOLVE, TIER1_KIND_ESCALATE};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *key = tier1_kind_text(kinds[i]);
        const tier1_node *n;
        if (kinds[i] == (tier1_kind)s->kind) {
            read_text(t, f, key, s->text, s, s->audience);
            continue;
        }
        n = tier1__field(f, key);
        if (n)
            tier1__warn(&t->u, NO_STEP, tier1__key_node(f->node, key),
                        "extra-text", "look at the flow's step again",
                        "the step %q is of the kind %q in the flow, not %q",
                        s->id, tier1__said_key(s), key);
    }
}

static void read_step(struct translating *t, const tier1_pair *p,
                      const struct step *s)
{
    const struct hook_at at = {s->id, "choices", PLACE_TEXT};
    const tier1_node *n;
    struct fields f;

    if (!tier1__fields_open(&f, &t->u, p->value, "a step of a translation"))
        return;
    read_main(t, &f, s);
    read_text(t, &f, "title", s->more->title, s, s->audience);
    read_text(t, &f, "note", s->more->note, s, FOR_AGENT);
    read_text(t, &f, "help", s->more->help, s, s->audience);
    n = tier1__field(&f, "media");
    if (n)
        read_media(t, n, s);
    tier1__foreign_question(t, &f, &s->question, at, s->audience);
    n = tier1__field(&f, "fields");
    if (n)
        read_fields(t, n, s);
    tier1__fields_close(&f);
}

static const struct step *find_step(struct translating *t,
                                    const tier1_node *key)
{
    uint32_t found = tier1__flow_step(t->flow, key->text);
    struct near n;

    if (found != UINT32_MAX)
        return &t->flow->steps[found];
    tier1__near_init(&n, key->text, key->length);
    for (size_t i = 0; i < t->flow->step_count; i++)
        tier1__near_try(&n, t->flow->steps[i].id);
    tier1__warn(&t->u, NO_STEP, key, "extra-text",
                n.best ? tier1__did_you_mean(&t->u, n.best)
                       : "take it out: the flow does not have it any more",
                "the flow has no step %q", key->text);
    return NULL;
}

static void read_steps(struct translating *t, const tier1_node *n)
{
    if (n->kind != TIER1_NODE_MAP) {
        tier1__error(&t->u, n, "wrong-type", "write NAME: and its keys below",
                     "%q is a map of steps", "steps");
        return;
    }
    t->file->steps = n;
    for (size_t i = 0; i < n->count; i++) {
        const struct step *s = find_step(t, n->pairs[i].key);
        if (s)
            read_step(t, &n->pairs[i], s);
    }
}

/* ---- stamps ------------------------------------------------------------ */

static bool is_stamp(const tier1_node *n)
{
    return n->kind == TIER1_NODE_SCALAR && n->length + 1 == TIER1_STAMP_BYTES &&
           strspn(n->text, "0123456789abcdef") == n->length;
}

static void read_stamps(struct translating *t, const tier1_node *n)
{
    if (n->kind != TIER1_NODE_MAP) {
        tier1__error(&t->u, n, "wrong-type",
                     "take it out: without it nothing is looked at",
                     "%q is a map", "sources");
        return;
    }
    t->file->stamps = n;
    for (size_t i = 0; i < n->count; i++)
        if (!is_stamp(n->pairs[i].value))
            tier1__error(&t->u, n->pairs[i].value, "bad-value",
                         "take the line out: that text is not looked at then",
                         "%q is followed by 16 hexadecimal digits",
                         n->pairs[i].key->text);
}

/* ---- files ------------------------------------------------------------- */

static void read_summary(struct translating *t, struct fields *f,
                         struct translation *out)
{
    const tier1_node *n = tier1__field_peek(f, "summary");

    out->summary = tier1__field_text(f, "summary");
    if (n && !t->flow->info.summary) {
        tier1__foreign_extra(t, n, NULL, "summary");
        out->summary = NULL;
    }
}

static void read_all(struct translating *t, struct fields *f,
                     struct translation *out)
{
    const struct hook_at at = {NULL, "anywhere", PLACE_TEXT};
    const tier1_flow *flow = t->flow;
    const tier1_node *n;

    out->title = tier1__field_text(f, "title");
    read_summary(t, f, out);
    n = tier1__field(f, "anywhere");
    if (n)
        tier1__foreign_choices(t, n, flow->anywhere, flow->anywhere_count, at,
                               flow->audience);
    n = tier1__field(f, "steps");
    if (n)
        read_steps(t, n);
    n = tier1__field(f, "messages");
    if (n)
        tier1__foreign_messages(t, n, out);
    n = tier1__field(f, "sources");
    if (n)
        read_stamps(t, n);
    out->items = t->items;
    out->count = t->count;
}

/* Room for one more. */
static struct translation *next(struct translating *t)
{
    tier1_flow *flow = t->u.flow;
    struct translation *all = tier1__arena_grow(
        &t->u.c->library->arena,
        /* the flow is not handed on yet */
        (struct translation *)(uintptr_t)flow->translations,
        flow->translation_count, &t->file->unit->translation_cap, sizeof *all);

    if (!all) {
        t->u.c->nomem = true;
        return NULL;
    }
    flow->translations = all;
    all[flow->translation_count] = (struct translation){.language = NULL};
    return &all[flow->translation_count];
}

static void seal(struct translating *t, struct translation *out)
{
    char *text = tier1__make(&t->u, 65, 1);

    out->file = t->u.source.name;
    out->sha256 = text;
    if (text)
        tier1__sha256_text(text, t->u.source.bytes, t->u.source.length);
}

static void read_file(struct translating *t)
{
    struct translation *out;
    const char *language;
    struct fields f;

    if (!tier1__fields_open(&f, &t->u, t->file->root, "a translation"))
        return;
    read_version(&f);
    (void)tier1__field(&f, "translates");
    language = read_language(t, &f);
    if (!language || !is_new(t, language, tier1__field_peek(&f, "language")))
        return;
    if (t->flow->translation_count == TRANSLATIONS_MOST) {
        tier1__error(&t->u, t->file->root, "too-many-translations",
                     "a flow has one a language",
                     "a flow has at most %d translations", TRANSLATIONS_MOST);
        return;
    }
    out = next(t);
    if (!out)
        return;
    out->language = language;
    seal(t, out);
    read_all(t, &f, out);
    tier1__fields_close(&f);
    t->u.flow->translation_count++;
    t->file->language = language;
}

static void settle(struct compiler *c)
{
    for (size_t i = 0; i < c->unit_count && !c->nomem; i++)
        if (c->units[i]->flow->translation_count &&
            tier1__said_settle(c->units[i]->flow, &c->library->arena) ==
                TIER1_ENOMEM)
            c->nomem = true;
    if (!c->nomem && !tier1__said_languages(c->library))
        c->nomem = true;
}

void tier1__foreign_read(struct compiler *c)
{
    if (!c->foreign)
        return;
    for (struct foreign *f = c->foreign; f && !c->nomem; f = f->next) {
        struct translating t = {.file = f};
        struct arena_mark mark = tier1__arena_mark(&c->scratch);
        /* what is wrong in the flow comes first */
        if (!find_flow(c, f) || !f->unit->loaded || f->unit->errors)
            continue;
        t.u = tier1__foreign_unit(f);
        t.flow = f->unit->flow;
        read_file(&t);
        f->errors = t.u.errors;
        tier1__arena_reset(&c->scratch, mark);
    }
    for (struct foreign *f = c->foreign; f; f = f->next)
        if (f->unit)
            f->unit->errors += f->errors;
    settle(c);
}
