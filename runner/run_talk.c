/* SPDX-License-Identifier: MIT */
/* A walk with a person: a step is shown, a line is read, and so on to the
 * end, or until the person leaves. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "run_keys.h"
#include "runner.h"

/* Did a person answer there? A step that was left by an answer of no text, or
 * by a sensitive one, which is not shown, has no value. */
static bool answered(const tier1_visit *visit)
{
    bool asks = visit->kind == TIER1_KIND_ASK || visit->kind == TIER1_KIND_FORM;
    return !visit->undone && visit->kind != TIER1_KIND_TELL &&
           (visit->answer || (asks && visit->route));
}

/* The answers so far, so that they can be given again. */
static void answers_so_far(struct run *r)
{
    struct text list = TEXT_INIT;
    tier1_visit visit;
    for (size_t i = 0; tier1_session_visit(r->session, i, &visit); i++) {
        if (!answered(&visit))
            continue;
        tier1_buf json = TIER1_BUF_INIT;
        if (visit.answer)
            need_memory(tier1_value_to_json(&json, r->engine, visit.answer, 0));
        text_format(&list, "%s%s", list.length ? ", " : "",
                    visit.answer ? json.ptr : "\"\"");
        tier1_buf_dispose(&json);
    }
    if (list.length) {
        term_say(r->ui, PLAIN, "The answers so far, for --answers or a test:");
        term_format(r->ui, PLAIN, "[%s]\n", text_get(&list));
    }
    text_free(&list);
}

void run_left(struct run *r, const char *how)
{
    const tier1_outcome *o = tier1_session_outcome(r->session);
    struct text step = TEXT_INIT, said = TEXT_INIT;
    report_step(r, &step, o->flow, o->step);
    term_line(r->ui);
    run_keep(r);
    text_format(&said, "%s at '%s'. ", how, text_get(&step));
    if (r->kept.lock >= 0)
        text_add(&said, "The walk is kept: the same command offers it again.");
    else
        text_add(&said, "The walk is not kept.");
    term_markdown(r->ui, NULL, text_get(&said));
    text_free(&said);
    answers_so_far(r);
    text_free(&step);
}

static enum next take_line(struct run *r, const char *line)
{
    const tier1_view *view = tier1_session_view(r->session);
    enum next next = key_take(r, view, line);
    if (next != NEXT_NONE)
        return next;
    if (answer_off_list(&view->question, line)) {
        struct text why = TEXT_INIT;
        text_format(&why, "there is no choice %s, only 1 to %zu", line,
                    view->question.choice_count);
        show_problem(r, text_get(&why));
        text_free(&why);
        return NEXT_PROMPT;
    }
    int rc = answer_line(r, view, line);
    const char *why = tier1_session_problem(r->session);
    if (rc >= 0) {
        /* The last refusal that the flow allows moves on. */
        if (*why)
            show_problem(r, why);
        return NEXT_STEP;
    }
    show_problem(r, *why ? why : tier1_status_text(rc));
    return NEXT_PROMPT;
}

static enum next one_form(struct run *r, const tier1_view *view)
{
    char *given = NULL;
    int rc = answer_form(r, view, &given);
    enum next next = NEXT_STEP;
    if (given)
        next = key_take(r, view, given);
    else if (rc == TIER1_OK)
        run_left(r, "The input ended");
    else if (rc < 0)
        show_problem(r, tier1_session_problem(r->session));
    if (!given && rc <= TIER1_OK)
        next = NEXT_LEAVE;
    free(given);
    return next;
}

static enum next one_line(struct run *r, const tier1_view *view)
{
    enum next next = NEXT_PROMPT;
    while (next == NEXT_PROMPT &&
           tier1_session_state(r->session) != TIER1_DONE) {
        char *line = answer_read(r, &view->question);
        if (!line) {
            run_left(r, "The input ended");
            return NEXT_LEAVE;
        }
        next = take_line(r, trim(line));
        free(line);
        view = tier1_session_view(r->session);
    }
    return next;
}

int run_talk(struct run *r)
{
    while (tier1_session_state(r->session) != TIER1_DONE) {
        if (run_pause(r))
            continue;
        run_keep(r);
        const tier1_view *view = tier1_session_view(r->session);
        show_view(r, view);
        enum next next = view->question.type == TIER1_TYPE_FORM
                             ? one_form(r, view)
                             : one_line(r, view);
        if (next == NEXT_LEAVE)
            return STATUS_DONE;
        tell_changes(r, false);
    }
    run_keep(r); /* until the packet is where it should be */
    show_outcome(r);
    return STATUS_DONE;
}
