/* SPDX-License-Identifier: MIT */
/* Why an answer is refused, in the words of the session's language: those of
 * the flow's translation, of the one of the flow that called it, or English. */
#include <stdarg.h>

#include "model/said.h"
#include "run/run.h"

static const char *words_of(const struct reading *r, enum message message)
{
    const char *language = r->w ? r->w->now.language : NULL;

    for (const struct frame *f = r->frame; language && f; f = f->up) {
        const char *said = tier1__said_message(f->flow, language, message);
        if (said)
            return said;
    }
    return tier1__message_text(message);
}

int tier1__refuse(struct reading *r, enum message message)
{
    return tier1__refuse_with(r, message, "");
}

int tier1__refuse_with(struct reading *r, enum message message,
                       const char *format, ...)
{
    const char *words = words_of(r, message);
    struct message_brace b;
    va_list list;

    if (!r->reason)
        return REFUSED;
    va_start(list, format);
    while (tier1__message_brace(words, &b) && b.end) {
        tier1__buf_add(r->reason, words, (size_t)(b.from - words));
        if (tier1__message_takes(message, &b))
            tier1__buf_vformat(r->reason, format, list);
        else /* such a text is not loaded, but may lie in a compiled file */
            tier1__buf_add(r->reason, b.from, (size_t)(b.end - b.from));
        words = b.end;
    }
    va_end(list);
    tier1__buf_text(r->reason, words);
    return REFUSED;
}

int tier1__refuse_words(struct reading *r, const char *words)
{
    if (r->reason)
        tier1__buf_text(r->reason, words);
    return REFUSED;
}
