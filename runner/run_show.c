/* SPDX-License-Identifier: MIT */
/* What a person sees of a step: the question, what may be answered, how far
 * it is to the end. */
#include <stdlib.h>
#include <string.h>

#include "run.h"

void show_time(struct text *out, long long seconds)
{
    if (seconds >= 3600)
        text_format(out, "%lld:%02lld:%02lld", seconds / 3600,
                    seconds / 60 % 60, seconds % 60);
    else
        text_format(out, "%lld:%02lld", seconds / 60, seconds % 60);
}

static void show_span(struct text *out, long long seconds)
{
    if (seconds > 600) /* then nobody counts seconds */
        seconds = (seconds + 59) / 60 * 60;
    if (seconds >= 3600 && seconds % 3600 == 0)
        text_format(out, "%lld h", seconds / 3600);
    else if (seconds >= 60 && seconds % 60 == 0)
        text_format(out, "%lld min", seconds / 60);
    else if (seconds >= 60)
        text_format(out, "%lld min %lld s", seconds / 60, seconds % 60);
    else
        text_format(out, "%lld s", seconds);
}

void show_flow(struct run *r)
{
    const tier1_flow_info *about = tier1_flow_about(r->flow);
    const tier1_translation_info *said =
        tier1_flow_translation(r->flow, r->options.language);
    const char *summary = said ? said->summary : about->summary;
    struct text title = TEXT_INIT;
    text_format(&title, "# %s", said ? said->title : about->title);
    term_markdown(r->ui, NULL, text_get(&title));
    text_free(&title);
    if (summary)
        term_markdown(r->ui, NULL, summary);
}

static void progress(struct text *out, const tier1_view *view)
{
    int least = view->fewest_left, most = view->most_left;
    if (most > 0 && least >= most)
        text_format(out, most == 1 ? "last question" : "%d questions left",
                    most);
    else if (most > 0)
        text_format(out, "%d to %d questions left", least > 0 ? least : 1,
                    most);
    if (view->target_seconds <= 0 && view->elapsed_seconds <= 0)
        return;
    if (out->length)
        text_add(out, " \xC2\xB7 ");
    show_time(out, view->elapsed_seconds);
    if (view->target_seconds > 0) {
        text_add(out, " of ");
        show_time(out, view->target_seconds);
    }
}

static void heading(struct run *r, const tier1_view *view)
{
    struct text right = TEXT_INIT;
    const char *left = view->title ? view->title : view->phase;
    progress(&right, view);
    term_line(r->ui);
    bool late = view->target_seconds > 0 &&
                view->elapsed_seconds > view->target_seconds;
    term_rule(r->ui, BOLD, left, late ? YELLOW : DIM,
              right.length ? text_get(&right) : NULL);
    term_line(r->ui);
    text_free(&right);
}

static void show_media(struct run *r, const tier1_view *view)
{
    for (size_t i = 0; i < view->media_count; i++) {
        const tier1_media *m = &view->media[i];
        const char *where = m->file ? m->file : m->url;
        struct text line = TEXT_INIT;
        text_format(&line, "(picture: %s%s%s)", m->alt ? m->alt : "",
                    m->alt && where ? ", " : "", where ? where : "");
        term_markdown(r->ui, "  ", text_get(&line));
        text_free(&line);
    }
}

static void one_choice(struct run *r, size_t number, size_t count,
                       const tier1_choice *c)
{
    struct text mark = TEXT_INIT, label = TEXT_INIT;
    text_format(&mark, count > 9 ? "  %2zu  " : "  %zu  ", number);
    text_add(&label, c->label ? c->label : c->value);
    if (c->other)
        text_add(&label, " \xE2\x80\xA6"); /* … */
    if (c->help)
        text_format(&label, " (%s)", c->help);
    term_markdown(r->ui, text_get(&mark), text_get(&label));
    text_free(&mark);
    text_free(&label);
}

static bool numbered(const tier1_question *q)
{
    return q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_MULTI ||
           q->type == TIER1_TYPE_YES_NO;
}

void show_choices(struct run *r, const tier1_question *q)
{
    if (q->choice_count)
        term_line(r->ui);
    for (size_t i = 0; i < q->choice_count; i++) {
        if (numbered(q)) {
            one_choice(r, i + 1, q->choice_count, &q->choices[i]);
            continue;
        }
        /* Where a number is an answer, choices go by their value. */
        struct text mark = TEXT_INIT;
        text_format(&mark, "  %s  ", q->choices[i].value);
        const char *label = q->choices[i].label;
        term_markdown(r->ui, text_get(&mark), label ? label : "");
        text_free(&mark);
    }
}

static void bounds(struct text *out, const tier1_question *q)
{
    if (q->min && q->max)
        text_format(out, ", %s to %s", q->min, q->max);
    else if (q->min)
        text_format(out, ", %s or more", q->min);
    else if (q->max)
        text_format(out, ", %s at most", q->max);
    if (q->unit)
        text_format(out, ", in %s", q->unit);
    if (q->step)
        text_format(out, ", in steps of %s", q->step);
}

