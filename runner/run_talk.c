/* SPDX-License-Identifier: MIT */
/* A walk with a person: a step is shown, a line is read, and so on to the
 * end, or until the person leaves. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "run_keys.h"
#include "runner.h"

/* The answers so far, so that they can be given again. */
static void answers_so_far(struct run *r)
{
    struct text list = TEXT_INIT;
    tier1_visit visit;
    for (size_t i = 0; tier1_session_visit(r->session, i, &visit); i++) {
        if (visit.undone || !visit.answer || visit.kind == TIER1_KIND_TELL)
            continue;
        tier1_buf json = TIER1_BUF_INIT;
        need_memory(tier1_value_to_json(&json, r->engine, visit.answer, 0));
        text_format(&list, "%s%s", list.length ? ", " : "", json.ptr);
        tier1_buf_dispose(&json);
    }
    if (list.length) {
        term_put(r->ui, PLAIN, "The answers so far, for --answers or a test:");
        term_line(r->ui);
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
    text_format(&said,
                "%s at '%s'. The session is open, and is not kept: this "
                "version has no store.",
                how, text_get(&step));
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
        const tier1_view *view = tier1_session_view(r->session);
        show_view(r, view);
        enum next next = view->question.type == TIER1_TYPE_FORM
                             ? one_form(r, view)
                             : one_line(r, view);
        if (next == NEXT_LEAVE)
            return STATUS_DONE;
        tell_changes(r, false);
    }
    show_outcome(r);
    return STATUS_DONE;
}
