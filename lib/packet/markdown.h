/* SPDX-License-Identifier: MIT */
/* A packet's document as a page for a person, from the document alone: one
 * that was stored is shown the same way. */
#ifndef TIER1_PACKET_MARKDOWN_H
#define TIER1_PACKET_MARKDOWN_H

#include <stdbool.h>

#include "base/buf.h"
#include "data/value.h"

/* Markdown, or plain text. What is not there, or not of the type that it
 * should be, is left out. */
void tier1__packet_page(struct buf *out, const tier1_value *document,
                        bool marks);

#endif
