/* SPDX-License-Identifier: MIT */
/* A host function that answers later. host.line_test() starts a command and
 * keeps the call's token; one loop waits for people, for the command and for
 * the step's time-out alike, and never blocks in any of them.
 *
 *     cc later.c $(pkg-config --cflags --libs tier1) -o later
 *     ./later line.yaml 'sleep 1; echo up'
 */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

#include "job.h"

/* host.line_test() */
static int line_test(void *ud, const tier1_call *call, tier1_value **result)
{
    job *j = ud;

    (void)result; /* of TIER1_EHOST: nothing more is known */
    stop(j);
    j->token = call->token;
    return start(j) == 0 ? TIER1_WAIT : TIER1_EHOST;
}

/* The command has printed its result, or has ended without. */
static int finish(job *j, tier1_session *session)
{
    char text[256] = "";
    tier1_value *value = NULL;
    ssize_t got = read(j->fd, text, sizeof text - 1);

    stop(j);
    text[strcspn(text, "\n")] = '\0';
    if (got <= 0 || tier1_value_new_text(&value, tier1_session_engine(session),
                                         text) != TIER1_OK)
        return tier1_session_fail(session, j->token, TIER1_EHOST, "no result");
    int rc = tier1_session_complete(session, j->token, value);
    tier1_value_free(value);
    return rc;
}

static int answer(tier1_session *session)
{
    char line[4096];

    if (fgets(line, sizeof line, stdin) == NULL)
        return tier1_session_abandon(session, "no more answers");
    line[strcspn(line, "\n")] = '\0';
    int rc = tier1_session_answer(session, line);
    if (rc != TIER1_EANSWER)
        return rc;
    printf("%s\n", tier1_session_problem(session));
    return tier1_session_state(session);
}

/* How long poll() may wait for a session: until its deadline, or for ever. */
static int patience(const tier1_view *view, const tier1_engine_options *o)
{
    if (view->state != TIER1_WAIT || view->wait.deadline == 0)
        return -1;
    int64_t left = view->wait.deadline - o->clock(o->ud);
    return left < 0 ? 0 : left < 60000 ? (int)left + 1 : 60000;
}

static int walk(tier1_session *session, job *j, const tier1_engine_options *o)
{
    int rc = tier1_session_state(session);

    while (rc == TIER1_ASK || rc == TIER1_WAIT) {
        const tier1_view *view = tier1_session_view(session);
        struct pollfd fds[] = {
            {rc == TIER1_ASK ? STDIN_FILENO : -1, POLLIN, 0},
            {j->fd, POLLIN, 0},
        };
        if (rc == TIER1_ASK)
            printf("%s\n", view->text);
        if (poll(fds, 2, patience(view, o)) < 0 && errno != EINTR)
            return TIER1_EREAD;
        if (fds[1].revents)
            rc = finish(j, session);
        else if (fds[0].revents)
            rc = answer(session);
        else
            rc = tier1_session_tick(session);
        if (rc != TIER1_WAIT)
            stop(j); /* nobody waits for it any more */
    }
    return rc;
}

int main(int argc, char **argv)
{
    job j = {argc > 2 ? argv[2] : "echo up", 0, -1, -1};
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    tier1_session *session = NULL;

    setvbuf(stdin, NULL, _IONBF, 0); /* so that poll() sees each line */
    tier1_posix_engine(&options);
    int rc = tier1_engine_new(&engine, &options);
    if (rc == TIER1_OK)
        rc = tier1_engine_host(engine, "line_test", line_test, &j);
    if (rc == TIER1_OK)
        rc = tier1_posix_load(&library, NULL, engine, argc > 1 ? argv[1] : "");
    if (rc == TIER1_OK)
        rc = tier1_session_start(&session, engine, tier1_library_at(library, 0),
                                 NULL);
    if (rc > 0)
        rc = walk(session, &j, &options);
    printf("outcome: %s\n",
           rc == TIER1_DONE
               ? tier1_end_text(tier1_session_outcome(session)->end)
               : tier1_status_text(rc));
    stop(&j);
    tier1_session_free(session);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return rc == TIER1_DONE ? 0 : 1;
}
