/* SPDX-License-Identifier: MIT */
/* YAML: libyaml's events to nodes, under caps and without recursion; or its
 * tokens, where they will do. Of YAML only what two readers cannot take for different things comes through. The
 * allocations of libyaml itself do not pass through our allocator: it offers
 * no hook. They end with this call, and are bounded by the caps. */
#include "data/yaml.h"

#include <string.h>

#include <yaml.h>

#include "data/yaml_build.h"
#include "data/yaml_error.h"
#include "data/yaml_text.h"
#include "data/yaml_tokens.h"

#define STR_TAG "tag:yaml.org,2002:str"

struct reader {
    yaml_parser_t parser;
    struct yaml_builder build;
    struct line_cursor cursor;
    uint64_t events;
    bool ended;
};

static struct span event_span(const yaml_event_t *e)
{
    return (struct span){
        (unsigned)e->start_mark.line + 1, (unsigned)e->start_mark.column + 1,
        (unsigned)e->end_mark.line + 1, (unsigned)e->end_mark.column + 1};
}

/* libyaml's bytes are UTF-8 by now. */
static const char *as_text(const yaml_char_t *bytes)
{
    return (const char *)bytes;
}

static void check_tag(struct reader *r, const yaml_char_t *tag, bool scalar,
                      struct span span)
{
    const char *text = as_text(tag);

    if (tag == NULL || strcmp(text, "!") == 0 ||
        (scalar && strcmp(text, STR_TAG) == 0))
        return;
    tier1__yaml_note(&r->build, "yaml-tag", span, "tags are not supported",
                     "put a text that begins with '!' in quotes");
}

static char style_of(const yaml_event_t *e)
{
    switch (e->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return '\'';
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return '"';
    case YAML_LITERAL_SCALAR_STYLE:
        return '|';
    case YAML_FOLDED_SCALAR_STYLE:
        return '>';
    default:
        /* a plain one that its tag calls a text is as good as quoted */
        return e->data.scalar.tag == NULL ? ' ' : '"';
    }
}

static void on_scalar(struct reader *r, const yaml_event_t *e)
{
    struct span span = event_span(e);
    const char *text = as_text(e->data.scalar.value);
    size_t length = e->data.scalar.length;
    uint64_t most = r->build.caps->scalar_bytes;
    char style = style_of(e);

    if (style == '|' || style == '>')
        /* libyaml ends it where the next thing begins */
        tier1__yaml_block_end(&r->cursor, &span);
    if (length > most) {
        tier1__yaml_stop_at(&r->build, span, "scalar_bytes", most,
                            "a text too long");
        return;
    }
    check_tag(r, e->data.scalar.tag, true, span);
    /* escapes can make what the file itself may not hold */
    if (e->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE &&
        !tier1__yaml_is_clean(text, length))
        tier1__yaml_note(&r->build, "yaml-encoding", span,
                         "a text cannot hold control characters", NULL);
    tier1__yaml_scalar(&r->build, span, text, length, style,
                       as_text(e->data.scalar.anchor));
}

static void on_list(struct reader *r, const yaml_event_t *e)
{
    bool flow = e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;

    check_tag(r, e->data.sequence_start.tag, false, event_span(e));
    tier1__yaml_open(&r->build, event_span(e), TIER1_NODE_LIST, flow,
                     as_text(e->data.sequence_start.anchor));
}

static void on_map(struct reader *r, const yaml_event_t *e)
{
    bool flow = e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;

    check_tag(r, e->data.mapping_start.tag, false, event_span(e));
    tier1__yaml_open(&r->build, event_span(e), TIER1_NODE_MAP, flow,
                     as_text(e->data.mapping_start.anchor));
}

static void on_document(struct reader *r, const yaml_event_t *e)
{
    if (r->build.root == NULL)
        return;
    tier1__yaml_note(&r->build, "yaml-document", event_span(e),
                     "a second document",
                     "a file holds one; take the '---' out");
    tier1__yaml_stop(&r->build, TIER1_EINVALID);
}

static void on_end(struct reader *r)
{
    const tier1_node *root = r->build.root;

    r->ended = true;
    if (root != NULL && (root->kind != TIER1_NODE_SCALAR ||
                         root->style != ' ' || root->length > 0))
        return;
    tier1__yaml_note(&r->build, "yaml-document", (struct span){1, 1, 1, 1},
                     "the file is empty", NULL);
}

static void on_event(struct reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        on_document(r, e);
        break;
    case YAML_SCALAR_EVENT:
        on_scalar(r, e);
        break;
    case YAML_ALIAS_EVENT:
        tier1__yaml_alias(&r->build, event_span(e),
                          as_text(e->data.alias.anchor));
        break;
    case YAML_SEQUENCE_START_EVENT:
        on_list(r, e);
        break;
    case YAML_MAPPING_START_EVENT:
        on_map(r, e);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        /* the end of a block, and of a map that is one pair of a flow list,
         * has no width: libyaml puts it where the next token begins */
        tier1__yaml_close(&r->build, event_span(e),
                          e->start_mark.index == e->end_mark.index);
        break;
    case YAML_STREAM_END_EVENT:
        on_end(r);
        break;
    default:
        break;
    }
}

