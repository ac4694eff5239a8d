/* SPDX-License-Identifier: MIT */
/* What an answer means: what was asked, where, and what was chosen, in the
 * author's words. An answer may stand for another one, in another version of
 * the flow or behind a changed answer, only where it means the same. */
#ifndef TIER1_RUN_MEANING_H
#define TIER1_RUN_MEANING_H

#include "run/run.h"

enum meaning_part {
    MEANS_PLACE,  /* through which calls the flow was reached */
    MEANS_SHAPE,  /* the kind of answer: type, unit, fields */
    MEANS_WORDS,  /* of the question */
    MEANS_CHOICE, /* the values that were chosen */
    MEANS_LABEL,  /* their words */
    MEANS_PARTS
};
#define MEANS_PART_BYTES 8
#define MEANS_BYTES (MEANS_PARTS * MEANS_PART_BYTES)

/* Of a question that is asked in a frame, for an audience. */
void tier1__meaning_asked(const struct frame *frame, const struct step *step,
                          enum audience audience, uint8_t out[MEANS_BYTES]);
/* The rest of it, for an answer in the form of its type. */
void tier1__meaning_chosen(const struct frame *frame, const struct step *step,
                           enum audience audience, const tier1_value *answer,
                           uint8_t out[MEANS_BYTES]);

/* Of a question that goes to somebody else, or of the pause before a try, with
 * all of its choices: what it is, and its words. */
#define MEANING_HEX (2 * MEANS_PART_BYTES + 1)
void tier1__meaning_advised(const struct frame *frame, const struct step *step,
                            enum audience audience, char asked[MEANING_HEX],
                            char words[MEANING_HEX]);

/* What an answer of one meaning is worth where the question, or the whole
 * answer, has another: FATE_NONE where they are the same. Words may differ
 * where `reworded`. */
enum fate tier1__meaning_asked_differs(const uint8_t *one, const uint8_t *other,
                                       bool reworded);
bool tier1__meaning_same_place(const uint8_t *one, const uint8_t *other);
enum fate tier1__meaning_chosen_differs(const uint8_t *one,
                                        const uint8_t *other, bool reworded);

#endif
