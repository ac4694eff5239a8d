/* SPDX-License-Identifier: MIT */
/* Answers by what the view says of the question, and nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *any(struct chance *c, const char *const *words, size_t n)
{
    return words[chance_below(c, n)];
}

/* ---- choices ---------------------------------------------------------- */

static const char *const other_words[] = {
    "it smells of burning", "E-1042", "paper jam, again", "no idea", "Łódź"};

static tier1_value *one_choice(struct chance *c, tier1_engine *e,
                               const tier1_question *q)
{
    const tier1_choice *one;

    if (q->choice_count == 0)
        return make_text(e, "nothing");
    one = &q->choices[chance_below(c, q->choice_count)];
    if (one->other && chance_of(c, 80))
        return make_text(e, any(c, other_words, COUNT(other_words)));
    return make_text(e, chance_of(c, 30) ? one->label : one->value);
}

static size_t number_or(const char *text, size_t otherwise)
{
    return text == NULL ? otherwise : (size_t)strtoul(text, NULL, 10);
}

static tier1_value *several(struct chance *c, tier1_engine *e,
                            const tier1_question *q)
{
    tier1_value *list = make_list(e);
    size_t own = 0;
    size_t least = number_or(q->min, 1);
    size_t most = number_or(q->max, SIZE_MAX);

    while (own < q->choice_count && !q->choices[own].anywhere)
        own++;
    for (size_t i = 0; i < own && tier1_value_count(list) < most; i++) {
        const tier1_choice *one = &q->choices[i];
        size_t needed = least > tier1_value_count(list)
                            ? least - tier1_value_count(list)
                            : 0;

        if (one->exclusive && tier1_value_count(list) == 0 &&
            chance_of(c, 20)) {
            add(list, make_text(e, one->value));
            return list;
        }
        if (!one->exclusive && (needed >= own - i || chance_of(c, 40)))
            add(list, make_text(e, one->value));
    }
    if (tier1_value_count(list) == 0 && least > 0 && own > 0)
        add(list, make_text(e, q->choices[0].value));
    return list;
}

static tier1_value *yes_no(struct chance *c, tier1_engine *e)
{
    static const char *const words[] = {"yes", "no", "y", "N", "TRUE", "false"};
    return chance_of(c, 20) ? make_boolean(e, chance_of(c, 50))
                            : make_text(e, any(c, words, COUNT(words)));
}

/* ---- texts ------------------------------------------------------------ */

static tier1_value *by_mask(struct chance *c, tier1_engine *e, const char *mask)
{
    char text[64];
    size_t n = 0;

    for (; *mask != '\0' && n < sizeof text - 1; mask++, n++)
        text[n] = *mask == '9'   ? (char)('0' + chance_below(c, 10))
                  : *mask == 'A' ? (char)('A' + chance_below(c, 26))
                  : *mask == '*' ? (char)('a' + chance_below(c, 26))
                                 : *mask;
    text[n] = '\0';
    return make_text(e, text);
}

