/* SPDX-License-Identifier: MIT */
/* What is seen of a session, as values that can be held against the vectors.
 * All are the caller's, tier1_value_free(). */
#ifndef VECTORS_SEEN_H
#define VECTORS_SEEN_H

#include <tier1/tier1.h>

tier1_value *seen_view(const tier1_view *view);
tier1_value *seen_outcome(const tier1_session *session);
/* "flow/step" of each visit, with a "-" before it where it was undone. */
tier1_value *seen_visits(const tier1_session *session);
tier1_value *seen_changes(const tier1_session *session);
tier1_value *seen_record(const tier1_session *session);
/* By form: json, markdown, text. */
tier1_value *seen_packets(const tier1_session *session, int for_customer);
/* In hexadecimal. */
tier1_value *seen_bytes(const tier1_buf *bytes);

#endif
