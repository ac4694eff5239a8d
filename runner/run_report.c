/* SPDX-License-Identifier: MIT */
/* What a run leaves behind: the outcome on the screen, the JSON document, and
 * the file of the packet. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "run.h"
#include "runner.h"

void report_step(struct run *r, struct text *out, const char *flow,
                 const char *step)
{
    if (flow && strcmp(flow, tier1_flow_about(r->flow)->id) != 0)
        text_format(out, "%s/", flow);
    text_add(out, step ? step : "");
}

void report_value(struct run *r, struct text *out, const tier1_value *value)
{
    if (tier1_value_kind(value) == TIER1_TEXT) {
        text_add(out, tier1_value_text(value));
        return;
    }
    if (tier1_value_kind(value) == TIER1_BOOLEAN) {
        text_add(out, tier1_value_boolean(value) ? "yes" : "no");
        return;
    }
    if (tier1_value_kind(value) == TIER1_LIST) {
        for (size_t i = 0; i < tier1_value_count(value); i++) {
            text_add(out, i ? ", " : "");
            report_value(r, out, tier1_value_at(value, i));
        }
        return;
    }
    tier1_buf json = TIER1_BUF_INIT;
    need_memory(tier1_value_to_json(&json, r->engine, value, 0));
    text_add(out, json.ptr ? json.ptr : "");
    tier1_buf_dispose(&json);
}

void show_way(struct run *r)
{
    tier1_visit visit;
    for (size_t i = 0; tier1_session_visit(r->session, i, &visit); i++) {
        struct text step = TEXT_INIT, answer = TEXT_INIT;
        if (visit.undone)
            continue;
        report_step(r, &step, visit.flow, visit.step);
        if (visit.answer)
            report_value(r, &answer, visit.answer);
        while (answer.length && step.length < 22)
            text_add(&step, " ");
        if (answer.length)
            text_add(&step, "  ");
        term_markdown(r->ui, text_get(&step), text_get(&answer));
        text_free(&step);
        text_free(&answer);
    }
}

static enum style style_of(tier1_end end)
{
    if (end == TIER1_RESOLVED)
        return GREEN;
    return end == TIER1_ESCALATED ? YELLOW : RED;
}

static bool customer(const struct run *r)
{
    return r->options.audience && strcmp(r->options.audience, "customer") == 0;
}

static void show_end(struct run *r, const tier1_outcome *o)
{
    static const char *const words[] = {
        [TIER1_OPEN] = "Open",
        [TIER1_RESOLVED] = "Resolved",
        [TIER1_ESCALATED] = "Handed over to Tier 2",
        [TIER1_DEAD_END] = "Dead end: handed over to Tier 2",
    };
    const tier1_view *view = tier1_session_view(r->session);
    struct text left = TEXT_INIT, right = TEXT_INIT;
    text_add(&left, words[o->end]);
    if (o->code || (o->reason && strcmp(o->reason, "step") != 0 &&
                    strcmp(o->reason, "solved") != 0))
        text_format(&left, " (%s)", o->code ? o->code : o->reason);
    text_format(&right, "%d answer%s", view->steps_done,
                view->steps_done == 1 ? "" : "s");
    if (view->elapsed_seconds > 0 || view->target_seconds > 0) {
        text_add(&right, " \xC2\xB7 ");
        show_time(&right, view->elapsed_seconds);
    }
    term_line(r->ui);
    term_rule(r->ui, style_of(o->end), text_get(&left), DIM, text_get(&right));
    if (o->text && *o->text) {
        term_line(r->ui);
        term_markdown(r->ui, NULL, o->text);
    }
    if (o->detail && !customer(r))
        term_format(r->ui, RED, "%s\n", o->detail);
    text_free(&left);
    text_free(&right);
}

void show_outcome(struct run *r)
{
    const tier1_outcome *o = tier1_session_outcome(r->session);
    tier1_packet_options po = TIER1_PACKET_OPTIONS_INIT;
    tier1_buf text = TIER1_BUF_INIT;
    show_end(r, o);
    if (o->end != TIER1_ESCALATED && o->end != TIER1_DEAD_END)
        return;
    po.for_customer = customer(r);
    int rc = tier1_packet_render(&text, r->session, TIER1_PACKET_MARKDOWN, &po);
    if (need_memory(rc) == TIER1_OK) {
        term_line(r->ui);
        term_rule(r->ui, BOLD, "The packet for Tier 2", DIM, NULL);
        term_line(r->ui);
        if (r->ui->tty)
            term_markdown(r->ui, NULL, text.ptr);
        else
            term_put(r->ui, PLAIN, text.ptr);
    }
    tier1_buf_dispose(&text);
}

int report_packet(struct run *r)
{
    const char *path = r->options.packet;
    tier1_packet_form form = TIER1_PACKET_JSON;
    tier1_buf bytes = TIER1_BUF_INIT;
    if (!path)
        return STATUS_DONE;
    if (tier1_session_state(r->session) != TIER1_DONE)
        return complain(STATUS_DONE, "no packet: the session is open");
    if (ends_with(path, ".md"))
        form = TIER1_PACKET_MARKDOWN;
    else if (ends_with(path, ".txt"))
        form = TIER1_PACKET_TEXT;
    int rc = tier1_packet_render(&bytes, r->session, form, NULL);
    if (need_memory(rc) != TIER1_OK)
        return complain(STATUS_IO, "no packet: %s", tier1_status_text(rc));
    int status = io_write(path, bytes.ptr, bytes.len, false);
    tier1_buf_dispose(&bytes);
    return status;
}

int report_record(struct run *r)
{
    tier1_buf json = TIER1_BUF_INIT;
    if (!r->options.record)
        return STATUS_DONE;
    need_memory(tier1_session_record(&json, r->session));
    int status = io_write(r->options.record, json.ptr, json.len, false);
    tier1_buf_dispose(&json);
    return status;
}

static tier1_value *variables(struct run *r)
{
    tier1_value *map = json_map(r->engine);
    tier1_variable_info info;
    for (size_t i = 0; tier1_flow_variable(r->flow, i, &info); i++) {
        const tier1_value *value =
            tier1_session_variable(r->session, info.name);
        if (value && tier1_value_kind(value) != TIER1_NULL)
            json_put(map, info.name, json_copy(r->engine, value));
    }
    return map;
}

static tier1_value *path(struct run *r)
{
    tier1_value *list = json_list(r->engine);
    tier1_visit visit;
    for (size_t i = 0; tier1_session_visit(r->session, i, &visit); i++) {
        struct text step = TEXT_INIT;
        if (visit.undone)
            continue;
        report_step(r, &step, visit.flow, visit.step);
        json_add(list, json_text(r->engine, text_get(&step)));
        text_free(&step);
    }
    return list;
}

/* NULL while the session is open; a packet that there should be and is not is
 * said, and makes the status. */
