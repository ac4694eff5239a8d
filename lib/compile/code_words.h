/* SPDX-License-Identifier: MIT */
/* Words that insult a customer, or hide from one what is meant. */
#ifndef TIER1_COMPILE_CODE_WORDS_H
#define TIER1_COMPILE_CODE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct code_word {
    const char *text;     /* small letters without accents; a space stands for
                         what may be between words: blanks, - or _ */
    const char *language; /* NULL: any */
    bool spelt;           /* letters may stand apart: P.E.B.K.A.C */
    bool capital; /* only in capitals: in small letters it is a word like any
                     other */
};

extern const struct code_word tier1__code_words[];
extern const size_t tier1__code_word_count;

#endif
