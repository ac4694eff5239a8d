/* SPDX-License-Identifier: MIT */
/* The smallest host: walks a flow with the lines of standard input and prints
 * the packet.
 *
 *     cc embed.c $(pkg-config --cflags --libs tier1) -o embed
 *     ./embed no-internet.yaml
 */
#include <stdio.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

static void show(const tier1_view *view)
{
    const tier1_question *q = &view->question;

    printf("%s\n", view->text);
    for (size_t i = 0; i < q->choice_count; i++)
        printf("  %s: %s\n", q->choices[i].value, q->choices[i].label);
}

/* What is wrong with a flow, one line each. */
static void complain(const tier1_diagnostics *list)
{
    tier1_buf line = TIER1_BUF_INIT;

    for (size_t i = 0; i < tier1_diagnostics_count(list); i++)
        if (tier1_diagnostic_render(&line, tier1_diagnostics_at(list, i), 0) ==
            TIER1_OK)
            fputs(line.ptr, stderr);
    tier1_buf_dispose(&line);
}

/* Asks until the session has ended; returns TIER1_DONE, or an error. */
static int walk(tier1_session *session)
{
    char line[4096];
    int rc = tier1_session_state(session);

    while (rc == TIER1_ASK) {
        show(tier1_session_view(session));
        if (fgets(line, sizeof line, stdin) == NULL)
            return tier1_session_abandon(session, "no more answers");
        line[strcspn(line, "\n")] = '\0';
        rc = tier1_session_answer(session, line);
        if (rc == TIER1_EANSWER) { /* refused: the same step again */
            printf("%s\n", tier1_session_problem(session));
            rc = tier1_session_state(session);
        }
    }
    return rc;
}

static int run(tier1_engine *engine, const char *path)
{
    tier1_diagnostics *diagnostics = NULL;
    tier1_library *library = NULL;
    tier1_session *session = NULL;
    tier1_buf packet = TIER1_BUF_INIT;

    int rc = tier1_posix_load(&library, &diagnostics, engine, path);
    complain(diagnostics);
    if (rc == TIER1_OK)
        rc = tier1_session_start(&session, engine, tier1_library_at(library, 0),
                                 NULL);
    if (rc == TIER1_ASK)
        rc = walk(session);
    if (rc == TIER1_DONE)
        rc = tier1_packet_render(&packet, session, TIER1_PACKET_MARKDOWN, NULL);
    if (rc == TIER1_OK)
        printf("%s\noutcome: %s\n", packet.ptr,
               tier1_end_text(tier1_session_outcome(session)->end));
    else
        fprintf(stderr, "%s: %s. %s\n", path, tier1_status_text(rc),
                tier1_engine_problem(engine));
    tier1_buf_dispose(&packet);
    tier1_session_free(session);
    tier1_library_free(library);
    tier1_diagnostics_free(diagnostics);
    return rc;
}

int main(int argc, char **argv)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    if (argc != 2) {
        fprintf(stderr, "usage: embed FLOW\n");
        return 2;
    }
    tier1_posix_engine(&options);
    int rc = tier1_engine_new(&engine, &options);
    if (rc == TIER1_OK)
        rc = run(engine, argv[1]);
    tier1_engine_free(engine);
    return rc == TIER1_OK ? 0 : 1;
}