static tier1_value *packet(struct run *r, int *status)
{
    tier1_buf json = TIER1_BUF_INIT;
    tier1_value *value = NULL;
    if (tier1_session_state(r->session) != TIER1_DONE)
        return json_text(r->engine, NULL);
    int rc = tier1_packet_render(&json, r->session, TIER1_PACKET_JSON, NULL);
    if (need_memory(rc) != TIER1_OK)
        *status = complain(STATUS_IO, "no packet: %s", tier1_status_text(rc));
    else
        rc = tier1_value_from_json(&value, r->engine, json.ptr, json.len);
    tier1_buf_dispose(&json);
    return need_memory(rc) == TIER1_OK ? value : json_text(r->engine, NULL);
}

/* What became of answers behind a changed one, or of another version. */
static tier1_value *changes(struct run *r)
{
    static const char *const words[] = {[TIER1_KEPT] = "kept",
                                        [TIER1_REMEMBERED] = "remembered",
                                        [TIER1_ASKED_AGAIN] = "asked again",
                                        [TIER1_DROPPED] = "dropped"};
    tier1_value *list = json_list(r->engine);
    tier1_change change;
    for (size_t i = 0; tier1_session_change(r->session, i, &change); i++) {
        struct text step = TEXT_INIT;
        tier1_value *item = json_map(r->engine);
        report_step(r, &step, change.flow, change.step);
        json_put_text(r->engine, item, "step", text_get(&step));
        json_put_text(r->engine, item, "fate", words[change.fate]);
        json_put_text(r->engine, item, "reason", change.reason);
        json_add(list, item);
        text_free(&step);
    }
    return list;
}

int report_json(struct run *r)
{
    int status = STATUS_DONE;
    tier1_engine *e = r->engine;
    const tier1_outcome *o = tier1_session_outcome(r->session);
    bool waiting = tier1_session_state(r->session) == TIER1_WAIT;
    struct text at = TEXT_INIT;
    tier1_value *document = json_map(e);
    report_step(r, &at, o->flow, o->step);
    json_put_number(e, document, "format_version", 1);
    json_put_text(e, document, "outcome",
                  waiting ? "waiting" : tier1_end_text(o->end));
    json_put_text(e, document, "reason", o->reason);
    json_put_text(e, document, "at", text_get(&at));
    json_put(document, "path", path(r));
    if (tier1_session_change_count(r->session))
        json_put(document, "changes", changes(r));
    json_put(document, "variables", variables(r));
    json_put(document, "refused", r->refused);
    r->refused = NULL;
    json_put(document, "packet", packet(r, &status));
    text_free(&at);
    json_print(e, document);
    return status;
}
