/* SPDX-License-Identifier: MIT */
/* What may be typed in a run in the place of an answer. */
#ifndef RUNNER_RUN_KEYS_H
#define RUNNER_RUN_KEYS_H

#include "run.h"

/* What a key leads to: the step is shown again, only its prompt, or the talk
 * ends. */
enum next { NEXT_STEP, NEXT_PROMPT, NEXT_LEAVE, NEXT_NONE /* no key */ };

/* Is the line one of the keys, such as "b"? A choice that is called so comes
 * first. */
bool key_is(struct run *r, const tier1_question *q, const char *line);
/* Does what the key says; NEXT_NONE where the line is none. */
enum next key_take(struct run *r, const tier1_view *view, const char *line);
/* The list for `?`. */
void keys_show(struct run *r, const tier1_view *view);

#endif
