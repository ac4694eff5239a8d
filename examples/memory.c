/* SPDX-License-Identifier: MIT */
/* Flows that are a part of the program: no file is opened when it runs.
 *
 *     tier1 compile -o lamp.tier1 lamp.yaml
 *     od -An -v -tx1 lamp.tier1 | sed 's/ \(..\)/0x\1,/g' >flows.inc
 *     cc memory.c $(pkg-config --cflags --libs tier1) -o memory
 *     ./memory
 *
 * The YAML itself does as well. A compiled file holds any number of flows, and
 * a program that has no other calls tier1_library_read(), which needs no
 * libyaml. In C23 the array holds #embed "lamp.tier1", and nothing needs od.
 */
#include <stdio.h>
#include <string.h>

#include <tier1/tier1.h>

static const unsigned char flows[] = {
#include "flows.inc"
};

int main(void)
{
    const tier1_source source = {"flows", (const char *)flows, sizeof flows};
    tier1_session_options options = TIER1_SESSION_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    tier1_session *session = NULL;
    char line[4096];

    options.id = "1"; /* the engine has no randomness to make one of */
    int rc = tier1_engine_new(&engine, NULL);
    if (rc == TIER1_OK)
        rc = tier1_library_load(&library, NULL, engine, &source, 1, NULL);
    if (rc == TIER1_OK)
        rc = tier1_session_start(&session, engine, tier1_library_at(library, 0),
                                 &options);
    while (rc == TIER1_ASK && puts(tier1_session_view(session)->text) >= 0 &&
           fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        rc = tier1_session_answer(session, line);
        if (rc == TIER1_EANSWER && puts(tier1_session_problem(session)) >= 0)
            rc = tier1_session_state(session);
    }
    printf("outcome: %s\n",
           rc == TIER1_DONE
               ? tier1_end_text(tier1_session_outcome(session)->end)
               : tier1_status_text(rc));
    tier1_session_free(session);
    tier1_library_free(library);
    tier1_engine_free(engine);
    return rc == TIER1_DONE ? 0 : 1;
}
