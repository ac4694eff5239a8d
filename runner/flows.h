/* SPDX-License-Identifier: MIT */
/* What names a flow on the command line: a file, a folder, FOLDER#id, "-". */
#ifndef RUNNER_FLOWS_H
#define RUNNER_FLOWS_H

#include <tier1/tier1.h>

#include "findings.h"

/* The engine of the command: clock, randomness, caps of `--cap`. */
struct text_list;
int flows_engine(tier1_engine **out, const char *command,
                 const struct text_list *caps);
int flows_caps(tier1_caps *caps, const char *command,
               const struct text_list *list);

/* Loads a file, a folder, or standard input for "-". What is found is added
 * to `f`; `*out` is NULL where there are errors. Gives an exit status:
 * STATUS_DONE, STATUS_FINDINGS, STATUS_IO. */
int flows_load(tier1_library **out, tier1_engine *engine, const char *path,
               struct findings *f);

/* Splits FOLDER#id; `*id` is NULL where there is none. free() the path. */
char *flows_split(const char *name, const char **id);

#endif
