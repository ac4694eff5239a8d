/* SPDX-License-Identifier: MIT */
/* Where names stand in a flow, a translation or a test file: steps, variables,
 * flows, in YAML, in Lua and in texts, each by its bytes. It needs no flow that
 * loads, only YAML that can be read. */
#ifndef RUNNER_PLACES_H
#define RUNNER_PLACES_H

#include <tier1/sys/yaml.h>

#include "page.h"

#define PLACES_NONE ((size_t)-1)

enum place_kind {
    PLACE_STEP,  /* what can only be a step */
    PLACE_NAME,  /* a name that Lua sees; it may be a step that asks */
    PLACE_LOCAL, /* a name that Lua made itself */
    PLACE_FLOW,
    PLACE_REMEDY, /* a step's name, or that of a remedy */
    PLACE_HOST    /* a function of the host */
};

enum place_role {
    PLACE_DEFINES,
    PLACE_SETS, /* fills it: `save`, an assignment */
    PLACE_USES
};

enum file_kind { FILE_FLOW, FILE_TEST, FILE_TRANSLATION };

struct place {
    enum place_kind kind;
    enum place_role role;
    char *name;
    char *flow;        /* the flow that it is of, where it is said; or NULL */
    size_t at, length; /* bytes of the name in the file */
    bool exact;        /* the name stands there letter by letter */
    size_t end;        /* of what is defined there, behind its last byte */
    size_t step;       /* the number of the step it stands in, or none */
    bool in_lua;
};

struct places {
    struct page page; /* the text that was read */
    struct place *items;
    size_t count, room;
    char *flow;     /* the id of the flow, or of what is tested or translated */
    char *lua_file; /* where its functions are, if in a file of their own */
    enum file_kind kind;
};

/* Fills an empty one; false, and nothing is changed, where the YAML cannot be
 * read. Of the path the name counts: a test file is told by it. */
bool places_read(struct places *out, tier1_engine *engine, const char *path,
                 const char *bytes, size_t length);
bool path_is_test(const char *path);
void places_free(struct places *p);

/* The place that a byte is in or right behind; NULL: none. */
const struct place *places_at(const struct places *p, size_t offset);
/* Is it a place of that step, variable or remedy? */
bool places_same(const struct place *place, const char *name);
/* The first place that defines a name; NULL: none. */
const struct place *places_find(const struct places *p, const char *name);
/* The same, of a step. */
const struct place *places_step(const struct places *p, const char *name);
/* The step of that number. */
const struct place *places_step_at(const struct places *p, size_t number);
/* The step whose keys and values a byte is among; NULL: none. */
const struct place *places_step_around(const struct places *p, size_t offset);

/* For those who fill it. */
struct place *places_add(struct places *p, enum place_kind kind,
                         enum place_role role, size_t at, const char *name,
                         size_t length, size_t step);
/* By the bytes of a scalar's text: where each of them stands in the file.
 * free(); NULL where that cannot be told. */
size_t *places_map(struct places *p, const tier1_node *scalar);
void places_lua(struct places *p, const tier1_node *scalar, size_t step);
void places_text(struct places *p, const tier1_node *scalar, size_t step);
void places_scalar(struct places *p, const tier1_node *scalar,
                   enum place_kind kind, enum place_role role, size_t step);
/* A key, to the end of its value. */
void places_pair(struct places *p, const tier1_pair *pair, enum place_kind kind,
                 enum place_role role, size_t step);
void places_flow(struct places *p, const tier1_node *root);
void places_test(struct places *p, const tier1_node *root);
void places_translation(struct places *p, const tier1_node *root);

#endif
