/* SPDX-License-Identifier: MIT */
/* A graph in the language of Mermaid. Labels stand between quotes; what means
 * something there is written as an entity, which begins with '#'. */
#include <string.h>

#include "author/graph.h"

#define NODE_WIDTH 30
#define NODE_LINES 3
#define EDGE_WIDTH 24
#define EDGE_LINES 3

static const char *entity(char c)
{
    switch (c) {
    case '"':
        return "#quot;";
    case '#':
        return "#35;";
    case '&':
        return "#amp;";
    case '<':
        return "#lt;";
    case '>':
        return "#gt;";
    case '`':
        return "#96;";
    case '\\':
        return "#92;";
    default:
        return NULL;
    }
}

static void add_escaped(struct line *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *as = entity(bytes[i]);
        if (as)
            tier1__line_add(out, as);
        else if ((unsigned char)bytes[i] >= ' ' && bytes[i] != 0x7f)
            tier1__line_bytes(out, bytes + i, 1);
    }
}

static void put_line(void *ud, const char *bytes, size_t length, size_t number)
{
    if (number)
        tier1__line_add(ud, "<br/>");
    add_escaped(ud, bytes, length);
}

/* ---- nodes ------------------------------------------------------------- */

struct brackets {
    const char *open, *close, *class;
};

static struct brackets brackets_of(const struct node *n)
{
    static const struct brackets kinds[] = {
        [TIER1_KIND_ASK] = {"{{", "}}", "ask"},
        [TIER1_KIND_FORM] = {"[/", "/]", "ask"},
        [TIER1_KIND_TRY] = {"[", "]", "try"},
        [TIER1_KIND_TELL] = {">", "]", "tell"},
        [TIER1_KIND_RUN] = {"[[", "]]", "machine"},
        [TIER1_KIND_BRANCH] = {"{", "}", "machine"},
        [TIER1_KIND_SET] = {"[[", "]]", "machine"},
        [TIER1_KIND_OFFER] = {"[\\", "/]", "try"},
        [TIER1_KIND_CALL] = {"[[", "]]", "machine"},
        [TIER1_KIND_RESOLVE] = {"([", "])", "resolved"},
        [TIER1_KIND_ESCALATE] = {"([", "])", "escalated"},
        [TIER1_KIND_RETURN] = {"([", "])", "tell"},
        [TIER1_KIND_CONSULT] = {"[(", ")]", "machine"},
    };
    static const struct brackets anywhere = {"(", ")", "tell"};
    if (n->kind == NODE_STEP)
        return kinds[n->info.kind];
    if (n->kind == NODE_ANYWHERE)
        return anywhere;
    return kinds[n->end == TIER1_RESOLVED ? TIER1_KIND_RESOLVE
                                          : TIER1_KIND_ESCALATE];
}

static void add_name(struct line *out, size_t node)
{
    tier1__line_add(out, "n");
    tier1__line_number(out, node);
}

static void add_node(struct line *out, const struct graph *g, size_t index)
{
    const struct node *n = &g->nodes[index];
    struct brackets b = brackets_of(n);
    const char *id = n->kind == NODE_STEP       ? n->info.id
                     : n->kind == NODE_ANYWHERE ? "anywhere"
                                                : n->code;
    tier1__line_add(out, "  ");
    add_name(out, index);
    tier1__line_say(out, b.open, "\"<b>", NULL);
    add_escaped(out, id, strlen(id));
    tier1__line_add(out, "</b>");
    if (n->count >= 0) {
        tier1__line_add(out, " ");
        tier1__graph_times(out, n->count, 0);
    }
    if (n->kind == NODE_STEP && n->info.callee) {
        tier1__line_add(out, "<br/>calls ");
        add_escaped(out, n->info.callee, strlen(n->info.callee));
    }
    if (n->brief) {
        tier1__line_add(out, "<br/>");
        tier1__graph_wrap(n->brief, NODE_WIDTH, NODE_LINES, put_line, out);
    }
    tier1__line_say(out, "\"", b.close, ":::", NULL);
    tier1__line_add(out, n->count == 0 ? "never" : n->cut ? "cut" : b.class);
    tier1__line_add(out, "\n");
}

/* ---- lines ------------------------------------------------------------- */

static void add_edge(struct line *out, const struct graph *g, size_t index)
{
    const struct edge *e = &g->edges[index];
    const struct node *to = &g->nodes[e->to];
    tier1__line_add(out, "  ");
    add_name(out, e->from);
    tier1__line_add(out, !e->usual || e->count == 0 ? " -.->" : " -->");
    if (e->label.length || e->count >= 0) {
        tier1__line_add(out, "|\"");
        if (e->label.length)
            tier1__graph_wrap(e->label.text, EDGE_WIDTH, EDGE_LINES, put_line,
                              out);
        if (e->label.length && e->count >= 0)
            tier1__line_add(out, " ");
        if (e->count >= 0)
            tier1__graph_times(out, e->count, e->never);
        tier1__line_add(out, "\"|");
    }
    tier1__line_add(out, " ");
    if (to->far) { /* its name, in the place of a line across the picture */
        const char *name = to->kind == NODE_STEP ? to->info.id : to->code;
        tier1__line_add(out, "f");
        tier1__line_number(out, index);
        tier1__line_add(out, ">\"");
        add_escaped(out, name, strlen(name));
        tier1__line_say(out, "\"]:::", brackets_of(to).class, NULL);
    } else {
        add_name(out, e->to);
    }
    tier1__line_add(out, "\n");
}

static void add_classes(struct line *out)
{
    static const char *const classes[] = {
        "ask fill:#E3EEFB,stroke:#2F6DB5,color:#111",
        "try fill:#FFF1D6,stroke:#B47A16,color:#111",
        "tell fill:#F4F4F4,stroke:#6B6B6B,color:#111",
        "machine fill:#EFE8F8,stroke:#7148A6,color:#111",
        "resolved fill:#DDF3DF,stroke:#2E7D36,color:#111",
        "escalated fill:#FBE0DE,stroke:#B3352B,color:#111",
        "cut fill:#FFFFFF,stroke:#6B6B6B,stroke-dasharray:4,color:#111",
        "never fill:#FFFFFF,stroke:#D02A1E,stroke-dasharray:4,color:#111",
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        tier1__line_say(out, "  classDef ", classes[i], "\n", NULL);
}

void tier1__graph_mermaid(struct graph *g, struct line *out)
{
    tier1__line_add(out, "flowchart TD\n");
    for (size_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].shown)
            add_node(out, g, i);
    for (size_t i = 0; i < g->edge_count; i++)
        if (g->nodes[g->edges[i].from].shown && g->nodes[g->edges[i].to].shown)
            add_edge(out, g, i);
    add_classes(out);
}
