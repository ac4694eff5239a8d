/* SPDX-License-Identifier: MIT */
/* Of the grammar of YAML that flows are written in: maps whose keys are texts,
 * lists, texts; in blocks or between brackets. Anchors, aliases, tags,
 * directives, `...`, empty entries, keys that are no texts, pairs in lists and
 * whatever is wrong are left to libyaml's parser. Each token meets what the
 * innermost list or map waits for; nothing is looked ahead for. */
#include "data/yaml_tokens.h"

#include <string.h>

#include "data/yaml_pack.h"

enum want {
    WANT_STREAM,
    WANT_DOCUMENT,
    WANT_ROOT,
    WANT_END,
    WANT_KEY,
    WANT_KEY_TEXT,
    WANT_COLON,
    WANT_VALUE,
    WANT_DASH,
    WANT_ITEM,
    WANT_COMMA
};

enum form {
    FORM_ROOT,
    FORM_BLOCK_MAP,
    FORM_BLOCK_LIST,
    FORM_BARE_LIST, /* as far in as the key that it is the value of */
    FORM_FLOW_MAP,
    FORM_FLOW_LIST
};

struct level {
    enum form form;
    enum want want;
};

struct reader {
    struct yaml_builder *build;
    yaml_parser_t *parser;
    struct line_cursor *cursor;
    struct arena *packed;
    struct yaml_packer pack;
    bool packing;
    uint64_t events;      /* that the parser would have told of */
    yaml_mark_t colon;    /* behind the last one */
    unsigned depth, most; /* levels but the root */
    struct level levels[VALUE_DEPTH_MOST + 1];
};

static struct span span_of(const yaml_token_t *t)
{
    return (struct span){
        (unsigned)t->start_mark.line + 1, (unsigned)t->start_mark.column + 1,
        (unsigned)t->end_mark.line + 1, (unsigned)t->end_mark.column + 1};
}

/* Goes on, unless something failed. */
static bool is_well(struct reader *r)
{
    const struct yaml_builder *b = r->build;

    return b->rc == TIER1_OK && !b->found && !tier1__pack_failed(&r->pack) &&
           ++r->events <= b->caps->yaml_events;
}

/* What the innermost one waits for when a value is there. */
static void value_is_there(struct reader *r)
{
    static const enum want next[] = {WANT_END,  WANT_KEY,   WANT_DASH,
                                     WANT_DASH, WANT_COMMA, WANT_COMMA};
    struct level *l = &r->levels[r->depth];

    l->want = next[l->form];
}

/* Hands the part on, if it is whole. */
static void end_part(struct reader *r)
{
    struct span end;
    const char *bytes;

    if (!tier1__pack_is_pair(&r->pack))
        return;
    tier1__pack_close(&r->pack, NULL);
    r->packing = false;
    if (tier1__pack_failed(&r->pack))
        return;
    bytes = tier1__pack_take(&r->pack, r->packed, &end);
    tier1__yaml_part(r->build, bytes, end);
}

static bool put_text(struct reader *r, struct span span, const char *text,
                     size_t length, char style)
{
    if (!r->packing) {
        tier1__yaml_scalar(r->build, span, text, length, style, NULL);
        return is_well(r);
    }
    tier1__pack_scalar(&r->pack, span, text, length, style);
    end_part(r);
    return is_well(r);
}

