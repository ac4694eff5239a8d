/* SPDX-License-Identifier: MIT */
/* What names a flow on the command line: a file, a folder, FOLDER#id, "-". */
#ifndef RUNNER_FLOWS_H
#define RUNNER_FLOWS_H

#include <tier1/tier1.h>

#include "findings.h"
#include "words.h"

/* The engine of the command: clock, randomness, caps of `--cap`. */
struct text_list;
int flows_engine(tier1_engine **out, const char *command,
                 const struct text_list *caps);
int flows_caps(tier1_caps *caps, const char *command,
               const struct text_list *list);

/* `--worker` and `--worker-program`. */
struct worker_choice {
    bool wanted;
    const char *program; /* NULL: the installed one */
};
#define WORKER_OPTIONS(choice)                                                 \
    {'\0',                                                                     \
     "worker",                                                                 \
     OPTION_FLAG,                                                              \
     NULL,                                                                     \
     "run hooks in a process of their own, walled in",                         \
     &(choice).wanted,                                                         \
     NULL},                                                                    \
    {                                                                          \
        '\0', "worker-program", OPTION_TEXT, "FILE",                           \
            "the same, by this tier1-worker", &(choice).program, NULL          \
    }
/* Starts a worker for the engine, if one is wanted; else says why not. */
int flows_worker(tier1_engine *engine, const struct worker_choice *choice);

/* Loads a file, a folder, or standard input for "-". What is found is added
 * to `f`; `*out` is NULL where there are errors. Gives an exit status:
 * STATUS_DONE, STATUS_FINDINGS, STATUS_IO. */
int flows_load(tier1_library **out, tier1_engine *engine, const char *path,
               struct findings *f);
/* The same, and looks also for what is probably not meant, those words among
 * it. */
int flows_lint(tier1_library **out, tier1_engine *engine, const char *path,
               const struct words *words, struct findings *f);

/* Is it a file that `tier1 compile` wrote, by its first bytes? */
bool flows_is_compiled(const char *path);

/* Splits FOLDER#id; `*id` is NULL where there is none. free() the path. */
char *flows_split(const char *name, const char **id);

#endif
