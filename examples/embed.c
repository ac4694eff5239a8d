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

/* Shows a step, and gives it a line of standard input. */
static int ask(tier1_session *session)
{
    const tier1_view *view = tier1_session_view(session);
    char line[4096];

    printf("%s\n", view->text);
    for (size_t i = 0; i < view->question.choice_count; i++)
        printf("  %s: %s\n", view->question.choices[i].value,
               view->question.choices[i].label);
    if (fgets(line, sizeof line, stdin) == NULL)
        return tier1_session_abandon(session, "no more answers");
    line[strcspn(line, "\n")] = '\0';
    int rc = tier1_session_answer(session, line);
    if (rc != TIER1_EANSWER)
        return rc;
    printf("%s\n", tier1_session_problem(session)); /* the same step again */
    return tier1_session_state(session);
}

int main(int argc, char **argv)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    tier1_diagnostics *found = NULL;
    tier1_session *session = NULL;
    tier1_buf text = TIER1_BUF_INIT;

    tier1_posix_engine(&options);
    int rc = tier1_engine_new(&engine, &options);
    if (rc == TIER1_OK)
        rc =
            tier1_posix_load(&library, &found, engine, argc > 1 ? argv[1] : "");
    for (size_t i = 0; i < tier1_diagnostics_count(found); i++)
        if (tier1_diagnostic_render(&text, tier1_diagnostics_at(found, i), 0) ==
            TIER1_OK)
            fputs(text.ptr, stderr); /* what is wrong with the flow */
    if (rc == TIER1_OK)
        rc = tier1_session_start(&session, engine, tier1_library_at(library, 0),
                                 NULL);
    while (rc == TIER1_ASK)
        rc = ask(session);
    if (rc == TIER1_DONE)
        rc = tier1_packet_render(&text, session, TIER1_PACKET_MARKDOWN, NULL);
    if (rc == TIER1_OK)
        printf("%s\noutcome: %s\n", text.ptr,
               tier1_end_text(tier1_session_outcome(session)->end));
    else
        fprintf(stderr, "%s. %s\n", tier1_status_text(rc),
                tier1_engine_problem(engine));
    tier1_buf_dispose(&text);
    tier1_session_free(session);
    tier1_diagnostics_free(found);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return rc == TIER1_OK ? 0 : 1;
}
