/* SPDX-License-Identifier: MIT */
/* `?` in a run: what the step says to whoever wants to know more, and the
 * keys. */
#include "run_keys.h"

static void part(struct run *r, const char *name, const char *text)
{
    if (!text)
        return;
    term_say(r->ui, BOLD, name);
    term_markdown(r->ui, "  ", text);
}

void show_help(struct run *r, const tier1_view *view)
{
    term_line(r->ui);
    part(r, "Help", view->help);
    part(r, "Note", view->note);
    for (size_t i = 0; i < view->kb_count; i++)
        part(r, "See", view->kb[i]);
    term_say(r->ui, BOLD, "Keys");
    keys_show(r, view);
    term_line(r->ui);
}
