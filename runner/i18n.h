/* SPDX-License-Identifier: MIT */
/* What the commands about translations share: flows without theirs, and the
 * files beside them. */
#ifndef RUNNER_I18N_H
#define RUNNER_I18N_H

#include <tier1/author.h>
#include <tier1/tier1.h>
#include <tier1/translate.h>

#include "findings.h"
#include "text.h"

/* Flows of the command line, loaded without their translations, of which a
 * bad one would be in the way of mending it. */
struct i18n_flows {
    tier1_engine *engine;
    tier1_library **libraries; /* owned */
    size_t library_count;
    const tier1_flow **items; /* those that are meant; each id once */
    size_t count;
};

/* Makes the engine, in which no finding is one too many: what is wrong with a
 * translation may stand behind all that is not translated. Gives an exit
 * status. */
int i18n_engine(struct i18n_flows *flows, const char *command);
/* Adds FLOW: a file, a folder with all of its flows, FOLDER#id. What is wrong
 * is said. Gives an exit status. */
int i18n_add(struct i18n_flows *flows, const char *command, const char *name);
/* The name of a file without the folder that it is in anyway. */
const char *i18n_name(const char *file);
void i18n_free(struct i18n_flows *flows);

/* The path of a flow's translation, whether there is such a file or not: that
 * of the tag in another case, where there is one. Yours. */
char *i18n_path(const tier1_flow *flow, const char *language);
/* Reads the file there, if there is one (`*is_there`). */
int i18n_read(struct text *bytes, bool *is_there, const char *path);
/* May it be the tag of a language? Else that is said. */
int i18n_language(const char *command, const char *tag);

/* ---- i18n_try.c ---- */

/* A file that is to be written. */
struct i18n_made {
    const tier1_flow *flow;
    char *path, *language;
    bool is_there;
    struct text bytes;
    bool changed;
};

/* Loads the flow with the file as if it were written, and looks for what is
 * probably not meant; the findings of that file. */
int i18n_try(tier1_diagnostics **out, tier1_engine *engine,
             const struct i18n_made *made);

/* ---- i18n_what.c ---- */

/* Tells a translator what a text is, a line or more. */
void i18n_what(struct text *out, const tier1_flow *flow,
               const tier1_flow_text *text, const char *place);

/* ---- the commands ---- */

int i18n_check(int argc, char **argv);
int i18n_extract(int argc, char **argv);
int i18n_merge(int argc, char **argv);

#endif
