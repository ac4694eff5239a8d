/* SPDX-License-Identifier: MIT */
/* Memory and growing texts of the command. Nothing here fails: a command for
 * which there is no memory left says so and ends. */
#ifndef RUNNER_TEXT_H
#define RUNNER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __GNUC__
#define PRINTF(at, first) __attribute__((format(printf, at, first)))
#else
#define PRINTF(at, first)
#endif

struct text {
    char *s; /* NUL-terminated; NULL while empty */
    size_t length, cap;
};

#define TEXT_INIT                                                              \
    {                                                                          \
        NULL, 0, 0                                                             \
    }

/* Zeroed memory, free(). */
void *make(size_t count, size_t size);
/* Grows a block; free(). */
void *grow(void *block, size_t count, size_t size);
char *copy(const char *s);
char *copy_part(const char *s, size_t length);
/* Ends the command where a call came to TIER1_ENOMEM; gives `rc` back. */
int need_memory(int rc);

void text_add(struct text *t, const char *s);
void text_bytes(struct text *t, const char *bytes, size_t length);
void text_format(struct text *t, const char *format, ...) PRINTF(2, 3);
/* What it holds, "" while empty. */
const char *text_get(const struct text *t);
void text_free(struct text *t);

bool starts_with(const char *s, const char *start);
bool ends_with(const char *s, const char *end);
/* Without regard to the case of ASCII letters. */
bool same_word(const char *a, const char *b);
/* Drops blanks at both ends, in place; gives the first character. */
char *trim(char *s);

#endif
