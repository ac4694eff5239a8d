/* SPDX-License-Identifier: MIT */
/* A session is written down, made a test case of, and that is run as `tier1
 * test` would: from the text of a test file, in an engine of its own. */
#include "retell.h"

#include <stdio.h>
#include <string.h>

static char why[2048];

static const char *say(const char *what, const char *detail)
{
    (void)snprintf(why, sizeof why, "%s: %s", what, detail);
    return why;
}

static const char *run(tier1_library *library, const tier1_buf *file,
                       tier1_engine *engine, const tier1_case_options *o)
{
    tier1_tests *tests = NULL;
    tier1_diagnostics *found = NULL;
    tier1_case_result *result = NULL;
    const char *bad = NULL;
    int rc = tier1_tests_load(&tests, &found, engine, "x.test.yaml", file->ptr,
                              file->len);

    if (rc != TIER1_OK)
        bad = say("the file is not read",
                  found != NULL ? tier1_diagnostics_at(found, 0)->message
                                : tier1_status_text(rc));
    tier1_diagnostics_free(found);
    if (bad == NULL && tier1_diagnostics_new(&found, engine) == TIER1_OK) {
        rc = tier1_tests_check(tests, library, found);
        if (rc != TIER1_OK || tier1_diagnostics_count(found) != 0)
            bad = say("the file does not fit the flow",
                      rc != TIER1_OK ? tier1_status_text(rc)
                                     : tier1_diagnostics_at(found, 0)->message);
        tier1_diagnostics_free(found);
    }
    if (bad == NULL && tier1_tests_run(&result, tests, 0, library, o) != 0)
        bad = say("the case is not run", "");
    if (bad == NULL && result->status != TIER1_CASE_PASSED)
        bad = say("the case does not pass", result->message);
    tier1_case_result_free(result);
    tier1_tests_free(tests);
    return bad;
}

const char *retell(tier1_library *library, const tier1_session *session,
                   const tier1_caps *caps)
{
    tier1_engine_options eo = TIER1_ENGINE_OPTIONS_INIT;
    tier1_case_options co = TIER1_CASE_OPTIONS_INIT;
    tier1_make_options o = TIER1_MAKE_OPTIONS_INIT;
    tier1_buf json = TIER1_BUF_INIT, file = TIER1_BUF_INIT;
    tier1_engine *engine = NULL;
    tier1_made_case *made = NULL;
    const char *bad = NULL;

    co.caps = *caps;
    o.run = &co;
    o.with_sensitive = 1;
    if (tier1_engine_new(&engine, &eo) != TIER1_OK ||
        tier1_session_record(&json, session) != TIER1_OK ||
        tier1_case_make(&made, library, json.ptr, json.len, &o) != TIER1_OK)
        bad = say("no case", "");
    else if (made->text == NULL)
        bad = say("no case", made->problem);
    else if (tier1_tests_add(&file, NULL, engine, "x.test.yaml", NULL, 0,
                             made) != TIER1_OK)
        bad = say("no file", "");
    else
        bad = run(library, &file, engine, &co);
    if (bad != NULL && made != NULL && made->text != NULL)
        fprintf(stderr, "%s\n", made->text);
    tier1_made_case_free(made);
    tier1_buf_dispose(&file);
    tier1_buf_dispose(&json);
    tier1_engine_free(engine);
    return bad;
}
