/* SPDX-License-Identifier: MIT */
/* A walk with a person: a step is shown, a line is read, and so on to the
 * end, or until the person leaves. */
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "run.h"
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

static void left(struct run *r, const char *how)
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

static void escalate(struct run *r, const char *why)
{
    char *line = NULL;
    if (!tier1_session_view(r->session)->can_escalate) {
        show_problem(r, "this flow is not handed over on request");
        return;
    }
    if (!*why) {
        line = term_read(r->ui, "Why? (Enter: not said) ", false);
        why = line ? trim(line) : "";
    }
    int rc = tier1_session_escalate(r->session, *why ? why : NULL);
    if (need_memory(rc) < 0)
        show_problem(r, tier1_session_problem(r->session));
    free(line);
}

static void back(struct run *r)
{
    if (need_memory(tier1_session_back(r->session)) < 0)
        show_problem(r, tier1_session_problem(r->session));
}

static void transfer(struct run *r, char *name)
{
    name = trim(name);
    int rc = need_memory(tier1_session_transfer(r->session, name, NULL));
    if (rc < 0)
        show_problem(r, rc == TIER1_EMISUSE
                            ? "write t NAME, the one who takes over"
                            : tier1_session_problem(r->session));
    else
        term_format(r->ui, GREEN, "handed over to %s\n", name);
}

static void list_languages(struct run *r)
{
    const tier1_translation_info *t;
    struct text list = TEXT_INIT;
    text_add(&list, tier1_flow_about(r->flow)->language);
    for (size_t i = 0; (t = tier1_flow_translation_at(r->flow, i)) != NULL; i++)
        text_format(&list, ", %s", t->language);
    term_format(r->ui, PLAIN, "in %s; there are: %s\n",
                tier1_session_language(r->session), text_get(&list));
    text_free(&list);
}

/* Another language; the step stands where it stood. */
static bool speak(struct run *r, char *tag)
{
    tag = trim(tag);
    if (!*tag) {
        list_languages(r);
        return false;
    }
    int rc = need_memory(tier1_session_set_language(r->session, tag));
    if (rc < 0)
        show_problem(r, rc == TIER1_EMISUSE
                            ? "write l TAG, such as l gl or l pt-BR"
                            : tier1_session_problem(r->session));
    return rc >= 0;
}

/* What a command leads to: the step is shown again, only its prompt, or the
 * talk ends. */
/* What is waited for does not come. */
static void give_up(struct run *r, const tier1_view *view)
{
    int rc =
        tier1_session_fail(r->session, view->wait.token, TIER1_ETIMEOUT, NULL);
    if (need_memory(rc) < 0)
        show_problem(r, tier1_session_problem(r->session));
}

enum next { NEXT_STEP, NEXT_PROMPT, NEXT_LEAVE, NEXT_NONE /* no command */ };

static enum next command(struct run *r, const char *line)
{
    const tier1_view *view = tier1_session_view(r->session);
    char *words = copy(line);
    enum next next = NEXT_NONE;
    if (view->state == TIER1_WAIT && strcmp(line, "x") == 0 &&
        !answer_is_choice(&view->question, line)) {
        give_up(r, view);
        next = NEXT_STEP;
    } else if (!answer_is_key(&view->question, line)) {
        next = NEXT_NONE;
    } else if (strcmp(line, "?") == 0) {
        show_help(r, view);
        next = NEXT_PROMPT;
    } else if (strcmp(line, "q") == 0) {
        left(r, "Left");
        next = NEXT_LEAVE;
    } else if (strcmp(line, "b") == 0) {
        back(r);
        next = NEXT_STEP;
    } else if (*line == 'r') {
        revise(r, words + 1);
        next = NEXT_STEP;
    } else if (*line == 'e') {
        escalate(r, trim(words + 1));
        next = NEXT_STEP;
    } else if (*line == 'l') {
        next = speak(r, words + 1) ? NEXT_STEP : NEXT_PROMPT;
    } else {
        transfer(r, words + 1);
        next = NEXT_PROMPT;
    }
    free(words);
    return next;
}

static enum next take_line(struct run *r, const char *line)
{
    enum next next = command(r, line);
    if (next != NEXT_NONE)
        return next;
    const tier1_view *view = tier1_session_view(r->session);
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
        next = command(r, given);
    else if (rc == TIER1_OK)
        left(r, "The input ended");
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
            left(r, "The input ended");
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
