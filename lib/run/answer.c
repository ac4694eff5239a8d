/* SPDX-License-Identifier: MIT */
/* Answers: what a person typed, or a host gave, checked by the question's type
 * and made a value, or refused with a reason that a person understands. */
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "model/words.h"
#include "run/run.h"

void tier1__trim(const char **text, size_t *length)
{
    while (*length && strchr(" \t\r\n", (*text)[0])) {
        (*text)++;
        (*length)--;
    }
    while (*length && strchr(" \t\r\n", (*text)[*length - 1]))
        (*length)--;
}

int tier1__answer_bound(struct reading *r, const struct bound *b,
                        const tier1_value **out)
{
    *out = b->value;
    if (!b->hook || !r->w || !r->frame)
        return GO_ON;
    return tier1__hook_quiet(r->w, r->frame, b->hook, &r->w->arena, out);
}

static bool says(const char *words, const char *text, size_t length)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (tier1__utf8_same_folded(words, n, text, length))
            return true;
        words += n + (words[n] == ' ');
    }
    return false;
}

static bool says_any(const char *const *words, size_t count, const char *text,
                     size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (tier1__utf8_same_folded(words[i], strlen(words[i]), text, length))
            return true;
    return false;
}

static int read_yes_no(struct reading *r, const tier1_value *input)
{
    const char *language = r->w ? tier1__walk_language(r->w) : "en";
    const char *text = tier1_value_text(input);
    size_t length = text ? strlen(text) : 0;

    if (tier1_value_kind(input) == TIER1_BOOLEAN) {
        r->value = tier1__value_boolean(tier1_value_boolean(input) != 0);
        return GO_ON;
    }
    if (!text)
        return tier1__refuse(r, MESSAGE_YES_OR_NO);
    tier1__trim(&text, &length);
    if (says("yes y true", text, length) ||
        says(tier1__word_also(WORD_YES, language), text, length) ||
        says_any(r->q->more->yes, r->q->more->yes_count, text, length))
        r->value = &tier1__value_true;
    else if (says("no n false", text, length) ||
             says(tier1__word_also(WORD_NO, language), text, length) ||
             says_any(r->q->more->no, r->q->more->no_count, text, length))
        r->value = &tier1__value_false;
    else
        return tier1__refuse(r, MESSAGE_YES_OR_NO);
    return GO_ON;
}

static bool no_answer(const struct reading *r, const tier1_value *input)
{
    const char *text = tier1_value_text(input);
    size_t length = text ? strlen(text) : 0;
    (void)r;
    if (tier1_value_kind(input) == TIER1_NULL)
        return true;
    if (!text)
        return false;
    tier1__trim(&text, &length);
    return length == 0;
}

/* Nothing was said: the default, no answer where that is allowed, or a
 * refusal. */
static int read_nothing(struct reading *r)
{
    const tier1_value *least = NULL;
    int rc;

    if (r->q->more->fallback) {
        r->value = r->q->more->fallback;
        return GO_ON;
    }
    if (r->q->optional)
        return GO_ON;
    if (r->q->type == TIER1_TYPE_MULTI) {
        rc = tier1__answer_bound(r, &r->q->more->min, &least);
        if (rc != GO_ON)
            return rc;
        if (least && tier1_value_integer(least) == 0) {
            r->value = tier1__value_list(&r->w->arena, NULL, 0);
            return r->value ? GO_ON : tier1__walk_failed(r->w);
        }
    }
    return tier1__refuse(r, MESSAGE_ANSWER_NEEDED);
}

static int read_text(struct reading *r, const tier1_value *input)
{
    const char *text = tier1_value_text(input);
    struct buf shown;
    int rc;

    if (text)
        return r->q->type == TIER1_TYPE_CHOICE
                   ? tier1__answer_choice(r, text, strlen(text))
                   : tier1__answer_text(r, text, strlen(text));
    if (tier1_value_kind(input) == TIER1_LIST ||
        tier1_value_kind(input) == TIER1_MAP)
        return tier1__refuse(r, MESSAGE_ONE_ANSWER);
    tier1__buf_init(&shown, r->w->session->engine->allocator, 256);
    tier1__value_show(&shown, input);
    rc = shown.failed ? TIER1_ENOMEM
         : r->q->type == TIER1_TYPE_CHOICE
             ? tier1__answer_choice(r, tier1__buf_str(&shown), shown.len)
             : tier1__answer_text(r, tier1__buf_str(&shown), shown.len);
    tier1__buf_free(&shown);
    return rc;
}

