/* SPDX-License-Identifier: MIT */
/* A graph in the language of Graphviz. Labels are of its HTML-like kind, in
 * which five letters have to be written otherwise. */
#include <string.h>

#include "author/graph.h"

#define NODE_WIDTH 26
#define NODE_LINES 3
#define EDGE_WIDTH 20
#define EDGE_LINES 3

static void add_escaped(struct line *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *as = bytes[i] == '&'    ? "&amp;"
                         : bytes[i] == '<'  ? "&lt;"
                         : bytes[i] == '>'  ? "&gt;"
                         : bytes[i] == '"'  ? "&quot;"
                         : bytes[i] == '\'' ? "&#39;"
                                            : NULL;
        /* control characters, which no picture can hold */
        if (as)
            tier1__line_add(out, as);
        else if ((unsigned char)bytes[i] >= ' ' && bytes[i] != 0x7f)
            tier1__line_bytes(out, bytes + i, 1);
    }
}

static void put_line(void *ud, const char *bytes, size_t length, size_t number)
{
    struct line *out = ud;
    if (number)
        tier1__line_add(out, "<br/>");
    add_escaped(out, bytes, length);
}

static void add_wrapped(struct line *out, const char *text, size_t width,
                        size_t most)
{
    tier1__graph_wrap(text, width, most, put_line, out);
}

/* ---- nodes ------------------------------------------------------------- */

struct look {
    const char *shape, *fill, *pen;
};

static struct look look_of(const struct node *n)
{
    static const struct look looks[] = {
        [TIER1_KIND_ASK] = {"hexagon", "#E3EEFB", "#2F6DB5"},
        [TIER1_KIND_FORM] = {"tab", "#E3EEFB", "#2F6DB5"},
        [TIER1_KIND_TRY] = {"box", "#FFF1D6", "#B47A16"},
        [TIER1_KIND_TELL] = {"note", "#F4F4F4", "#6B6B6B"},
        [TIER1_KIND_RUN] = {"component", "#EFE8F8", "#7148A6"},
        [TIER1_KIND_BRANCH] = {"diamond", "#EFE8F8", "#7148A6"},
        [TIER1_KIND_SET] = {"rect", "#EFE8F8", "#7148A6"},
        [TIER1_KIND_OFFER] = {"house", "#FFF1D6", "#B47A16"},
        [TIER1_KIND_CALL] = {"box3d", "#EFE8F8", "#7148A6"},
        [TIER1_KIND_RESOLVE] = {"ellipse", "#DDF3DF", "#2E7D36"},
        [TIER1_KIND_ESCALATE] = {"octagon", "#FBE0DE", "#B3352B"},
        [TIER1_KIND_RETURN] = {"ellipse", "#F4F4F4", "#6B6B6B"},
        [TIER1_KIND_CONSULT] = {"folder", "#EFE8F8", "#7148A6"},
    };
    static const struct look anywhere = {"plain", "none", "#6B6B6B"};
    if (n->kind == NODE_STEP)
        return looks[n->info.kind];
    if (n->kind == NODE_ANYWHERE)
        return anywhere;
    return looks[n->end == TIER1_RESOLVED ? TIER1_KIND_RESOLVE
                                          : TIER1_KIND_ESCALATE];
}

/* From never to often, in steps of ten times as much. */
static const char *heat(int64_t count)
{
    static const char *const colours[] = {"#FFFFFF", "#E4F3E1", "#BFE3B8",
                                          "#90CB88", "#5FAE57"};
    size_t i = 0;
    if (count > 0)
        i = 1;
    for (; count >= 10 && i + 1 < sizeof colours / sizeof *colours; i++)
        count /= 10;
    return colours[i];
}

static void add_node_label(struct line *out, const struct node *n)
{
    if (n->kind == NODE_ANYWHERE) {
        tier1__line_add(out, "<i>anywhere</i>");
        return;
    }
    tier1__line_add(out, "<b>");
    if (n->kind == NODE_STEP)
        add_escaped(out, n->info.id, strlen(n->info.id));
    else
        add_escaped(out, n->code, strlen(n->code));
    tier1__line_add(out, "</b>");
    if (n->count >= 0) {
        tier1__line_add(out, " ");
        tier1__graph_times(out, n->count, 0);
    }
    if (n->kind == NODE_STEP && n->info.callee) {
        tier1__line_add(out, "<br/>calls ");
        add_escaped(out, n->info.callee, strlen(n->info.callee));
    }
    if (n->kind == NODE_STEP && n->info.when) {
        struct line when = LINE_INIT;
        tier1_hook_info hook;
        tier1_hook_about(n->info.when, &hook);
        tier1__line_say(&when, "only if ", hook.source, NULL);
        tier1__line_add(out, "<br/><i>");
        add_wrapped(out, when.text ? when.text : "", NODE_WIDTH, 2);
        tier1__line_add(out, "</i>");
        out->failed = out->failed || when.failed;
        tier1__line_dispose(&when);
    }
    if (n->brief && n->info.kind != TIER1_KIND_BRANCH) {
        tier1__line_add(out, "<br/>");
        add_wrapped(out, n->brief, NODE_WIDTH, NODE_LINES);
    }
}

