/* SPDX-License-Identifier: MIT */
/* What is known of a session from outside, as JSON on standard output. */
#ifndef TIER1_TEST_TELL_H
#define TIER1_TEST_TELL_H

#include <stddef.h>

#include <tier1/tier1.h>

/* A text with its quotes; NULL is null. */
void tell_text(const char *text);
/* "key": "text", */
void tell_field(const char *key, const char *text);
void tell_value(tier1_engine *engine, const tier1_value *value);
/* A document in one line, with a comma behind it. */
void tell_lines(const char *key, const tier1_buf *json);
/* "state", "flow", "step", "way", "changes", "record", each with a comma
 * behind it. */
void tell_session(tier1_engine *engine, const tier1_session *session);

#endif
