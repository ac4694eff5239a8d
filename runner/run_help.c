/* SPDX-License-Identifier: MIT */
/* `?` in a run: what the step says to whoever wants to know more, and the
 * keys. */
#include "run.h"

static void part(struct run *r, const char *name, const char *text)
{
    if (!text)
        return;
    term_put(r->ui, BOLD, name);
    term_line(r->ui);
    term_markdown(r->ui, "  ", text);
}

static void key(struct run *r, const char *keys, const char *text)
{
    struct text mark = TEXT_INIT;
    text_format(&mark, "  %s", keys);
    while (term_columns(text_get(&mark)) < 12)
        text_add(&mark, " ");
    term_markdown(r->ui, text_get(&mark), text);
    text_free(&mark);
}

void show_help(struct run *r, const tier1_view *view)
{
    term_line(r->ui);
    part(r, "Help", view->help);
    part(r, "Note", view->note);
    for (size_t i = 0; i < view->kb_count; i++)
        part(r, "See", view->kb[i]);
    term_put(r->ui, BOLD, "Keys");
    term_line(r->ui);
    if (view->question.choice_count)
        key(r, "1, 2, \xE2\x80\xA6",
            "a choice, by its number, its words or its value");
    key(r, "b", "back: take the last answer back");
    key(r, "r STEP", "change the answer that was given there; r lists them");
    key(r, "e WHY", "ask for Tier 2, here and now");
    key(r, "t NAME", "hand over to another owner, and go on");
    key(r, "l TAG", "go on in another language; l lists them");
    if (view->state == TIER1_WAIT)
        key(r, "x", "nothing comes: what is waited for is too late");
    key(r, "?", "this");
    key(r, "q", "leave");
    key(r, "\\TEXT",
        "answer TEXT as it stands, where it would be one of these keys");
    term_line(r->ui);
}
