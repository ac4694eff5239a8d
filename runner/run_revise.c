/* SPDX-License-Identifier: MIT */
/* `r` in a run: an earlier answer is changed, and what became of the later
 * ones is told, then and as they come up. */
#include <stdlib.h>
#include <string.h>

#include "run.h"
#include "runner.h"

static void tell_change(struct run *r, const tier1_change *change)
{
    static const char *const words[] = {[TIER1_KEPT] = "kept",
                                        [TIER1_REMEMBERED] = "remembered",
                                        [TIER1_ASKED_AGAIN] = "asked again",
                                        [TIER1_DROPPED] = "dropped"};
    struct text step = TEXT_INIT;
    report_step(r, &step, change->flow, change->step);
    if (change->fate == TIER1_KEPT)
        term_format(r->ui, PLAIN, "  kept: %s\n", text_get(&step));
    else
        term_format(r->ui, YELLOW, "  %s: %s, %s\n", words[change->fate],
                    text_get(&step), change->reason);
    text_free(&step);
}

void tell_changes(struct run *r, bool all)
{
    tier1_change change;
    size_t count = tier1_session_change_count(r->session);
    r->fates = grow(r->fates, count + 1, sizeof(*r->fates));
    for (size_t i = 0; tier1_session_change(r->session, i, &change); i++) {
        bool known = i < r->fate_count && r->fates[i] == (int)change.fate;
        if (all || (!known && i < r->fate_count))
            tell_change(r, &change);
        r->fates[i] = (int)change.fate;
    }
    r->fate_count = count;
}

static void change(struct run *r, const char *step, const char *answer)
{
    tier1_value *value = NULL;
    int rc = tier1_value_new_text(&value, r->engine, answer);
    if (need_memory(rc) == TIER1_OK)
        rc = need_memory(tier1_session_revise(r->session, step, value, NULL));
    tier1_value_free(value);
    if (rc == TIER1_ENOTFOUND)
        show_problem(r, "no answer was given there; r lists them");
    else if (rc < 0)
        show_problem(r, tier1_session_problem(r->session));
    else
        tell_changes(r, true);
}

void revise(struct run *r, char *words)
{
    char *step = trim(words);
    char *space = strchr(step, ' ');
    char *line = NULL;
    if (!*step) {
        show_way(r);
        return;
    }
    if (space) {
        *space = '\0';
        change(r, step, trim(space + 1));
        return;
    }
    line = term_read(r->ui, "The new answer: ", false);
    if (line)
        change(r, step, trim(line));
    free(line);
}
