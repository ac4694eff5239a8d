/* SPDX-License-Identifier: MIT */
/* Translations: what they say in the place of a flow's words, and the places
 * where there are words to say. */
#ifndef TIER1_MODEL_SAID_H
#define TIER1_MODEL_SAID_H

#include "base/buf.h"
#include "model/flow.h"
#include "model/messages.h"

/* A flow may have so many. */
#define TRANSLATIONS_MOST 100

/* The translation that a language comes to; NULL: the flow's own words. */
const struct translation *tier1__flow_translation(const tier1_flow *flow,
                                                  const char *language);
/* What it says for `own`; NULL: nothing. */
const struct said *tier1__said_find(const struct translation *t,
                                    const void *own);
/* A text in a language. */
const struct text *tier1__said_text(const tier1_flow *flow,
                                    const char *language,
                                    const struct text *own);

/* A message in a language; NULL: no translation that the language comes to has
 * it. */
const char *tier1__said_message(const tier1_flow *flow, const char *language,
                                enum message message);

/* Does a text use a name, and so much of it? */
bool tier1__said_uses(const struct text *own, const struct hook_name *name);

/* Is some flow of the library translated into what a language comes to? */
bool tier1__library_speaks(const tier1_library *library, const char *language);

/* When all translations of a flow are read: puts them in order, and gives each
 * what it has of the one that it falls back to. TIER1_EINVALID: two have one
 * language, or speak twice of one place; TIER1_ENOMEM. */
int tier1__said_settle(tier1_flow *flow, struct arena *keep);
/* When all flows of a library are. False without memory. */
bool tier1__said_languages(tier1_library *library);

enum said_kind {
    SAID_TEXT,
    SAID_UNIT, /* plain letters */
    SAID_ALSO  /* further words for a choice; no text */
};

/* A place of a flow where a translation may say something. */
struct said_place {
    enum said_kind kind;
    const void *own;           /* as in struct said */
    const struct text *text;   /* NULL: of another kind */
    const char *letters;       /* a unit */
    const struct step *step;   /* NULL: of `anywhere` */
    const char *field, *value; /* of a form; of a choice */
    const char *key;
    size_t number; /* of pictures, from 1; 0: there is one */
    bool same;     /* a label that is the value itself, and no text */
};

/* Each place, in the order of the flow; stops where it gives false, and does
 * too. */
typedef bool said_visit(void *ud, const struct said_place *place);
bool tier1__said_places(const tier1_flow *flow, said_visit *visit, void *ud);

/* The key that a step's text stands under. */
const char *tier1__said_key(const struct step *s);

/* lights/choices/amber, as `sources` names it. */
void tier1__said_name(struct buf *out, const struct said_place *place);
/* The words for one audience, with what is in {{ }}, without blanks there. */
void tier1__said_source(struct buf *out, const struct text *text,
                        enum audience audience);
/* Has it other words for each audience? */
bool tier1__said_split(const struct text *text);

#endif
