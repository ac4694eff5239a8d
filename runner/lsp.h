/* SPDX-License-Identifier: MIT */
/* The language server: what its parts share. */
#ifndef RUNNER_LSP_H
#define RUNNER_LSP_H

#include <stdio.h>

#include <tier1/author.h>
#include <tier1/tier1.h>

#include "findings.h"
#include "page.h"
#include "places.h"

/* Codes of JSON-RPC and of the protocol. */
enum lsp_error {
    LSP_PARSE = -32700,
    LSP_REQUEST = -32600,
    LSP_METHOD = -32601,
    LSP_PARAMS = -32602,
    LSP_NOT_READY = -32002,
    LSP_CANCELLED = -32800,
    LSP_FAILED = -32803
};

/* A document that is open. */
struct doc {
    char *uri;
    char *path; /* its name for the library: a path, or the URI */
    struct page page;
    bool is_test, ours, dirty;
    bool untold;              /* checked, and not told of yet */
    bool read;                /* `places` are those of `page` */
    struct places places;     /* the last that could be read */
    tier1_library *library;   /* the last that could be loaded */
    bool loaded;              /* it is of `page` */
    struct findings findings; /* of the last check */
    char **told;              /* paths that its findings were told for */
    size_t told_count;
};

struct lsp {
    FILE *out;
    tier1_engine *wire;   /* messages are made of its values */
    tier1_engine *engine; /* flows are loaded with it */
    struct doc **docs;
    size_t doc_count, bytes;
    char **closed; /* paths that are to be told of again */
    size_t closed_count;
    struct doc *trials; /* as if they were open: what an edit would make */
    size_t trial_count;
    bool counting; /* errors of a file by itself, whatever is open */
    bool utf8;
    bool started, ended;
};

/* ---- Messages: lsp_rpc.c ----------------------------------------------- */

struct rpc;
struct rpc *rpc_open(tier1_engine *engine, int from);
void rpc_close(struct rpc *r);
/* The next message; NULL at the end, or where the framing is broken. With `wait`
 * false also where none is there yet. One that is no JSON is a null. */
tier1_value *rpc_next(struct rpc *r, bool wait, bool *end);
/* Takes a request's cancellation out of what has come in behind it. */
bool rpc_cancelled(struct rpc *r, const tier1_value *id);
/* What was wrong with the framing; NULL: nothing. */
const char *rpc_problem(const struct rpc *r);
void rpc_result(struct lsp *s, const tier1_value *id, tier1_value *result);
void rpc_fail(struct lsp *s, const tier1_value *id, enum lsp_error code,
              const char *message);
void rpc_notify(struct lsp *s, const char *method, tier1_value *params);

/* ---- Documents: lsp_docs.c --------------------------------------------- */

struct doc *docs_find(const struct lsp *s, const char *uri);
struct doc *docs_by_path(const struct lsp *s, const char *path);
void docs_open(struct lsp *s, const tier1_value *params);
void docs_change(struct lsp *s, const tier1_value *params);
void docs_close(struct lsp *s, const tier1_value *params);
void docs_free(struct lsp *s);
/* Its names, of now where the YAML can be read. */
struct places *docs_places(struct lsp *s, struct doc *d);
/* The names of a file that may be open; NULL where it cannot be read. With
 * `*own` they are the caller's, places_free() and free(). */
struct places *docs_names(struct lsp *s, const char *path, bool *own);
/* The bytes of a file that may be open; false: it is not there. */
bool docs_bytes(struct lsp *s, const char *path, struct text *out);
/* Files beside a path that end so; free() each, and the list. */
char **docs_beside(const char *path, const char *end, size_t *count);
/* The file beside a path of the flow of that id. free() */
char *docs_flow(const char *beside, const char *id);
/* Is it, by its name, a translation of the flow at that path? */
bool docs_translates(const char *path, const char *flow);
/* The flow that it translates, by its name, where there is one. free() */
char *docs_translated(struct lsp *s, const char *path);
/* free() either; NULL where the URI is none of a file. */
char *uri_path(const char *uri);
char *path_uri(const struct lsp *s, const char *path);

tier1_value *lsp_position(struct lsp *s, struct page *p, size_t offset);
tier1_value *lsp_range(struct lsp *s, struct page *p, size_t start, size_t end);
/* The document and the byte that a request is about; NULL: none. */
struct doc *lsp_where(struct lsp *s, const tier1_value *params, size_t *offset);

/* ---- Checks: lsp_diagnostics.c ----------------------------------------- */

/* Loads what is dirty, and tells what is wrong with it. */
void diagnostics_check(struct lsp *s);
/* Has anything to be checked? */
bool diagnostics_due(const struct lsp *s);
/* A document is closed: its findings are taken back with the next check. */
void diagnostics_forget(struct lsp *s, struct doc *d);
/* Loads it if it is dirty. */
void diagnostics_fresh(struct lsp *s, struct doc *d);
/* How many errors a file has, as it stands now; `first` gets the first. */
size_t diagnostics_errors(struct lsp *s, const char *path, struct text *first);

/* ---- Requests. Each gives its result, or fails with *problem. ---------- */

typedef tier1_value *(*lsp_answer)(struct lsp *s, const tier1_value *params,
                                   struct text *problem);
tier1_value *lsp_definition(struct lsp *s, const tier1_value *params,
                            struct text *problem);
tier1_value *lsp_references(struct lsp *s, const tier1_value *params,
                            struct text *problem);
tier1_value *lsp_symbols(struct lsp *s, const tier1_value *params,
                         struct text *problem);
tier1_value *lsp_rename_prepare(struct lsp *s, const tier1_value *params,
                                struct text *problem);
tier1_value *lsp_rename(struct lsp *s, const tier1_value *params,
                        struct text *problem);
tier1_value *lsp_hover(struct lsp *s, const tier1_value *params,
                       struct text *problem);
tier1_value *lsp_format(struct lsp *s, const tier1_value *params,
                        struct text *problem);
tier1_value *lsp_complete(struct lsp *s, const tier1_value *params,
                          struct text *problem);

/* Serves until the end of the stream, or until it is told to exit. Gives an exit
 * status; `*problem` is what was wrong with the framing, or NULL. */
int lsp_run(int in, FILE *out, const char **problem);

#endif