static void on_error(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    /* an error of libyaml's reader has no mark of its own, but yaml_text.c
     * lets nothing through that could be one; as good as anywhere */
    const yaml_mark_t *at =
        p->error == YAML_READER_ERROR ? &p->mark : &p->problem_mark;
    struct yaml_complaint c = {.problem =
                                   p->problem == NULL ? "not YAML" : p->problem,
                               .context = p->context,
                               .line = (unsigned)at->line + 1,
                               .column = (unsigned)at->column + 1};

    if (p->error == YAML_MEMORY_ERROR) {
        tier1__yaml_stop(&r->build, TIER1_ENOMEM);
        return;
    }
    if (p->context != NULL) {
        c.context_line = (unsigned)p->context_mark.line + 1;
        c.context_column = (unsigned)p->context_mark.column + 1;
    }
    tier1__yaml_complain(r->build.list, r->build.source, &c);
    tier1__yaml_stop(&r->build, TIER1_EINVALID);
}

static void read_events(struct reader *r)
{
    uint64_t most = r->build.caps->yaml_events;

    while (!r->ended && r->build.rc == TIER1_OK) {
        yaml_event_t e;

        if (!yaml_parser_parse(&r->parser, &e)) {
            on_error(r);
            return;
        }
        if (++r->events > most)
            tier1__yaml_stop_at(&r->build, event_span(&e), "yaml_events", most,
                                "too many YAML events");
        else
            on_event(r, &e);
        yaml_event_delete(&e);
    }
}

static bool begin(struct reader *r)
{
    const struct source *s = r->build.source;
    size_t bom = tier1__yaml_bom(s);

    if (!yaml_parser_initialize(&r->parser)) {
        tier1__yaml_stop(&r->build, TIER1_ENOMEM);
        return false;
    }
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &r->parser, (const unsigned char *)s->bytes + bom, s->length - bom);
    tier1__yaml_cursor(&r->cursor, s);
    tier1__yaml_build_init(&r->build);
    return true;
}

static void end(struct reader *r)
{
    tier1__yaml_build_free(&r->build);
    yaml_parser_delete(&r->parser);
}

/* Tries the tokens first, and forgets what came of them if that was not all. */
static bool read_short(struct reader *r, struct arena *packed)
{
    const struct yaml_builder fresh = r->build;
    struct arena_mark mark = tier1__arena_mark(r->build.arena);
    struct arena_mark packed_mark = tier1__arena_mark(packed);
    bool whole;

    r->build.list = NULL; /* the events know better what is wrong */
    if (!begin(r))
        return true;
    whole = tier1__yaml_tokens(&r->build, &r->parser, &r->cursor, packed);
    end(r);
    if (whole || r->build.rc == TIER1_ENOMEM)
        return true;
    r->build = fresh;
    tier1__arena_reset(r->build.arena, mark);
    tier1__arena_reset(packed, packed_mark);
    return false;
}

static void read_document(struct reader *r, struct arena *packed)
{
    if ((packed != NULL && read_short(r, packed)) || !begin(r))
        return;
    read_events(r);
    end(r);
}

int tier1__yaml_read(const tier1_node **out, struct arena *a,
                     const struct source *source, const tier1_caps *caps,
                     tier1_diagnostics *diagnostics)
{
    return tier1__yaml_read_flow(out, a, NULL, source, caps, diagnostics);
}

int tier1__yaml_read_flow(const tier1_node **out, struct arena *a,
                          struct arena *packed, const struct source *source,
                          const tier1_caps *caps,
                          tier1_diagnostics *diagnostics)
{
    struct source own = *source;
    struct reader r = {
        .build = {
            .arena = a, .source = &own, .caps = caps, .list = diagnostics}};
    struct yaml_builder *b = &r.build;

    *out = NULL;
    if (own.bytes == NULL)
        own.bytes = ""; /* libyaml asserts that there is something */
    if (own.length > caps->file_bytes)
        tier1__yaml_stop_at(b, (struct span){0}, "file_bytes", caps->file_bytes,
                            "a file too long");
    else if (!tier1__yaml_text(&own, diagnostics))
        tier1__yaml_stop(b, TIER1_EINVALID);
    else
        read_document(&r, packed);
    if (diagnostics != NULL && diagnostics->failed != TIER1_OK)
        return TIER1_ENOMEM;
    if (b->rc != TIER1_OK)
        return b->rc;
    if (b->found)
        return TIER1_EINVALID;
    *out = b->root;
    return TIER1_OK;
}