static int read_by_type(struct reading *r, const tier1_value *input)
{
    switch (r->q->type) {
    case TIER1_TYPE_MULTI:
        return tier1__answer_multi(r, input);
    case TIER1_TYPE_YES_NO:
        return read_yes_no(r, input);
    case TIER1_TYPE_INTEGER:
    case TIER1_TYPE_NUMBER:
    case TIER1_TYPE_MONEY:
    case TIER1_TYPE_SCALE:
        return tier1__answer_number(r, input);
    case TIER1_TYPE_DATE:
    case TIER1_TYPE_TIME:
    case TIER1_TYPE_DATETIME:
    case TIER1_TYPE_DURATION:
        return tier1__answer_time(r, input);
    case TIER1_TYPE_FILE:
        return tier1__answer_file(r, input);
    default:
        return read_text(r, input);
    }
}

/* `check`: true, or a message for the person. */
static int run_check(struct reading *r)
{
    const tier1_value *v = NULL;
    struct arena *scratch;
    struct arena_mark mark;
    int rc;

    if (!r->q->more->check || !r->value || !r->frame)
        return GO_ON;
    scratch = &r->w->session->awake->scratch;
    mark = tier1__arena_mark(scratch);
    rc = tier1__hook_run(r->w, r->frame, r->q->more->check, r->value, scratch,
                         &v);
    if (rc == GO_ON && tier1_value_kind(v) == TIER1_TEXT)
        rc = tier1__refuse_words(r, tier1_value_text(v));
    else if (rc == GO_ON && !tier1_value_boolean(v))
        rc = tier1__refuse(r, MESSAGE_NOT_RIGHT);
    tier1__arena_reset(scratch, mark);
    return rc;
}

int tier1__answer_read(struct reading *r, const tier1_value *input)
{
    const char *text = tier1_value_text(input);
    size_t most = (size_t)r->w->session->engine->caps.answer_bytes, bad;
    size_t length = text ? input->count : 0;
    int rc;

    r->choice = NULL;
    r->value = NULL;
    if (text && r->q->type == TIER1_TYPE_CHOICE && r->frame &&
        tier1__answer_named(r, text, length, &rc))
        return rc == GO_ON ? run_check(r) : rc;
    if (length > most)
        return tier1__refuse_with(r, MESSAGE_ANSWER_TOO_LONG, "%z", most);
    if (text && !tier1__utf8_valid(text, length, &bad))
        return tier1__refuse(r, MESSAGE_NOT_UTF8);
    if (no_answer(r, input))
        rc = read_nothing(r);
    else
        rc = read_by_type(r, input);
    return rc == GO_ON ? run_check(r) : rc;
}

/* Values of the types that no question has. */
static int read_any(struct reading *r, const struct variable *v,
                    const tier1_value *input)
{
    static const struct question yes_no = {.type = TIER1_TYPE_YES_NO};
    tier1_value_type kind = tier1_value_kind(input);

    if (strcmp(v->type_name, "boolean") == 0) {
        r->q = &yes_no;
        return read_yes_no(r, input);
    }
    if (strcmp(v->type_name, "map") == 0 && kind != TIER1_MAP &&
        !(kind == TIER1_LIST && tier1_value_count(input) == 0))
        return tier1__refuse_words(r, "a map is wanted");
    if (strcmp(v->type_name, "list") == 0 && kind != TIER1_LIST)
        return tier1__refuse_words(r, "a list is wanted");
    r->value = tier1__value_copy(&r->w->arena, input);
    return r->value ? GO_ON : tier1__walk_failed(r->w);
}

int tier1__answer_variable(struct walk *w, const struct variable *v,
                           const tier1_value *input, struct arena *a,
                           struct buf *reason, const tier1_value **out)
{
    struct question shape = *v->shape;
    struct question_more more;
    struct reading r = {.w = w, .q = &shape, .reason = reason};
    struct offered offered = {NULL, NULL, NULL, 0, 0};
    int rc;

    (void)a;
    *out = NULL;
    if (tier1_value_kind(input) == TIER1_NULL)
        return GO_ON;
    if (shape.more->fallback || shape.more->check) {
        more = *shape.more;
        more.fallback = NULL;
        more.check = NULL;
        shape.more = &more;
    }
    shape.optional = true;
    shape.multiline = true; /* it is not typed into one line */
    r.offered = &offered;
    if (v->any)
        rc = read_any(&r, v, input);
    else if (shape.type == TIER1_TYPE_TEXT && tier1_value_text(input) &&
             !*tier1_value_text(input))
        rc = (r.value = tier1__value_copy(&w->arena, input)) != NULL
                 ? GO_ON
                 : tier1__walk_failed(w);
    else
        rc = tier1__answer_read(&r, input);
    *out = r.value;
    return rc;
}
