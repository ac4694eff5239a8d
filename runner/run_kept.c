/* SPDX-License-Identifier: MIT */
/* A walk in a terminal is kept after each answer, so that it outlives whoever
 * leaves, a closed window and a power cut; and it is offered when the flow is
 * run again. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io.h"
#include "run.h"
#include "runner.h"

/* Says once why the walk is not kept, and does without from then on. */
static void not_kept(struct run *r, const char *why)
{
    struct text line = TEXT_INIT;
    text_format(&line, "This walk is not kept: %s", why);
    term_say(r->ui, YELLOW, text_get(&line));
    text_free(&line);
    r->keeps = false;
}

void run_keep_begin(struct run *r)
{
    struct text why = TEXT_INIT;
    r->kept.lock = -1;
    r->keeps =
        !r->options.no_keep && !r->options.answers && isatty(STDIN_FILENO);
    if (!r->keeps)
        return;
    r->folder = kept_folder(&why);
    if (!r->folder)
        not_kept(r, text_get(&why));
    text_free(&why);
}

void run_keep(struct run *r)
{
    tier1_buf json = TIER1_BUF_INIT;
    bool begun = tier1_session_view(r->session)->steps_done > 0;
    if (!r->keeps || (!begun && r->kept.lock < 0))
        return;
    if (!r->kept.path) {
        struct text name = TEXT_INIT;
        text_format(&name, "%s.json", tier1_session_id(r->session));
        r->kept.path = io_join(r->folder, text_get(&name));
        text_free(&name);
    }
    need_memory(tier1_session_record(&json, r->session));
    int error = kept_write(&r->kept, json.ptr, json.len);
    tier1_buf_dispose(&json);
    if (error)
        not_kept(r, strerror(error));
}

void run_keep_end(struct run *r, bool whole)
{
    if (whole && r->kept.lock >= 0)
        kept_remove(&r->kept);
    kept_close(&r->kept);
    free(r->folder);
}

/* ---- the offer ---- */

static void ago(struct text *out, int64_t milliseconds)
{
    long long minutes = milliseconds / 60000;
    if (minutes < 1)
        text_add(out, "just now");
    else if (minutes < 60)
        text_format(out, "%lld min ago", minutes);
    else if (minutes < 48 * 60)
        text_format(out, "%lld h ago", minutes / 60);
    else
        text_format(out, "%lld days ago", minutes / (24 * 60));
}

static void show_list(struct run *r, const struct kept *list, size_t count)
{
    term_line(r->ui);
    term_say(r->ui, BOLD,
             count == 1 ? "A walk of this flow is not at its end:"
                        : "Walks of this flow are not at their end:");
    for (size_t i = 0; i < count; i++) {
        struct text mark = TEXT_INIT, line = TEXT_INIT;
        text_format(&mark, "  %zu  ", i + 1);
        ago(&line, run_clock(r) - list[i].at);
        text_format(&line, ", %zu answer%s", list[i].answers,
                    list[i].answers == 1 ? "" : "s");
        if (list[i].last)
            text_format(&line, ", the last at '%s'", list[i].last);
        term_markdown(r->ui, text_get(&mark), text_get(&line));
        text_free(&mark);
        text_free(&line);
    }
    term_items(r->ui, CYAN,
               (const char *const[]){"1 goes on with it", "d 1 throws it away",
                                     "Enter begins anew", NULL});
}

/* Makes the session again, on the flow as it is now. */
static bool take_up(struct run *r, struct kept *k)
{
    tier1_replay_options o = TIER1_REPLAY_OPTIONS_INIT;
    const char *json = text_get(&k->json);
    int rc = need_memory(tier1_session_replay(
        &r->session, r->engine, r->library, json, k->json.length, &o));
    bool changed = rc == TIER1_EREPLAY;
    if (changed) {
        o.policy = TIER1_POLICY_MIGRATE;
        o.why = "taken up again";
        rc = need_memory(tier1_session_replay(
            &r->session, r->engine, r->library, json, k->json.length, &o));
    }
    if (rc < 0) {
        show_problem(r, tier1_engine_problem(r->engine));
        return false;
    }
    if (changed) {
        term_say(r->ui, YELLOW, "The flow has changed since.");
        tell_changes(r, true);
    }
    r->kept = *k;
    *k = (struct kept){.lock = -1};
    return true;
}

/* The walk of the list that a line names; `count` where it names none. */
static size_t named(const char *line, size_t count)
{
    char *rest = NULL;
    unsigned long number = strtoul(line, &rest, 10);
    bool good = *line >= '1' && *line <= '9' && !*rest && number <= count;
    return good ? number - 1 : count;
}

/* Takes a line; true when the offer is over. */
static bool answer(struct run *r, char *line, struct kept *list, size_t *count)
{
    bool away = starts_with(line, "d ");
    size_t at = named(trim(away ? line + 1 : line), *count);
    if (!*line)
        return true;
    if (at == *count) {
        show_problem(r, "write a number of the list, d and a number, or "
                        "nothing");
        return false;
    }
    if (!away)
        return take_up(r, &list[at]);
    kept_remove(&list[at]);
    memmove(&list[at], &list[at + 1], (*count - at - 1) * sizeof(*list));
    --*count;
    if (*count)
        show_list(r, list, *count);
    return !*count;
}

bool run_offer(struct run *r)
{
    struct text odd = TEXT_INIT;
    size_t count = 0;
    bool over = false, ended = false;
    if (!r->keeps)
        return true;
    struct kept *list = kept_find(r->folder, r->engine,
                                  tier1_flow_about(r->flow)->id, &count, &odd);
    if (odd.length)
        term_say(r->ui, YELLOW, text_get(&odd));
    text_free(&odd);
    if (count)
        show_list(r, list, count);
    while (count && !over && !ended) {
        char *line = term_read(r->ui, "> ", false);
        ended = !line;
        over = line && answer(r, trim(line), list, &count);
        free(line);
    }
    for (size_t i = 0; i < count; i++)
        kept_close(&list[i]);
    free(list);
    return !ended;
}
