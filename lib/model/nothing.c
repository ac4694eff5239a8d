/* SPDX-License-Identifier: MIT */
/* What most steps, questions and choices share: that they have nothing that
 * only few have. */
#include "model/flow.h"

const struct choice_more tier1__choice_nothing = {0};
const struct question_more tier1__question_nothing = {0};
const struct step_more tier1__step_nothing = {0};

const struct question tier1__question_any = {.slot = NO_SLOT,
                                             .more = &tier1__question_nothing};
