/* SPDX-License-Identifier: MIT */
/* The language server's loop: one message after the other. What is typed is
 * checked when nothing else waits. */
#include <stdio.h>
#include <string.h>

#include <tier1/sys/posix.h>

#include "io.h"
#include "lsp.h"
#include "runner.h"

#define BUSY_MAX 100 /* messages, until documents are checked all the same */

static const struct {
    const char *method;
    lsp_answer fn;
} requests[] = {
    {"textDocument/completion", lsp_complete},
    {"textDocument/definition", lsp_definition},
    {"textDocument/documentSymbol", lsp_symbols},
    {"textDocument/formatting", lsp_format},
    {"textDocument/hover", lsp_hover},
    {"textDocument/prepareRename", lsp_rename_prepare},
    {"textDocument/references", lsp_references},
    {"textDocument/rename", lsp_rename},
};

static const struct {
    const char *method;
    void (*fn)(struct lsp *s, const tier1_value *params);
} notifications[] = {
    {"textDocument/didChange", docs_change},
    {"textDocument/didClose", docs_close},
    {"textDocument/didOpen", docs_open},
};

static tier1_value *yes(struct lsp *s)
{
    tier1_value *value = NULL;
    need_memory(tier1_value_new_boolean(&value, s->wire, 1));
    return value;
}

static tier1_value *capabilities(struct lsp *s)
{
    tier1_value *all = json_map(s->wire), *sync = json_map(s->wire);
    tier1_value *complete = json_map(s->wire), *rename = json_map(s->wire);
    tier1_value *triggers = json_list(s->wire);
    json_put_text(s->wire, all, "positionEncoding",
                  s->utf8 ? "utf-8" : "utf-16");
    json_put(sync, "openClose", yes(s));
    json_put_number(s->wire, sync, "change", 2);
    json_put(all, "textDocumentSync", sync);
    json_add(triggers, json_text(s->wire, "."));
    json_put(complete, "triggerCharacters", triggers);
    json_put(all, "completionProvider", complete);
    json_put(rename, "prepareProvider", yes(s));
    json_put(all, "renameProvider", rename);
    json_put(all, "definitionProvider", yes(s));
    json_put(all, "referencesProvider", yes(s));
    json_put(all, "documentFormattingProvider", yes(s));
    json_put(all, "hoverProvider", yes(s));
    json_put(all, "documentSymbolProvider", yes(s));
    return all;
}

static void initialize(struct lsp *s, const tier1_value *id,
                       const tier1_value *params)
{
    const tier1_value *encodings = tier1_value_get(
        tier1_value_get(tier1_value_get(params, "capabilities"), "general"),
        "positionEncodings");
    tier1_value *result = json_map(s->wire), *info = json_map(s->wire);
    s->started = true;
    for (size_t i = 0; i < tier1_value_count(encodings); i++) {
        const char *one = tier1_value_text(tier1_value_at(encodings, i));
        s->utf8 |= one && strcmp(one, "utf-8") == 0;
    }
    json_put(result, "capabilities", capabilities(s));
    json_put_text(s->wire, info, "name", "tier1");
    json_put_text(s->wire, info, "version", tier1_version());
    json_put(result, "serverInfo", info);
    rpc_result(s, id, result);
}

static void request(struct lsp *s, struct rpc *r, const tier1_value *id,
                    const char *method, const tier1_value *params)
{
    struct text problem = TEXT_INIT;
    bool first = strcmp(method, "initialize") == 0;
    if (rpc_cancelled(r, id)) {
        rpc_fail(s, id, LSP_CANCELLED, "the request was cancelled");
        return;
    }
    if (s->ended || (first && s->started)) {
        rpc_fail(s, id, LSP_REQUEST, "no request of that kind can come now");
        return;
    }
    if (first) {
        initialize(s, id, params);
        return;
    }
    if (!s->started) {
        rpc_fail(s, id, LSP_NOT_READY, "'initialize' has to come first");
        return;
    }
    if (strcmp(method, "shutdown") == 0) {
        s->ended = true;
        rpc_result(s, id, NULL);
        return;
    }
    for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
        if (strcmp(requests[i].method, method) != 0)
            continue;
        tier1_value *result = requests[i].fn(s, params, &problem);
        if (problem.length)
            rpc_fail(s, id, LSP_FAILED, text_get(&problem));
        else
            rpc_result(s, id, result);
        text_free(&problem);
        return;
    }
    text_format(&problem, "there is no method '%s'", method);
    rpc_fail(s, id, LSP_METHOD, text_get(&problem));
    text_free(&problem);
}

static void notification(struct lsp *s, const char *method,
                         const tier1_value *params)
{
    for (size_t i = 0; i < sizeof(notifications) / sizeof(*notifications); i++)
        if (s->started && !s->ended &&
            strcmp(notifications[i].method, method) == 0)
            notifications[i].fn(s, params);
}

/* Handles a message; true at the last one. */
static bool handle(struct lsp *s, struct rpc *r, const tier1_value *message)
{
    const tier1_value *id = tier1_value_get(message, "id");
    const tier1_value *params = tier1_value_get(message, "params");
    const char *method = tier1_value_text(tier1_value_get(message, "method"));
    bool answer =
        tier1_value_get(message, "result") || tier1_value_get(message, "error");
    tier1_value_type kind = tier1_value_kind(id);
    if (tier1_value_kind(message) == TIER1_NULL)
        rpc_fail(s, NULL, LSP_PARSE, "the message is not JSON in UTF-8");
    else if (tier1_value_kind(message) != TIER1_MAP || (!method && !answer) ||
             (id && method && kind != TIER1_INTEGER && kind != TIER1_TEXT))
        rpc_fail(s, NULL, LSP_REQUEST, "the message is no request");
    else if (method && id)
        request(s, r, id, method, params);
    else if (method && strcmp(method, "exit") == 0)
        return true;
    else if (method)
        notification(s, method, params);
    return false;
}

static int serve(struct lsp *s, int in, const char **problem)
{
    struct rpc *r = rpc_open(s->wire, in);
    bool end = false, exited = false;
    for (size_t busy = 0; !end && !exited; busy++) {
        tier1_value *message = rpc_next(r, !diagnostics_due(s), &end);
        if (message)
            exited = handle(s, r, message);
        if (!message || busy >= BUSY_MAX) {
            diagnostics_check(s);
            busy = 0;
        }
        tier1_value_free(message);
    }
    *problem = rpc_problem(r);
    rpc_close(r);
    return exited && s->ended ? STATUS_DONE : STATUS_FINDINGS;
}

int lsp_run(int in, FILE *out, const char **problem)
{
    struct lsp s = {.out = out};
    tier1_engine_options wire = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine_options flows = TIER1_ENGINE_OPTIONS_INIT;
    wire.caps.file_bytes = 17u << 20;
    wire.caps.value_depth = 100;
    tier1_posix_engine(&flows);
    int rc = need_memory(tier1_engine_new(&s.wire, &wire));
    if (rc == TIER1_OK)
        rc = need_memory(tier1_engine_new(&s.engine, &flows));
    if (rc != TIER1_OK)
        return complain(STATUS_IO, "no engine: %s", tier1_status_text(rc));
    int status = serve(&s, in, problem);
    docs_free(&s);
    tier1_engine_free(s.engine);
    tier1_engine_free(s.wire);
    return status;
}
