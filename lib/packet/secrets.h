/* SPDX-License-Identifier: MIT */
/* Values that may not be read in a packet, and the texts without them.
 *
 * A sensitive value can turn up far from its variable: in a question that
 * names it, in what a person typed elsewhere, in a host's answer. So all free
 * texts of a packet pass through here.
 *
 * Four characters and more are hidden wherever they stand. Shorter ones would
 * hit half the words of a language; they are hidden only where they stand
 * alone in a text that is known to come from one (`near`). */
#ifndef TIER1_PACKET_SECRETS_H
#define TIER1_PACKET_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "data/value.h"

#define SECRET_MASK "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2" /* three bullets */

struct secret {
    const char *text; /* borrowed from the session, or in the arena */
    size_t length;
};

struct secret_set {
    struct secret *items; /* sorted by bytes, each once, when sealed */
    size_t count, cap;
};

struct secrets {
    struct arena *arena;
    struct secret_set longs, shorts;
    struct secret_set open; /* shown by the flow's wish: no secrets here */
    bool begins[256];       /* some long one begins with this byte */
    bool failed;            /* an allocation failed; sticks */
};

void tier1__secrets_init(struct secrets *s, struct arena *a);
/* Every text and number in a value. Booleans are none: hiding "true" would
 * hide nothing and spoil everything. */
void tier1__secrets_add(struct secrets *s, const tier1_value *v);
void tier1__secrets_add_open(struct secrets *s, const tier1_value *v);
/* After the last one was added, and before anything is hidden. */
void tier1__secrets_seal(struct secrets *s);

/* Is this text or number, as a whole, a secret of any length? */
bool tier1__secrets_match(const struct secrets *s, const tier1_value *v);

/* The text or value without secrets: itself where there is none, else a copy.
 * NULL without memory. */
const char *tier1__secrets_hide(const struct secrets *s, const char *text,
                                bool near);
const tier1_value *tier1__secrets_hide_value(const struct secrets *s,
                                             const tier1_value *v, bool near);

#endif
