/* SPDX-License-Identifier: MIT */
/* A list of words in a file: one a line, and comments behind a #. */
#ifndef RUNNER_WORDS_H
#define RUNNER_WORDS_H

#include "text.h"

struct words {
    struct text text;   /* of the file */
    const char **items; /* in it */
    size_t count;
};

/* Reads a file; says what is wrong with it. Gives an exit status. */
int words_read(struct words *out, const char *path);
void words_free(struct words *words);

#endif