static const char *shape(const tier1_question *q)
{
    switch (q->type) {
    case TIER1_TYPE_MULTI:
        return "one or more, by commas: 1,3";
    case TIER1_TYPE_YES_NO:
        return q->choice_count ? NULL : "yes or no";
    case TIER1_TYPE_INTEGER:
    case TIER1_TYPE_SCALE:
        return "a whole number";
    case TIER1_TYPE_NUMBER:
        return "a number";
    case TIER1_TYPE_MONEY:
        return "an amount";
    case TIER1_TYPE_DATE:
        return "a date, such as 2026-01-31";
    case TIER1_TYPE_TIME:
        return "a time, such as 14:30";
    case TIER1_TYPE_DATETIME:
        return "a date and time, such as 2026-01-31T14:30";
    case TIER1_TYPE_DURATION:
        return "how long, such as 45s, 10m or 1h30m";
    case TIER1_TYPE_EMAIL:
        return "an e-mail address";
    case TIER1_TYPE_PHONE:
        return "a telephone number";
    case TIER1_TYPE_URL:
        return "a web address";
    case TIER1_TYPE_FILE:
        return "the path of a file";
    default:
        return NULL;
    }
}

void show_hint(struct text *out, const tier1_question *q)
{
    const char *what = shape(q);
    if (what)
        text_add(out, what);
    if (q->type == TIER1_TYPE_SCALE && (q->low_label || q->high_label))
        text_format(out, ", from %s (%s) to %s (%s)", q->min ? q->min : "",
                    q->low_label ? q->low_label : "low", q->max ? q->max : "",
                    q->high_label ? q->high_label : "high");
    else if (what && q->type != TIER1_TYPE_MULTI)
        bounds(out, q);
    if (q->currency)
        text_format(out, " in %s", q->currency);
    if (q->mask)
        text_format(out, "%slike %s (A a letter, 9 a digit)",
                    out->length ? ", " : "", q->mask);
    if (q->accept)
        text_format(out, " (%s)", q->accept);
    if (q->multiline)
        text_format(out, "%sas many lines as you like, an empty one ends them",
                    out->length ? "; " : "");
    const char *join = out->length ? "; " : "";
    if (q->fallback)
        text_format(out, "%sEnter for %s", join, q->fallback);
    else if (q->optional)
        text_format(out, "%sEnter for no answer", join);
    if (q->sensitive)
        text_format(out, "%snot shown while you type", out->length ? "; " : "");
}

static void legend(struct run *r, const tier1_view *view)
{
    const char *items[6] = {NULL};
    size_t count = 0;
    if (r->legend && !r->ui->tty)
        return;
    r->legend = true;
    if (view->can_back)
        items[count++] = "b back";
    if (view->can_escalate)
        items[count++] = "e ask for Tier 2";
    if (view->state == TIER1_WAIT)
        items[count++] = "x nothing comes";
    items[count++] = view->note ? "? help and note" : "? help";
    items[count++] = "q leave";
    term_items(r->ui, DIM, items);
}

static void show_extras(struct run *r, const tier1_view *view)
{
    struct text line = TEXT_INIT;
    if (view->wait_seconds > 0) {
        text_add(&line, "Give it ");
        show_span(&line, view->wait_seconds);
        text_add(&line, " before you judge.");
    }
    if (view->offer_kind)
        text_format(&line, "%s%s%s%s", view->offer_kind,
                    view->authority ? " (granted by " : "",
                    view->authority ? view->authority : "",
                    view->authority ? ")" : "");
    if (line.length) {
        term_line(r->ui);
        term_say(r->ui, YELLOW, text_get(&line));
    }
    text_free(&line);
}

/* Whom the session waits for, and how long. */
static void show_wait(struct run *r, const tier1_view *view)
{
    const tier1_wait *wait = &view->wait;
    struct text line = TEXT_INIT;
    text_format(&line, "Waits for %s",
                wait->to     ? wait->to
                : wait->name ? wait->name
                             : "advice");
    if (wait->deadline > run_clock(r)) {
        text_add(&line, ", for at most ");
        show_span(&line, (wait->deadline - run_clock(r) + 999) / 1000);
    }
    text_add(&line, ". Write what comes.");
    term_line(r->ui);
    term_say(r->ui, YELLOW, text_get(&line));
    text_free(&line);
}

void show_view(struct run *r, const tier1_view *view)
{
    struct text hint = TEXT_INIT;
    term_init(r->ui, r->ui->file); /* the window may have another size now */
    heading(r, view);
    term_markdown(r->ui, NULL, view->text ? view->text : "");
    show_media(r, view);
    show_extras(r, view);
    if (view->state == TIER1_WAIT)
        show_wait(r, view);
    show_choices(r, &view->question);
    show_hint(&hint, &view->question);
    if (view->question.type == TIER1_TYPE_NONE && view->state == TIER1_ASK)
        text_add(&hint, "Enter to go on");
    term_line(r->ui);
    if (hint.length) {
        term_say(r->ui, CYAN, text_get(&hint));
    }
    legend(r, view);
    text_free(&hint);
}

void show_problem(struct run *r, const char *problem)
{
    struct text line = TEXT_INIT;
    text_format(&line, "! %s", problem);
    term_say(r->ui, RED, text_get(&line));
    text_free(&line);
}
