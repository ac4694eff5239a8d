/* SPDX-License-Identifier: MIT */
/* Texts as a copy may have them.
 *
 * A text was made for the person who was walked. In an agent's copy it stands
 * as it was shown. A customer's copy of an agent's session has the customer's
 * words instead, as far as they are the same each time; the others were never
 * made, and hooks are not run again for a packet. */
#include <string.h>

#include "model/said.h"
#include "packet/document.h"

static struct pieces form_for(const struct packet *p, const struct text *text,
                              struct piece *one)
{
    bool customer = p->customer || p->begin->audience == AUDIENCE_CUSTOMER;
    struct pieces form = tier1__text_form(
        text, customer ? AUDIENCE_CUSTOMER : AUDIENCE_AGENT, one);

    if (form.count == 0 && !p->customer)
        form = tier1__text_form(
            text, customer ? AUDIENCE_AGENT : AUDIENCE_CUSTOMER, one);
    return form;
}

/* The letters of a text, with the mask in the place of its hooks. */
static const char *letters(struct packet *p, const struct pieces *pieces)
{
    size_t length = 0;
    for (size_t i = 0; i < pieces->count; i++)
        length += pieces->items[i].hook ? sizeof SECRET_MASK - 1
                                        : strlen(pieces->items[i].text);
    char *out = tier1__arena_alloc(p->arena, length + 1);
    if (!out) {
        p->failed = true;
        return NULL;
    }
    size_t at = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        const char *from = piece->hook ? SECRET_MASK : piece->text;
        size_t n = piece->hook ? sizeof SECRET_MASK - 1 : strlen(from);
        if (n > 0)
            memcpy(out + at, from, n);
        at += n;
    }
    return out;
}

const char *tier1__packet_said(struct packet *p, const tier1_flow *flow,
                               const struct text *source, const char *shown)
{
    struct piece one, other;
    /* What hooks of a translation use, those of the flow's text do too. */
    struct pieces pieces = form_for(p, source, &one), said = pieces;
    bool fixed = pieces.count > 0, secret = false;

    if (flow->translation_count)
        said = form_for(
            p,
            tier1__said_text(flow, tier1__session_language(p->session), source),
            &other);
    for (size_t i = 0; i < pieces.count; i++) {
        const struct hook *hook = pieces.items[i].hook;
        fixed = fixed && !hook;
        secret = secret || tier1__packet_hook_hides(p, flow, hook);
    }
    if (shown && p->own_words) {
        if (fixed)
            return shown;
        /* Which letters of it the secret made cannot be told: all that its
         * hooks made goes. */
        if (secret)
            return letters(p, &said);
        return tier1__packet_hidden(p, shown);
    }
    return fixed ? letters(p, &said) : NULL;
}

/* ---- answers as they were seen ---------------------------------------- */

const struct choice *tier1__packet_choice(const struct question *q,
                                          const tier1_value *answer)
{
    const char *value = tier1_value_text(answer);
    for (size_t i = 0; value && i < q->choice_count; i++) {
        if (q->choices[i].value[0] == value[0] &&
            strcmp(q->choices[i].value, value) == 0)
            return &q->choices[i];
    }
    return NULL;
}

static const char *choice_label(struct packet *p, const tier1_flow *flow,
                                const struct question *q,
                                const tier1_value *answer, const char *shown)
{
    const struct choice *choice = tier1__packet_choice(q, answer);
    if (choice && choice->label)
        return tier1__packet_said(p, flow, choice->label, shown);
    if (choice)
        return NULL; /* the value says it all */
    return p->own_words ? tier1__packet_hidden(p, shown) : NULL;
}

/* One text of the labels of a list; NULL where one of them is not known. */
static const char *joined_labels(struct packet *p, const tier1_flow *flow,
                                 const struct question *q,
                                 const tier1_value *answer)
{
    struct buf text;
    const char *copy = NULL;
    bool whole = tier1_value_count(answer) > 0;

    tier1__buf_init(&text, p->arena->allocator, p->arena->limit);
    for (size_t i = 0; i < tier1_value_count(answer) && whole; i++) {
        const tier1_value *item = tier1_value_at(answer, i);
        const char *label = choice_label(p, flow, q, item, NULL);
        const struct choice *choice = tier1__packet_choice(q, item);
        if (!label && choice && !choice->label)
            label = choice->value;
        whole = label != NULL;
        if (i > 0)
            tier1__buf_text(&text, ", ");
        tier1__buf_text(&text, label);
    }
    if (whole && text.failed == TIER1_OK)
        copy = tier1__arena_text(p->arena, tier1__buf_str(&text), text.len);
    p->failed = p->failed || (whole && !copy);
    tier1__buf_free(&text);
    return copy;
}

const char *tier1__packet_label(struct packet *p, const tier1_flow *flow,
                                const struct question *q,
                                const tier1_value *answer, const char *shown)
{
    if (q->type == TIER1_TYPE_CHOICE || q->type == TIER1_TYPE_NONE ||
        (q->choice_count > 0 && q->type != TIER1_TYPE_MULTI))
        return choice_label(p, flow, q, answer, shown);
    if (q->type == TIER1_TYPE_MULTI) {
        const char *fixed = joined_labels(p, flow, q, answer);
        if (!p->own_words || (fixed && !shown))
            return fixed;
        if (fixed)
            return shown;
    }
    return tier1__packet_hidden(p, shown);
}
