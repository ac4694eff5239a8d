/* SPDX-License-Identifier: MIT */
#include "paths_report.h"

#include <string.h>

#include "io.h"
#include "term.h"

/* ---- words ------------------------------------------------------------- */

static void put_step(struct text *out, const tier1_flow *flow, const char *of,
                     const char *step)
{
    if (strcmp(tier1_flow_about(flow)->id, of) != 0)
        text_format(out, "%s/", of);
    text_add(out, step);
}

static void put_route(struct text *out, const tier1_exit *way)
{
    text_format(out, ": %s", way->choice ? way->choice : way->rule);
    if (way->number)
        text_format(out, " %d", way->number);
    if (way->step)
        text_format(out, " to %s", way->step);
    else if (way->code)
        text_format(out, ", %s %s",
                    way->end == TIER1_RESOLVED ? "resolve" : "escalate",
                    way->code);
}

static bool warns(const tier1_path_end *end)
{
    return end->end == TIER1_OPEN || end->end == TIER1_DEAD_END ||
           (end->reason && strncmp(end->reason, "hook_", 5) == 0);
}

/* Wrapped; the letters of a flow are no Markdown here. */
static void print_wrapped(struct term *t, const char *indent, const char *text)
{
    struct text line = TEXT_INIT;
    size_t width = t->width < 40 || t->width > 80 ? 80 : t->width;
    text_add(&line, indent);
    bool empty = true;
    while (*text) {
        size_t word = strcspn(text, " ");
        if (!empty && line.length + 1 + word > width) {
            term_format(t, PLAIN, "%s\n", text_get(&line));
            text_free(&line);
            text_add(&line, indent);
            empty = true;
        }
        text_add(&line, empty ? "" : " ");
        text_bytes(&line, text, word);
        empty = false;
        text += word + strspn(text + word, " ");
    }
    if (!empty)
        term_format(t, PLAIN, "%s\n", text_get(&line));
    text_free(&line);
}

/* ---- for people -------------------------------------------------------- */

static void print_end(struct term *t, const tier1_paths *paths,
                      const tier1_flow *flow, size_t index,
                      const tier1_path_end *end)
{
    struct text where = TEXT_INIT;
    tier1_buf way = TIER1_BUF_INIT;
    put_step(&where, flow, end->flow, end->step);
    term_put(t, warns(end) ? YELLOW : PLAIN, warns(end) ? "! " : "  ");
    term_format(t, BOLD, "%s", text_get(&where));
    term_format(t, PLAIN, "  %s",
                end->end == TIER1_OPEN ? "stuck" : tier1_end_text(end->end));
    if (end->code && strcmp(end->code, end->step) != 0)
        term_format(t, PLAIN, ", %s", end->code);
    if (end->reason && strcmp(end->reason, "step") != 0 &&
        strcmp(end->reason, "dead_end") != 0)
        term_format(t, PLAIN, ", %s", end->reason);
    term_line(t);
    if (end->detail)
        print_wrapped(t, "      ", end->detail);
    need_memory(tier1_paths_way(&way, paths, index));
    print_wrapped(t, "    ", way.ptr && *way.ptr ? way.ptr : "at once");
    tier1_buf_dispose(&way);
    text_free(&where);
}

static void print_missed(struct term *t, const tier1_paths *paths,
                         const tier1_flow *flow, bool sure)
{
    const tier1_paths_info *info = tier1_paths_about(paths);
    tier1_path_missed missed;
    bool any = false;
    for (size_t i = 0; tier1_paths_missed(paths, i, &missed); i++) {
        struct text line = TEXT_INIT;
        if ((missed.sure != 0) != sure)
            continue;
        if (!any && sure)
            term_put(t, BOLD, "\nNo answers reach\n");
        else if (!any)
            term_format(t, BOLD, "\nNot found within %zu states\n",
                        info->states);
        any = true;
        put_step(&line, flow, missed.flow, missed.step);
        if (missed.route)
            put_route(&line, missed.route);
        print_wrapped(t, "  ", text_get(&line));
        text_free(&line);
    }
}

static void print_counts(struct term *t, const tier1_paths *paths)
{
    const tier1_paths_info *info = tier1_paths_about(paths);
    struct text line = TEXT_INIT;
    text_format(&line, "%zu of %zu steps, %zu of %zu routes, ",
                info->steps_reached, info->steps, info->routes_taken,
                info->routes);
    text_format(&line, "%zu end%s, %zu state%s", info->ends,
                info->ends == 1 ? "" : "s", info->states,
                info->states == 1 ? "" : "s");
    text_format(&line, "; the longest way without repeating has %s%zu answers.",
                info->longest_sure ? "" : "at least ", info->longest);
    print_wrapped(t, "", text_get(&line));
    text_free(&line);
    if (info->whole)
        return;
    text_format(&line, "Not all was seen: %s.", info->why);
    print_wrapped(t, "", text_get(&line));
    text_free(&line);
}