static tier1_value *some_text(struct chance *c, tier1_engine *e,
                              const tier1_question *q)
{
    static const char *const words[] = {
        "550 5.7.1",    "450 4.2.1",   "42",    "3-5",
        "blinks twice", "Kim Example", "X200",  "después",
        "0x80070005",   "line one",    "ABC-1", "[brackets]",
        "{{ not lua }}"};
    static const char filler[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    char text[sizeof filler];
    size_t least = number_or(q->min, 0);

    if (q->mask != NULL)
        return by_mask(c, e, q->mask);
    if (q->multiline && chance_of(c, 50))
        return make_text(e, "first line\nsecond line");
    if (least == 0)
        return make_text(e, any(c, words, COUNT(words)));
    least = least < sizeof text - 1 ? least : sizeof text - 1;
    memcpy(text, filler, least);
    text[least] = '\0';
    return make_text(e, text);
}

/* ---- numbers ---------------------------------------------------------- */

static tier1_value *number(struct chance *c, tier1_engine *e,
                           const tier1_question *q)
{
    double least = q->min == NULL ? -100 : strtod(q->min, NULL);
    double most = q->max == NULL ? least + 500 : strtod(q->max, NULL);
    double step = q->step == NULL ? 1 : strtod(q->step, NULL);
    double steps = most > least ? (most - least) / step : 0;
    double n;
    char text[64];

    steps = steps < 1e9 ? steps : 1e9;
    n = least + step * (double)chance_below(c, (size_t)steps + 1);
    if (q->type == TIER1_TYPE_INTEGER || q->type == TIER1_TYPE_SCALE)
        n = (double)(int64_t)n;
    else if (q->step == NULL && n + 0.25 <= most && chance_of(c, 30))
        n += 0.25;
    if (chance_of(c, 20))
        return make_number(e, n);
    (void)snprintf(text, sizeof text, "%.10g", n);
    return make_text(e, text);
}

/* ---- times ------------------------------------------------------------ */

static tier1_value *moment(struct chance *c, tier1_engine *e,
                           const tier1_question *q)
{
    char text[128];
    int year = 2015 + (int)chance_below(c, 20);
    int month = 1 + (int)chance_below(c, 12);
    int day = 1 + (int)chance_below(c, 28);
    int hour = (int)chance_below(c, 24);
    int minute = (int)chance_below(c, 60);

    if (q->min != NULL && chance_of(c, 20))
        return make_text(e, q->min);
    if (q->max != NULL && chance_of(c, 20))
        return make_text(e, q->max);
    if (q->type == TIER1_TYPE_DATE)
        (void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    else if (q->type == TIER1_TYPE_TIME)
        (void)snprintf(text, sizeof text, "%02d:%02d", hour, minute);
    else if (q->type == TIER1_TYPE_DATETIME)
        (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02dZ", year,
                       month, day, hour, minute);
    else
        (void)snprintf(text, sizeof text, "%dh%dm", hour, minute);
    return make_text(e, text);
}

/* ---- the rest --------------------------------------------------------- */

static tier1_value *some_file(struct chance *c, tier1_engine *e)
{
    static const char *const names[] = {"front.jpg", "log.txt", "scan.pdf",
                                        "screen.png"};
    static const char *const types[] = {"image/jpeg", "text/plain",
                                        "application/pdf", "image/png"};
    size_t i = chance_below(c, COUNT(names));
    tier1_value *map = make_map(e);

    put(map, "name", make_text(e, names[i]));
    put(map, "type", make_text(e, types[i]));
    put(map, "size", make_integer(e, (int64_t)chance_below(c, 3000000)));
    put(map, "ref", make_text(e, "blob:1"));
    return map;
}

static const tier1_choice *anywhere(struct chance *c, const tier1_question *q)
{
    size_t own = 0;

    while (own < q->choice_count && !q->choices[own].anywhere)
        own++;
    return own < q->choice_count
               ? &q->choices[own + chance_below(c, q->choice_count - own)]
               : NULL;
}

static tier1_value *one_answer(struct chance *c, tier1_engine *e,
                               const tier1_question *q)
{
    if ((q->optional || q->fallback != NULL) && chance_of(c, 25))
        return make_text(e, "");
    switch (q->type) {
    case TIER1_TYPE_CHOICE:
        return one_choice(c, e, q);
    case TIER1_TYPE_MULTI:
        return several(c, e, q);
    case TIER1_TYPE_YES_NO:
        return yes_no(c, e);
    case TIER1_TYPE_INTEGER:
    case TIER1_TYPE_NUMBER:
    case TIER1_TYPE_MONEY:
    case TIER1_TYPE_SCALE:
        return number(c, e, q);
    case TIER1_TYPE_DATE:
    case TIER1_TYPE_TIME:
    case TIER1_TYPE_DATETIME:
    case TIER1_TYPE_DURATION:
        return moment(c, e, q);
    case TIER1_TYPE_EMAIL:
        return make_text(e, "kim@example.org");
    case TIER1_TYPE_PHONE:
        return make_text(e, "+44 20 7946 0000");
    case TIER1_TYPE_URL:
        return make_text(e, "https://example.org/help?x=1");
    case TIER1_TYPE_FILE:
        return some_file(c, e);
    default:
        return some_text(c, e, q);
    }
}

tier1_value *random_answer(struct chance *c, tier1_engine *e,
                           const tier1_view *view)
{
    const tier1_choice *way_out = anywhere(c, &view->question);
    tier1_value *map;

    if (way_out != NULL && chance_of(c, 2))
        return make_text(e, way_out->value);
    if (view->question.type != TIER1_TYPE_FORM)
        return one_answer(c, e, &view->question);
    map = make_map(e);
    for (size_t i = 0; i < view->field_count; i++)
        if (!view->fields[i].optional || chance_of(c, 60))
            put(map, view->fields[i].name, one_answer(c, e, &view->fields[i]));
    return map;
}

static tier1_value *long_text(tier1_engine *e, size_t length)
{
    char *text = malloc(length + 1);
    tier1_value *v;

    if (text == NULL)
        exit(2);
    memset(text, 'x', length);
    text[length] = '\0';
    v = make_text(e, text);
    free(text);
    return v;
}

tier1_value *random_nonsense(struct chance *c, tier1_engine *e)
{
    static const char *const words[] = {
        "",  " ",    "xyzzy", "-1",     "1e400",      "99999999999999999999",
        "[", "%f[a", "\n\n",  "a,,b,;", "2026-02-30", "\xe2\x80\xae",
        "0", "nil",  "25:61", "{}",     "\x01\x02",   "yes no maybe"};
    tier1_value *v;

    switch (chance_below(c, 8)) {
    case 0:
        return make_null(e);
    case 1:
        return make_boolean(e, chance_of(c, 50));
    case 2:
        return make_number(e, (double)(int64_t)chance_next(c) / 1024);
    case 3:
        v = make_map(e);
        put(v, any(c, words, COUNT(words)), make_text(e, "x"));
        return v;
    case 4:
        v = make_list(e);
        add(v, make_text(e, any(c, words, COUNT(words))));
        add(v, make_list(e));
        return v;
    case 5:
        return long_text(e, 4000 + chance_below(c, 200));
    default:
        return make_text(e, any(c, words, COUNT(words)));
    }
}
