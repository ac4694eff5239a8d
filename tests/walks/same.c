/* SPDX-License-Identifier: MIT */
/* What two sessions that ought to be the same show, record and hand over. */
#include "same.h"

#include <stdbool.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_choice(const tier1_choice *a, const tier1_choice *b)
{
    return same_text(a->value, b->value) && same_text(a->label, b->label) &&
           same_text(a->help, b->help) && a->exclusive == b->exclusive &&
           a->other == b->other && a->anywhere == b->anywhere;
}

static bool same_question(const tier1_question *a, const tier1_question *b)
{
    if (a->choice_count != b->choice_count || a->type != b->type ||
        a->optional != b->optional || a->sensitive != b->sensitive ||
        a->multiline != b->multiline)
        return false;
    for (size_t i = 0; i < a->choice_count; i++)
        if (!same_choice(&a->choices[i], &b->choices[i]))
            return false;
    return same_text(a->name, b->name) && same_text(a->label, b->label) &&
           same_text(a->min, b->min) && same_text(a->max, b->max) &&
           same_text(a->step, b->step) && same_text(a->unit, b->unit) &&
           same_text(a->currency, b->currency) && same_text(a->mask, b->mask) &&
           same_text(a->accept, b->accept) &&
           same_text(a->low_label, b->low_label) &&
           same_text(a->high_label, b->high_label) &&
           same_text(a->fallback, b->fallback);
}

static bool same_rest(const tier1_view *a, const tier1_view *b)
{
    if (a->media_count != b->media_count || a->kb_count != b->kb_count ||
        a->field_count != b->field_count)
        return false;
    for (size_t i = 0; i < a->media_count; i++)
        if (!same_text(a->media[i].file, b->media[i].file) ||
            !same_text(a->media[i].url, b->media[i].url) ||
            !same_text(a->media[i].alt, b->media[i].alt))
            return false;
    for (size_t i = 0; i < a->kb_count; i++)
        if (!same_text(a->kb[i], b->kb[i]))
            return false;
    for (size_t i = 0; i < a->field_count; i++)
        if (!same_question(&a->fields[i], &b->fields[i]))
            return false;
    return true;
}

/* What does not hang on when it was drawn. */
const char *same_views(const tier1_view *a, const tier1_view *b)
{
    if (a->state != b->state || a->kind != b->kind)
        return "the state is another";
    if (!same_text(a->flow, b->flow) || !same_text(a->step, b->step) ||
        !same_text(a->phase, b->phase))
        return "it stands elsewhere";
    if (!same_text(a->text, b->text) || !same_text(a->note, b->note) ||
        !same_text(a->help, b->help) || !same_text(a->title, b->title) ||
        !same_text(a->language, b->language))
        return "it says something else";
    if (a->fewest_left != b->fewest_left || a->most_left != b->most_left ||
        a->steps_done != b->steps_done || a->can_back != b->can_back ||
        a->can_escalate != b->can_escalate ||
        a->target_seconds != b->target_seconds ||
        a->wait_seconds != b->wait_seconds)
        return "the progress is another";
    if (!same_text(a->offer_kind, b->offer_kind) ||
        !same_text(a->authority, b->authority) ||
        !same_question(&a->question, &b->question))
        return "the question is another";
    return same_rest(a, b) ? NULL : "what is beside it is other";
}

static const char *same_bytes(tier1_buf *one, tier1_buf *two, const char *why)
{
    if (one->len == two->len && memcmp(one->ptr, two->ptr, one->len) == 0)
        why = NULL;
    tier1_buf_dispose(one);
    tier1_buf_dispose(two);
    return why;
}

const char *same_packets(const tier1_session *a, const tier1_session *b)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    bool made =
        tier1_packet_render(&one, a, TIER1_PACKET_JSON, NULL) == TIER1_OK &&
        tier1_packet_render(&two, b, TIER1_PACKET_JSON, NULL) == TIER1_OK;
    const char *why = same_bytes(&one, &two, "the packet differs");

    return made ? why : "no packet";
}

const char *same_records(const tier1_session *a, const tier1_session *b)
{
    tier1_buf one = TIER1_BUF_INIT, two = TIER1_BUF_INIT;
    bool made = tier1_session_record(&one, a) == TIER1_OK &&
                tier1_session_record(&two, b) == TIER1_OK;
    const char *why = same_bytes(&one, &two, "the record differs");

    return made ? why : "no record";
}