void paths_print(const tier1_paths *paths, const tier1_flow *flow, bool written)
{
    struct term *t = term_out();
    tier1_path_end end;
    const char *name;
    term_format(t, BOLD, "Ends of %s\n", tier1_flow_about(flow)->id);
    for (size_t i = 0; tier1_paths_end(paths, i, &end); i++)
        print_end(t, paths, flow, i, &end);
    print_missed(t, paths, flow, true);
    print_missed(t, paths, flow, false);
    if (!written)
        term_format(t, BOLD, "\n%zu path%s take%s all of it\n",
                    tier1_paths_about(paths)->cases,
                    tier1_paths_about(paths)->cases == 1 ? "" : "s",
                    tier1_paths_about(paths)->cases == 1 ? "s" : "");
    for (size_t i = 0; !written && (name = tier1_paths_case(paths, i)); i++)
        print_wrapped(t, "  ", name);
    term_line(t);
    print_counts(t, paths);
}

/* ---- for programs ------------------------------------------------------ */

static tier1_value *json_ends(const tier1_paths *paths, tier1_engine *engine)
{
    tier1_value *list = json_list(engine);
    tier1_path_end end;
    for (size_t i = 0; tier1_paths_end(paths, i, &end); i++) {
        tier1_value *map = json_map(engine);
        tier1_buf way = TIER1_BUF_INIT;
        need_memory(tier1_paths_way(&way, paths, i));
        json_put_text(engine, map, "outcome",
                      end.end == TIER1_OPEN ? "stuck"
                                            : tier1_end_text(end.end));
        json_put_text(engine, map, "flow", end.flow);
        json_put_text(engine, map, "step", end.step);
        json_put_text(engine, map, "reason", end.reason);
        json_put_text(engine, map, "code", end.code);
        json_put_text(engine, map, "detail", end.detail);
        json_put_number(engine, map, "length", (long long)end.length);
        json_put_text(engine, map, "way", way.ptr ? way.ptr : "");
        tier1_buf_dispose(&way);
        json_add(list, map);
    }
    return list;
}

static tier1_value *json_bool(tier1_engine *engine, bool is)
{
    tier1_value *value = NULL;
    need_memory(tier1_value_new_boolean(&value, engine, is));
    return value;
}

static tier1_value *json_missed(const tier1_paths *paths, tier1_engine *engine)
{
    tier1_value *list = json_list(engine);
    tier1_path_missed missed;
    for (size_t i = 0; tier1_paths_missed(paths, i, &missed); i++) {
        tier1_value *map = json_map(engine);
        const tier1_exit *way = missed.route;
        json_put_text(engine, map, "flow", missed.flow);
        json_put_text(engine, map, "step", missed.step);
        json_put_text(engine, map, "rule", way ? way->rule : NULL);
        json_put_text(engine, map, "choice", way ? way->choice : NULL);
        json_put_number(engine, map, "number", way ? way->number : 0);
        json_put_text(engine, map, "goto", way ? way->step : NULL);
        json_put(map, "sure", json_bool(engine, missed.sure));
        json_put_number(engine, map, "line", missed.line);
        json_put_number(engine, map, "column", missed.column);
        json_add(list, map);
    }
    return list;
}

static tier1_value *json_cases(const tier1_paths *paths, tier1_engine *engine)
{
    tier1_value *list = json_list(engine);
    const char *name;
    for (size_t i = 0; (name = tier1_paths_case(paths, i)); i++)
        json_add(list, json_text(engine, name));
    return list;
}

void paths_print_json(const tier1_paths *paths, tier1_engine *engine,
                      const tier1_flow *flow)
{
    const tier1_paths_info *info = tier1_paths_about(paths);
    tier1_value *map = json_map(engine);
    json_put_number(engine, map, "format_version", 1);
    json_put_text(engine, map, "flow", tier1_flow_about(flow)->id);
    json_put(map, "whole", json_bool(engine, info->whole));
    json_put_text(engine, map, "why", info->whole ? NULL : info->why);
    json_put_number(engine, map, "states", (long long)info->states);
    json_put_number(engine, map, "inputs", (long long)info->inputs);
    json_put_number(engine, map, "steps", (long long)info->steps);
    json_put_number(engine, map, "steps_reached",
                    (long long)info->steps_reached);
    json_put_number(engine, map, "routes", (long long)info->routes);
    json_put_number(engine, map, "routes_taken", (long long)info->routes_taken);
    json_put_number(engine, map, "longest", (long long)info->longest);
    json_put(map, "longest_sure", json_bool(engine, info->longest_sure));
    json_put_number(engine, map, "cases_least", (long long)info->cases_least);
    json_put(map, "ends", json_ends(paths, engine));
    json_put(map, "missed", json_missed(paths, engine));
    json_put(map, "cases", json_cases(paths, engine));
    json_print(engine, map);
}
