/* SPDX-License-Identifier: MIT */
/* The few words that the library says itself, by language: yes and no, and
 * the results of remedies and offers. */
#ifndef TIER1_MODEL_WORDS_H
#define TIER1_MODEL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum word {
    WORD_YES,
    WORD_NO,
    WORD_WORKED,
    WORD_FAILED,
    WORD_SKIPPED,
    WORD_ACCEPTED,
    WORD_DECLINED,
    WORD_COUNT
};

/* The word in a language (by its first part; English where it is not known). */
const char *tier1__word(enum word word, const char *language);

/* Further ways to say yes or no in a language: a text of words by spaces. */
const char *tier1__word_also(enum word word, const char *language);

#endif
