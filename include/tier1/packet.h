/* SPDX-License-Identifier: MIT */
/**
 * @file packet.h
 * @brief The packet: the document that a session leaves, for Tier 2 to work
 * from, or for the record.
 *
 * The same session gives the same bytes, on any machine and in any locale. A
 * JSON Schema is installed beside the headers
 * (tier1/schema/packet-1.schema.json).
 */
#ifndef TIER1_PACKET_H
#define TIER1_PACKET_H

#include <tier1/base.h>
#include <tier1/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The forms of a packet. */
typedef enum tier1_packet_form {
    TIER1_PACKET_JSON = 1,     /**< the document itself, indented */
    TIER1_PACKET_MARKDOWN = 2, /**< for a person to read */
    TIER1_PACKET_TEXT = 3      /**< the same without marks */
} tier1_packet_form;

/** How a packet is made. All zero means: whole, for an agent. */
typedef struct tier1_packet_options {
    size_t size;      /**< sizeof(tier1_packet_options), set by the macro */
    int for_customer; /**< leave out all that is for an agent only */
} tier1_packet_options;

#define TIER1_PACKET_OPTIONS_INIT                                              \
    {                                                                          \
        sizeof(tier1_packet_options), 0                                        \
    }

/**
 * Make the packet of a session that has ended.
 *
 * The document has `escalation`, or `resolution` in its place. Somebody always
 * owns it: the one that it was handed to last, else the owner that it began
 * with, else who reported it, else "unassigned".
 *
 * What the flow calls sensitive is left out, and named under `privacy`.
 * Wherever else in the document such a value stands, in other answers, texts,
 * results of host functions or what a person has said, it is masked: values of
 * four characters and more as they are spelled, shorter ones only in what is
 * made from them directly. A text that names a sensitive variable loses all
 * that its `{{ }}` put in. What `escalation.include_sensitive` names is kept,
 * for Tier 2 alone: neither in a resolved record nor for a customer. Ids of
 * steps, flows and choices are the author's and are not masked.
 *
 * A copy for a customer has what the customer was asked, told and offered, in
 * the words for customers; where those were never made (the session was an
 * agent's, and the text has hooks) there is no text. It has no notes, checks,
 * routes, metrics, transfers, tags, destination or codes, nothing of steps and
 * variables for agents only, and not the host's `external`, `history` and
 * `custom`.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_EMISUSE  the session has not ended; bad options
 *            TIER1_ELIMIT   larger than the cap `packet_bytes`
 *            TIER1_ENOMEM
 *            In each case `out` and the session are as they were.
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_packet_render(tier1_buf *out, const tier1_session *session,
                    tier1_packet_form form,
                    const tier1_packet_options *options);

#ifdef __cplusplus
}
#endif
#endif