static char style_of(yaml_scalar_style_t style)
{
    static const char styles[] = {[YAML_ANY_SCALAR_STYLE] = ' ',
                                  [YAML_PLAIN_SCALAR_STYLE] = ' ',
                                  [YAML_SINGLE_QUOTED_SCALAR_STYLE] = '\'',
                                  [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = '"',
                                  [YAML_LITERAL_SCALAR_STYLE] = '|',
                                  [YAML_FOLDED_SCALAR_STYLE] = '>'};

    return styles[style];
}

static bool on_text(struct reader *r, const yaml_token_t *t)
{
    const char *text = (const char *)t->data.scalar.value;
    size_t length = t->data.scalar.length;
    char style = style_of(t->data.scalar.style);
    struct span span = span_of(t);

    if (length > r->build->caps->scalar_bytes)
        return false;
    if (style == '"' && !tier1__yaml_is_clean(text, length))
        return false;
    if (style == '|' || style == '>')
        tier1__yaml_block_end(r->cursor, &span);
    return put_text(r, span, text, length, style);
}

static bool on_key(struct reader *r, const yaml_token_t *t)
{
    const char *text = (const char *)t->data.scalar.value;

    if (t->type != YAML_SCALAR_TOKEN || t->data.scalar.length > YAML_KEY_MOST ||
        strcmp(text, "<<") == 0)
        return false;
    r->levels[r->depth].want = WANT_COLON;
    if (!r->packing && tier1__yaml_is_part(r->build)) {
        r->packing = true;
        tier1__pack_open(&r->pack, TIER1_NODE_MAP, span_of(t));
    }
    return on_text(r, t);
}

static bool open_level(struct reader *r, enum form form, enum want want,
                       struct span span)
{
    bool map = form == FORM_BLOCK_MAP || form == FORM_FLOW_MAP;
    tier1_node_kind kind = map ? TIER1_NODE_MAP : TIER1_NODE_LIST;
    bool flow = form == FORM_FLOW_MAP || form == FORM_FLOW_LIST;

    if (r->depth >= r->most)
        return false;
    if (r->packing)
        tier1__pack_open(&r->pack, kind, span);
    else
        tier1__yaml_open(r->build, span, kind, flow, NULL);
    r->levels[++r->depth] = (struct level){form, want};
    return is_well(r);
}

static bool close_level(struct reader *r, const yaml_token_t *t)
{
    bool block = r->levels[r->depth].form < FORM_FLOW_MAP;
    struct span span = span_of(t);

    r->depth--;
    value_is_there(r);
    if (!r->packing) {
        tier1__yaml_close(r->build, span, block);
        return is_well(r);
    }
    tier1__pack_close(&r->pack, block ? NULL : &span);
    end_part(r);
    return is_well(r);
}

static bool on_value(struct reader *r, const yaml_token_t *t)
{
    switch (t->type) {
    case YAML_SCALAR_TOKEN:
        value_is_there(r);
        return on_text(r, t);
    case YAML_BLOCK_MAPPING_START_TOKEN:
        return open_level(r, FORM_BLOCK_MAP, WANT_KEY, span_of(t));
    case YAML_BLOCK_SEQUENCE_START_TOKEN:
        return open_level(r, FORM_BLOCK_LIST, WANT_DASH, span_of(t));
    case YAML_FLOW_MAPPING_START_TOKEN:
        return open_level(r, FORM_FLOW_MAP, WANT_KEY, span_of(t));
    case YAML_FLOW_SEQUENCE_START_TOKEN:
        return open_level(r, FORM_FLOW_LIST, WANT_ITEM, span_of(t));
    default:
        return false;
    }
}

static bool on_token(struct reader *r, const yaml_token_t *t);

/* Behind the colon of a key. */
static bool on_map_value(struct reader *r, const yaml_token_t *t)
{
    struct span at;

    if (r->levels[r->depth].form == FORM_FLOW_MAP)
        return on_value(r, t);
    if (t->type == YAML_BLOCK_ENTRY_TOKEN)
        return open_level(r, FORM_BARE_LIST, WANT_ITEM, span_of(t));
    if (t->type != YAML_KEY_TOKEN && t->type != YAML_BLOCK_END_TOKEN)
        return on_value(r, t);
    at.line = at.end_line = (unsigned)r->colon.line + 1; /* an empty one */
    at.column = at.end_column = (unsigned)r->colon.column + 1;
    value_is_there(r);
    return put_text(r, at, "", 0, ' ') && on_token(r, t);
}

static bool on_map(struct reader *r, const yaml_token_t *t)
{
    struct level *l = &r->levels[r->depth];
    yaml_token_type_t end = l->form == FORM_FLOW_MAP
                                ? YAML_FLOW_MAPPING_END_TOKEN
                                : YAML_BLOCK_END_TOKEN;

    switch (l->want) {
    case WANT_KEY:
        l->want = WANT_KEY_TEXT;
        return t->type == YAML_KEY_TOKEN ||
               (t->type == end && close_level(r, t));
    case WANT_KEY_TEXT:
        return on_key(r, t);
    case WANT_COLON:
        r->colon = t->end_mark;
        l->want = WANT_VALUE;
        return t->type == YAML_VALUE_TOKEN;
    case WANT_VALUE:
        return on_map_value(r, t);
    default:
        l->want = WANT_KEY;
        return t->type == YAML_FLOW_ENTRY_TOKEN ||
               (t->type == end && close_level(r, t));
    }
}

static bool on_block_list(struct reader *r, const yaml_token_t *t)
{
    struct level *l = &r->levels[r->depth];

    if (l->want == WANT_ITEM)
        return on_value(r, t);
    if (t->type == YAML_BLOCK_ENTRY_TOKEN) {
        l->want = WANT_ITEM;
        return true;
    }
    if (l->form == FORM_BARE_LIST) /* and the map around goes on */
        return close_level(r, t) && on_token(r, t);
    return t->type == YAML_BLOCK_END_TOKEN && close_level(r, t);
}

static bool on_flow_list(struct reader *r, const yaml_token_t *t)
{
    struct level *l = &r->levels[r->depth];

    if (t->type == YAML_FLOW_SEQUENCE_END_TOKEN)
        return close_level(r, t);
    if (l->want == WANT_ITEM)
        return on_value(r, t);
    l->want = WANT_ITEM;
    return t->type == YAML_FLOW_ENTRY_TOKEN;
}

static bool on_root(struct reader *r, const yaml_token_t *t)
{
    struct level *l = &r->levels[0];

    switch (l->want) {
    case WANT_STREAM:
        l->want = WANT_DOCUMENT;
        return t->type == YAML_STREAM_START_TOKEN;
    case WANT_DOCUMENT:
        l->want = WANT_ROOT;
        return t->type == YAML_DOCUMENT_START_TOKEN || on_value(r, t);
    case WANT_ROOT:
        return on_value(r, t);
    default:
        return t->type == YAML_STREAM_END_TOKEN;
    }
}

static bool on_token(struct reader *r, const yaml_token_t *t)
{
    switch (r->levels[r->depth].form) {
    case FORM_BLOCK_MAP:
    case FORM_FLOW_MAP:
        return on_map(r, t);
    case FORM_BLOCK_LIST:
    case FORM_BARE_LIST:
        return on_block_list(r, t);
    case FORM_FLOW_LIST:
        return on_flow_list(r, t);
    default:
        return on_root(r, t);
    }
}

static bool read_tokens(struct reader *r)
{
    yaml_token_t t;
    bool well = true, end = false;

    while (well && !end) {
        if (!yaml_parser_scan(r->parser, &t)) {
            if (r->parser->error == YAML_MEMORY_ERROR)
                tier1__yaml_stop(r->build, TIER1_ENOMEM);
            return false;
        }
        end = t.type == YAML_STREAM_END_TOKEN;
        well = on_token(r, &t);
        if (t.type >= YAML_ALIAS_TOKEN || t.type == YAML_TAG_DIRECTIVE_TOKEN)
            yaml_token_delete(&t); /* all others own nothing */
    }
    return well;
}

bool tier1__yaml_tokens(struct yaml_builder *b, yaml_parser_t *parser,
                        struct line_cursor *cursor, struct arena *packed)
{
    struct reader r;
    bool whole;

    r.build = b;
    r.parser = parser;
    r.cursor = cursor;
    r.packed = packed;
    r.packing = false;
    r.events = 4; /* where the stream and the document begin and end */
    r.depth = 0;
    r.most = tier1__yaml_depth_most(b);
    r.levels[0] = (struct level){FORM_ROOT, WANT_STREAM};
    tier1__packer_init(&r.pack, b->arena->allocator);
    whole = read_tokens(&r);
    if (r.pack.nomem)
        tier1__yaml_stop(b, TIER1_ENOMEM);
    tier1__packer_free(&r.pack);
    return whole && b->root != NULL && r.events <= b->caps->yaml_events;
}
