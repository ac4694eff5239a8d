/* SPDX-License-Identifier: MIT */
/* The words of a session's record, by number; NULL at the end. */
#ifndef TIER1_RUN_RECORD_H
#define TIER1_RUN_RECORD_H

extern const char *const tier1__record_words[];  /* enum record_type */
extern const char *const tier1__said_words[];    /* tier1_wait_kind */
extern const char *const tier1__failure_words[]; /* enum script_failure */

#endif
