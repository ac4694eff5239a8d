/* SPDX-License-Identifier: MIT */
/* Host functions in a run: what --host says, then what the script says; where
 * there is neither, the person at the terminal plays the host. */
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "io.h"
#include "run.h"
#include "runner.h"

int run_document(struct run *r, const char *path, tier1_document **doc)
{
    struct text bytes = TEXT_INIT;
    tier1_diagnostics *list = NULL;
    struct findings found = {0};
    int status = io_read(&bytes, path);
    if (status == STATUS_DONE) {
        int rc = tier1_document_read(doc, &list, r->engine, io_name(path),
                                     text_get(&bytes), bytes.length);
        findings_add(&found, list);
        findings_print(&found, term_err(), false);
        if (need_memory(rc) != TIER1_OK)
            status = STATUS_FINDINGS;
    }
    findings_free(&found);
    text_free(&bytes);
    return status;
}

/* A line of YAML as a value of the engine that calls; another one reads it,
 * because that one is busy. */
static int read_value(struct run *r, const tier1_call *call, const char *line,
                      tier1_value **result)
{
    tier1_engine *reader = NULL;
    tier1_document *doc = NULL;
    struct findings found = {0};
    tier1_diagnostics *list = NULL;
    int rc = need_memory(tier1_engine_new(&reader, NULL));
    if (rc == TIER1_OK)
        rc = need_memory(tier1_document_read(&doc, &list, reader, "value", line,
                                             strlen(line)));
    findings_add(&found, list);
    if (rc == TIER1_OK)
        rc = need_memory(
            tier1_node_value(result, call->engine, tier1_document_root(doc)));
    if (found.count)
        show_problem(r, found.items[0]->message);
    findings_free(&found);
    tier1_document_free(doc);
    tier1_engine_free(reader);
    return rc;
}

static void show_call(struct run *r, const tier1_call *call)
{
    struct text said = TEXT_INIT;
    text_format(&said, "host.%s(", call->name);
    for (size_t i = 0; i < call->arg_count; i++) {
        tier1_buf json = TIER1_BUF_INIT;
        need_memory(tier1_value_to_json(&json, call->engine, call->args[i], 0));
        text_format(&said, "%s%s", i ? ", " : "", json.ptr ? json.ptr : "");
        tier1_buf_dispose(&json);
    }
    text_add(&said, ")");
    term_line(r->ui);
    term_put(r->ui, PLAIN, "The flow asks its host: ");
    term_say(r->ui, BOLD, text_get(&said));
    term_put(r->ui, CYAN,
             "its result as YAML, such as {status: up}; Enter for none, "
             "which is an error");
    term_line(r->ui);
    text_free(&said);
}

static int no_answer(const tier1_call *call, tier1_value **result)
{
    *result = json_text(call->engine, "nobody answered");
    return TIER1_EHOST;
}

static int ask_person(struct run *r, const tier1_call *call,
                      tier1_value **result)
{
    show_call(r, call);
    for (;;) {
        char *line = term_read(r->ui, "> ", false);
        char *given = line ? trim(line) : NULL;
        if (!given || !*given) {
            free(line);
            return no_answer(call, result);
        }
        int rc = read_value(r, call, given, result);
        free(line);
        if (rc == TIER1_OK)
            return rc;
    }
}

int run_host(void *ud, const tier1_call *call, tier1_value **result)
{
    struct run *r = ud;
    if (r->host) {
        int rc = tier1_script_host(r->host, call, result);
        if (rc != TIER1_EHOST)
            return rc;
        tier1_value_free(*result);
        *result = NULL;
    }
    if (r->answers)
        return tier1_script_host(r->answers, call, result);
    return ask_person(r, call, result);
}
