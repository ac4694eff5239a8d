/* SPDX-License-Identifier: MIT */
/* A walk by a script. It goes on after a refused answer, as a person would:
 * the same step takes the next item; the exit status tells. */
#include <string.h>
#include <time.h>

#include "io.h"
#include "run.h"
#include "runner.h"

static void note_refusal(struct run *r, const tier1_script_event *e)
{
    tier1_value *one = json_map(r->engine);
    json_put_text(r->engine, one, "step", e->step);
    json_put_text(r->engine, one, "answer", e->answer);
    json_put_text(r->engine, one, "message",
                  *e->message ? e->message : "refused");
    json_add(r->refused, one);
}

static void say(struct run *r, const tier1_script_event *e)
{
    const char *file = io_name(r->options.answers);
    if (e->expected && !e->refused)
        complain(STATUS_REFUSED,
                 "%s:%u: '%s' to '%s' was to be refused, and "
                 "was taken",
                 file, e->line, e->answer, e->step);
    else
        complain(STATUS_REFUSED, "%s:%u: '%s' to '%s' was refused: %s", file,
                 e->line, e->answer, e->step, e->message);
}

bool run_pause(struct run *r)
{
    const tier1_wait *wait = &tier1_session_view(r->session)->wait;
    if (tier1_session_state(r->session) != TIER1_WAIT ||
        wait->kind != TIER1_WAIT_PAUSE)
        return false;
    int64_t left = wait->deadline - run_clock(r);
    if (left > 0 && r->fixed)
        r->now = wait->deadline;
    if (left > 0 && !r->fixed) {
        if (!r->answers)
            term_format(r->ui, DIM, "trying again in %lld s\n",
                        (long long)(left + 999) / 1000);
        fflush(r->ui->file);
        struct timespec time = {(time_t)(left / 1000),
                                (long)(left % 1000) * 1000000L};
        nanosleep(&time, NULL);
    }
    return need_memory(tier1_session_tick(r->session)) >= 0;
}

int run_script(struct run *r)
{
    int status = STATUS_DONE;
    for (;;) {
        if (r->fixed && tier1_session_state(r->session) != TIER1_WAIT)
            r->now += 1000;
        int rc = need_memory(tier1_script_step(r->answers, r->session));
        const tier1_script_event *e = tier1_script_last(r->answers);
        if (e->refused)
            note_refusal(r, e);
        if (rc == TIER1_OK && !e->stays && run_pause(r))
            continue;
        if (rc == TIER1_OK)
            break;
        if (rc > 0)
            continue;
        if ((rc != TIER1_EANSWER && rc != TIER1_EREFUSED) || !e->line)
            return complain(STATUS_IO, "the walk failed: %s", e->message);
        say(r, e);
        status = STATUS_REFUSED;
    }
    unsigned line = 0;
    size_t left = tier1_script_left(r->answers, &line);
    if (left)
        complain(status, "%s:%u: %zu answer%s left over",
                 io_name(r->options.answers), line, left,
                 left == 1 ? " is" : "s are");
    if (r->json)
        return status;
    show_flow(r);
    term_line(r->ui);
    show_way(r);
    if (tier1_session_state(r->session) == TIER1_DONE)
        show_outcome(r);
    else
        term_put(r->ui, YELLOW,
                 tier1_session_state(r->session) == TIER1_WAIT
                     ? "\nThe answers ended; the session waits.\n"
                     : "\nThe answers ended; the session is open.\n");
    return status;
}