static void add_name(struct line *out, size_t node)
{
    tier1__line_add(out, "n");
    tier1__line_number(out, node);
}

static void add_node(struct line *out, const struct graph *g, size_t index)
{
    const struct node *n = &g->nodes[index];
    struct look look = look_of(n);
    bool unseen = n->count == 0;
    tier1__line_add(out, "  ");
    add_name(out, index);
    tier1__line_say(out, " [shape=", look.shape, ", fillcolor=\"",
                    n->count >= 0 ? heat(n->count) : look.fill, "\", color=\"",
                    unseen ? "#D02A1E" : look.pen, "\"", NULL);
    if (n->start)
        tier1__line_add(out, ", penwidth=3");
    if (n->cut || unseen)
        tier1__line_add(out, ", style=\"filled,dashed\"");
    tier1__line_add(out, ", label=<");
    add_node_label(out, n);
    tier1__line_add(out, ">]\n");
}

/* ---- lines ------------------------------------------------------------- */

/* In the place of a node that is far away, its name. */
static void add_far(struct line *out, const struct graph *g, size_t edge)
{
    const struct node *n = &g->nodes[g->edges[edge].to];
    const char *name = n->kind == NODE_STEP ? n->info.id : n->code;
    tier1__line_add(out, "  f");
    tier1__line_number(out, edge);
    tier1__line_say(out, " [shape=cds, fontcolor=\"", look_of(n).pen,
                    "\", color=\"", look_of(n).pen, "\", fillcolor=\"",
                    look_of(n).fill, "\", label=<", NULL);
    add_escaped(out, name, strlen(name));
    tier1__line_add(out, ">]\n");
}

static void add_edge(struct line *out, const struct graph *g, size_t index)
{
    const struct edge *e = &g->edges[index];
    bool unseen = e->count == 0, far = g->nodes[e->to].far;
    if (far)
        add_far(out, g, index);
    tier1__line_add(out, "  ");
    add_name(out, e->from);
    tier1__line_add(out, " -> ");
    if (far) {
        tier1__line_add(out, "f");
        tier1__line_number(out, index);
    } else {
        add_name(out, e->to);
    }
    tier1__line_add(out, " [");
    if (unseen)
        tier1__line_add(out, "color=\"#D02A1E\", fontcolor=\"#D02A1E\", ");
    else if (e->never)
        tier1__line_add(out, "fontcolor=\"#D02A1E\", ");
    else if (!e->usual)
        tier1__line_add(out, "color=\"#8A8A8A\", fontcolor=\"#6B6B6B\", ");
    if (unseen || !e->usual)
        tier1__line_add(out, "style=dashed, ");
    if (e->count > 0) {
        uint64_t wide = 1;
        for (int64_t n = e->count; n >= 10; n /= 10)
            wide++;
        tier1__line_add(out, "penwidth=");
        tier1__line_number(out, wide);
        tier1__line_add(out, ", ");
    }
    tier1__line_add(out, "label=<");
    if (e->label.length)
        add_wrapped(out, e->label.text, EDGE_WIDTH, EDGE_LINES);
    if (e->count >= 0) {
        tier1__line_add(out, e->label.length ? "<br/>" : "");
        tier1__graph_times(out, e->count, e->never);
    }
    if (!e->label.length && e->count < 0)
        tier1__line_add(out, " ");
    tier1__line_add(out, ">]\n");
}

static void add_head(struct line *out, const struct graph *g)
{
    const tier1_flow_info *about = tier1_flow_about(g->flow);
    const char *title = about->title ? about->title : about->id;
    tier1__line_say(out, "digraph \"", about->id, "\" {\n", NULL);
    tier1__line_add(out, "  label=<<b>");
    add_escaped(out, title, strlen(title));
    tier1__line_add(out, "</b>");
    if (about->version) {
        tier1__line_add(out, " (");
        add_escaped(out, about->version, strlen(about->version));
        tier1__line_add(out, ")");
    }
    tier1__line_add(out,
                    ">\n  labelloc=t\n  fontname=\"Helvetica,sans-serif\"\n"
                    "  rankdir=TB\n  nodesep=0.3\n  ranksep=0.45\n"
                    "  node [style=filled, fontname=\"Helvetica,sans-serif\", "
                    "fontsize=10, margin=\"0.12,0.06\", penwidth=1.2]\n"
                    "  edge [fontname=\"Helvetica,sans-serif\", fontsize=9, "
                    "arrowsize=0.7, color=\"#444444\"]\n");
}

void tier1__graph_dot(struct graph *g, struct line *out)
{
    add_head(out, g);
    for (size_t i = 0; i < g->node_count; i++)
        if (g->nodes[i].shown)
            add_node(out, g, i);
    for (size_t i = 0; i < g->edge_count; i++)
        if (g->nodes[g->edges[i].from].shown && g->nodes[g->edges[i].to].shown)
            add_edge(out, g, i);
    tier1__line_add(out, "}\n");
}
