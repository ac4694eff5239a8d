/* SPDX-License-Identifier: MIT */
/* The places of a flow where a translation may say something: their names, and
 * what the flow itself says there. What is written for those who take over (the
 * `needs` and `summary` of an escalation, labels of variables) is none. */
#include <string.h>

#include "base/digest.h"
#include "model/said.h"

struct visiting {
    said_visit *visit;
    void *ud;
    struct said_place at;
};

static bool say(struct visiting *v, const char *key, const struct text *text)
{
    if (!text)
        return true;
    v->at.kind = SAID_TEXT;
    v->at.key = key;
    v->at.own = v->at.text = text;
    return v->visit(v->ud, &v->at);
}

/* A label that is the value itself, such as the name of a model, may be left
 * as it is. */
static bool is_same(const struct choice *c)
{
    return c->label && c->label->letters &&
           strcmp(c->label->letters, c->value) == 0;
}

static bool choices(struct visiting *v, const struct choice *items,
                    size_t count)
{
    bool go = true;

    for (size_t i = 0; i < count && go; i++) {
        const struct choice *c = &items[i];
        v->at.value = c->value;
        v->at.same = is_same(c);
        go = say(v, "label", c->label);
        v->at.same = false;
        go = go && say(v, "help", c->more->help);
        if (!go)
            break;
        v->at.kind = SAID_ALSO;
        v->at.key = "also";
        v->at.own = c;
        v->at.text = NULL;
        go = v->visit(v->ud, &v->at);
    }
    v->at.value = NULL;
    return go;
}

static bool question(struct visiting *v, const struct question *q)
{
    bool go = choices(v, q->choices, q->choice_count) &&
              say(v, "low", q->more->low) && say(v, "high", q->more->high);

    if (!go || !q->more->unit)
        return go;
    v->at.kind = SAID_UNIT;
    v->at.key = "unit";
    v->at.own = q->more;
    v->at.text = NULL;
    v->at.letters = q->more->unit;
    go = v->visit(v->ud, &v->at);
    v->at.letters = NULL;
    return go;
}

static bool media(struct visiting *v, const struct step_more *more)
{
    bool go = true;

    for (size_t i = 0; i < more->media_count && go; i++) {
        v->at.number = more->media_count > 1 ? i + 1 : 0;
        go = say(v, "alt", more->media[i].alt);
    }
    v->at.number = 0;
    return go;
}

static bool fields(struct visiting *v, const struct step *s)
{
    bool go = true;

    for (size_t i = 0; i < s->field_count && go; i++) {
        v->at.field = s->fields[i].name;
        go = say(v, "label", s->fields[i].label) && question(v, &s->fields[i]);
    }
    v->at.field = NULL;
    return go;
}

const char *tier1__said_key(const struct step *s)
{
    return tier1_kind_text((tier1_kind)s->kind);
}

bool tier1__said_places(const tier1_flow *flow, said_visit *visit, void *ud)
{
    struct visiting v = {.visit = visit, .ud = ud};
    bool go = choices(&v, flow->anywhere, flow->anywhere_count);

    for (size_t i = 0; i < flow->step_count && go; i++) {
        const struct step *s = &flow->steps[i];
        v.at.step = s;
        go = say(&v, tier1__said_key(s), s->text) &&
             say(&v, "title", s->more->title) &&
             say(&v, "note", s->more->note) && say(&v, "help", s->more->help) &&
             media(&v, s->more) && question(&v, &s->question) && fields(&v, s);
    }
    return go;
}

/* ---- names ------------------------------------------------------------- */

/* As in a JSON Pointer: a value may hold a slash. */
static void part(struct buf *out, const char *text)
{
    if (out->len)
        tier1__buf_char(out, '/');
    for (; *text; text++) {
        if (*text == '~' || *text == '/')
            tier1__buf_text(out, *text == '~' ? "~0" : "~1");
        else
            tier1__buf_char(out, *text);
    }
}

void tier1__said_name(struct buf *out, const struct said_place *place)
{
    tier1__buf_clear(out);
    if (place->step)
        part(out, place->step->id);
    if (place->field) {
        part(out, "fields");
        part(out, place->field);
    }
    if (place->value) {
        part(out, place->step ? "choices" : "anywhere");
        part(out, place->value);
    }
    if (strcmp(place->key, "alt") == 0)
        part(out, "media");
    if (strcmp(place->key, "low") == 0 || strcmp(place->key, "high") == 0)
        part(out, "labels");
    if (strcmp(place->key, "label") != 0)
        part(out, place->key);
    if (place->number)
        tier1__buf_format(out, "/%z", place->number);
}

void tier1__said_source(struct buf *out, const struct text *text,
                        enum audience audience)
{
    struct piece one;
    struct pieces form = tier1__text_form(text, audience, &one);

    tier1__buf_clear(out);
    for (size_t i = 0; i < form.count; i++) {
        const struct hook *hook = form.items[i].hook;
        if (!hook) {
            tier1__buf_text(out, form.items[i].text);
            continue;
        }
        tier1__buf_text(out, "{{");
        tier1__buf_add(out, hook->source, hook->length);
        tier1__buf_text(out, "}}");
    }
}

bool tier1__said_split(const struct text *text)
{
    return !text->letters && text->forms[AUDIENCE_CUSTOMER].count > 0 &&
           text->forms[AUDIENCE_AGENT].items !=
               text->forms[AUDIENCE_CUSTOMER].items;
}

/* ---- stamps ------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void add_trimmed(struct sha256 *d, const char *from, const char *end)
{
    while (from < end && is_blank(*from))
        from++;
    while (end > from && is_blank(end[-1]))
        end--;
    tier1__sha256_add(d, from, (size_t)(end - from));
}

static const char *find(const char *from, const char *end, const char *mark)
{
    for (; end - from >= 2; from++)
        if (from[0] == mark[0] && from[1] == mark[1])
            return from;
    return NULL;
}

void tier1_translation_stamp(char out[TIER1_STAMP_BYTES], const char *text,
                             size_t length)
{
    const char *end = text + length, *open, *close;
    uint8_t digest[32];
    struct sha256 d;

    tier1__sha256_init(&d);
    while ((open = find(text, end, "{{")) != NULL &&
           (close = find(open + 2, end, "}}")) != NULL) {
        tier1__sha256_add(&d, text, (size_t)(open + 2 - text));
        add_trimmed(&d, open + 2, close);
        tier1__sha256_add(&d, "}}", 2);
        text = close + 2;
    }
    tier1__sha256_add(&d, text, (size_t)(end - text));
    tier1__sha256_end(&d, digest);
    tier1__hex(out, digest, (TIER1_STAMP_BYTES - 1) / 2);
    out[TIER1_STAMP_BYTES - 1] = '\0';
}
