/* SPDX-License-Identifier: MIT */
/* What few questions have, in the walk's language. */
#include "run/run.h"

static const struct said *said(const struct walk *w, const struct frame *frame,
                               const void *own)
{
    const struct translation *t =
        w->now.language ? tier1__flow_translation(frame->flow, w->now.language)
                        : NULL;

    return t ? tier1__said_find(t, own) : NULL;
}

const char *tier1__spoken_unit(const struct walk *w, const struct frame *frame,
                               const struct question *q)
{
    const struct said *unit = q->more->unit ? said(w, frame, q->more) : NULL;

    return unit ? unit->text->letters : q->more->unit;
}

const char *const *tier1__spoken_also(const struct walk *w,
                                      const struct frame *frame,
                                      const struct choice *c, size_t *count)
{
    const struct said *also = said(w, frame, c);

    *count = also ? also->word_count : 0;
    return also ? also->words : NULL;
}
