/* SPDX-License-Identifier: MIT */
/* What was told is written down as a case of a test file: what is given, what
 * was said, and what came of it in the record. */
#include <string.h>

#include "author/mem.h"
#include "author/retell.h"
#include "author/write.h"

/* A line that is longer is written as several. */
#define WIDTH 96

static const char *text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

/* ---- how it began ------------------------------------------------------ */

static void put_word(struct line *out, const tier1_value *session,
                     const char *key)
{
    const char *word = text(session, key);
    if (!word)
        return;
    tier1__line_say(out, "    ", key, ": ", NULL);
    tier1__write_text(out, word, SCALAR_BLOCK);
    tier1__line_add(out, "\n");
}

static void put_pair(struct line *out, const char *key, bool *first)
{
    tier1__line_add(out, *first ? "    given: {" : ", ");
    tier1__write_text(out, key, SCALAR_CONSTANT);
    tier1__line_add(out, ": ");
    *first = false;
}

/* What the file gives to all its cases, and the record was not given, is taken
 * away. */
static void put_given(struct line *out, const struct retelling *r,
                      const tier1_value *given, const tier1_node *shared)
{
    bool first = true;
    for (size_t i = 0; i < tier1_value_count(given); i++) {
        const tier1_value *v = tier1_value_at(given, i);
        if (tier1_value_kind(v) == TIER1_NULL)
            continue;
        put_pair(out, tier1_value_key(given, i), &first);
        tier1__write_constant(out, r->engine, v);
    }
    for (size_t i = 0; shared && i < shared->count; i++) {
        const char *key = shared->pairs[i].key->text;
        if (tier1_value_kind(tier1_value_get(given, key)) != TIER1_NULL)
            continue;
        put_pair(out, key, &first);
        tier1__line_add(out, "null");
    }
    tier1__line_add(out, first ? "" : "}\n");
}

static void put_digits(char *out, size_t digits, uint64_t number)
{
    while (digits > 0) {
        out[--digits] = (char)('0' + number % 10);
        number /= 10;
    }
}

/* "2026-01-05T09:00:00.000Z" (Howard Hinnant's civil_from_days). */
void tier1__retell_time(char out[25], int64_t ms)
{
    int64_t days = ms / 86400000 - (ms % 86400000 < 0);
    uint64_t rest = (uint64_t)(ms - days * 86400000);
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t of_era = z - era * 146097;
    int64_t of_years =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * of_years + of_years / 4 - of_years / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    int64_t month = shifted + (shifted < 10 ? 3 : -9);
    int64_t year = of_years + era * 400 + (month <= 2);
    memcpy(out, "0000-00-00T00:00:00.000Z", 25);
    put_digits(out, 4, (uint64_t)(year < 0 ? 0 : year));
    put_digits(out + 5, 2, (uint64_t)month);
    put_digits(out + 8, 2, (uint64_t)(of_year - (153 * shifted + 2) / 5 + 1));
    put_digits(out + 11, 2, rest / 3600000);
    put_digits(out + 14, 2, rest / 60000 % 60);
    put_digits(out + 17, 2, rest / 1000 % 60);
    put_digits(out + 20, 3, rest % 1000);
}

static void put_beginning(struct line *out, const struct retelling *r,
                          const tier1_node *shared)
{
    const tier1_value *s = tier1_value_get(r->doc, "session");
    const tier1_value *history = tier1_value_get(s, "history");
    const char *audience = text(s, "audience");
    char now[25];
    if (audience && strcmp(audience, "agent") != 0)
        put_word(out, s, "audience");
    put_word(out, s, "language");
    put_word(out, s, "channel");
    put_word(out, s, "owner");
    if (r->manner.now) {
        tier1__retell_time(now, tier1_value_integer(tier1_value_get(s, "at")));
        tier1__line_say(out, "    now: ", now, "\n", NULL);
    }
    put_given(out, r, tier1_value_get(s, "given"), shared);
    if (!tier1_value_count(history))
        return;
    tier1__line_add(out, "    history:\n");
    for (size_t i = 0; i < tier1_value_count(history); i++) {
        tier1__line_add(out, "      - ");
        tier1__write_constant(out, r->engine, tier1_value_at(history, i));
        tier1__line_add(out, "\n");
    }
}

/* ---- what was said ----------------------------------------------------- */

static bool is_result(const struct told *t)
{
    return t->name != NULL;
}

/* Errors and late results are items; so all of the function are, for a list
 * of its results has no place for one that comes later. */
static bool in_list(const struct retelling *r, const char *name)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct told *t = &r->told[i];
        if (is_result(t) && strcmp(t->name, name) == 0 &&
            (t->item || t->kind != ITEM_HOST))
            return false;
    }
    return true;
}

static bool named_before(const struct retelling *r, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (is_result(&r->told[i]) &&
            strcmp(r->told[i].name, r->told[index].name) == 0)
            return true;
    return false;
}

static void put_function(struct line *out, const struct retelling *r,
                         const char *name)
{
    const char *comma = "";
    tier1__line_add(out, "      ");
    tier1__write_text(out, name, SCALAR_CONSTANT);
    tier1__line_add(out, ": [");
    for (size_t i = 0; i < r->count; i++) {
        if (!is_result(&r->told[i]) || strcmp(r->told[i].name, name) != 0)
            continue;
        tier1__line_add(out, comma);
        tier1__write_constant(out, r->engine, r->told[i].value);
        comma = ", ";
    }
    tier1__line_add(out, "]\n");
}

static void put_host(struct line *out, const struct retelling *r)
{
    bool first = true;
    for (size_t i = 0; i < r->count; i++) {
        if (!is_result(&r->told[i]) || named_before(r, i) ||
            !in_list(r, r->told[i].name))
            continue;
        tier1__line_add(out, first ? "    host:\n" : "");
        put_function(out, r, r->told[i].name);
        first = false;
    }
}

static void put_why(struct line *out, const char *key, const char *why)
{
    tier1__line_say(out, "{", key, ": ", NULL);
    tier1__write_text(out, why ? why : "", SCALAR_ANSWER);
    tier1__line_add(out, "}");
}

static void put_answer(struct line *out, const struct retelling *r,
                       const struct told *t)
{
    if (t->yes_no && tier1_value_kind(t->value) == TIER1_BOOLEAN)
        tier1__line_add(out,
                        tier1_value_boolean(t->value) ? "\"yes\"" : "\"no\"");
    else if (t->constant && tier1_value_count(t->value))
        tier1__write_constant(out, r->engine, t->value);
    else
        tier1__write_answer(out, r->engine, t->value);
}

static void put_item(struct line *out, const struct retelling *r,
                     const struct told *t)
{
    switch (t->kind) {
    case ITEM_ANSWER:
        put_answer(out, r, t);
        return;
    case ITEM_BACK:
        tier1__line_add(out, "{back: ");
        tier1__line_number(out, t->count);
        tier1__line_add(out, "}");
        return;
    case ITEM_ESCALATE:
        put_why(out, "escalate", t->text);
        return;
    case ITEM_ABANDON:
        put_why(out, "abandon", t->text);
        return;
    case ITEM_TRANSFER:
        put_why(out, "transfer", t->text);
        return;
    case ITEM_LANGUAGE:
        put_why(out, "language", t->text);
        return;
    case ITEM_ERROR:
        put_why(out, "error", t->text);
        return;
    case ITEM_TIMEOUT:
        tier1__line_add(out, "{timeout: true}");
        return;
    case ITEM_STAY:
        tier1__line_say(out, "{stay: ", t->step, "}", NULL);
        return;
    case ITEM_HOST:
        tier1__line_add(out, "{host: ");
        tier1__write_constant(out, r->engine, t->value);
        tier1__line_add(out, "}");
        return;
    case ITEM_REVISE:
        tier1__line_say(out, "{revise: {", t->step, ": ", NULL);
        tier1__write_answer(out, r->engine, t->value);
        tier1__line_add(out, "}}");
        return;
    case ITEM_REJECT:
    case ITEM_ADVICE:
        tier1__line_add(out,
                        t->kind == ITEM_REJECT ? "{reject: " : "{advice: ");
        put_answer(out, r, t);
        tier1__line_add(out, "}");
        return;
    }
}

static bool is_item(const struct retelling *r, const struct told *t)
{
    return !is_result(t) || !in_list(r, t->name);
}

static void put_answers(struct line *out, const struct retelling *r)
{
    struct line all = LINE_INIT, rows = LINE_INIT;
    for (size_t i = 0; i < r->count; i++) {
        if (!is_item(r, &r->told[i]))
            continue;
        tier1__line_add(&all, all.length ? ", " : "");
        put_item(&all, r, &r->told[i]);
        tier1__line_add(&rows, "      - ");
        put_item(&rows, r, &r->told[i]);
        tier1__line_add(&rows, "\n");
    }
    if (all.length > WIDTH)
        tier1__line_say(out, "    answers:\n", rows.text, NULL);
    else if (all.length)
        tier1__line_say(out, "    answers: [", all.text, "]\n", NULL);
    out->failed = out->failed || all.failed || rows.failed;
    tier1__line_dispose(&all);
    tier1__line_dispose(&rows);
}

/* ---- what came of it --------------------------------------------------- */

/* The path as words; a line that grows too long goes on in the next one. */
static void put_path(struct line *out, const tier1_session *session)
{
    tier1_visit visit;
    size_t width = 0;
    tier1__line_add(out, "      path:");
    for (size_t i = 0; tier1_session_visit(session, i, &visit); i++) {
        if (visit.undone)
            continue;
        char *word = tier1__step_word(session, visit.flow, visit.step);
        size_t length = word ? strlen(word) : 0;
        bool wraps = width && width + length > WIDTH;
        tier1__line_say(out, wraps ? "\n        " : " ", word ? word : "",
                        NULL);
        width = (wraps ? 0 : width) + length + 1;
        out->failed = out->failed || !word;
        tier1__author_free(word);
    }
    tier1__line_add(out, width ? "\n" : " []\n");
}

static void put_end(struct line *out, const tier1_outcome *end)
{
    bool resolved = end->end == TIER1_RESOLVED;
    tier1__line_say(
        out, "      packet: {",
        resolved ? "resolution: {as: " : "escalation: {reason: ", NULL);
    tier1__write_text(out, end->reason ? end->reason : "", SCALAR_CONSTANT);
    if (end->code) {
        tier1__line_add(out, ", code: ");
        tier1__write_text(out, end->code, SCALAR_CONSTANT);
    }
    tier1__line_add(out, "}}\n");
}

void tier1__retell_expect(struct line *out, const tier1_session *session)
{
    const tier1_outcome *end = tier1_session_outcome(session);
    bool waits = tier1_session_state(session) == TIER1_WAIT;
    char *at = tier1__step_word(session, end->flow, end->step);
    tier1__line_say(out, "    expect:\n      outcome: ",
                    waits ? "waiting" : tier1_end_text(end->end),
                    "\n      at: ", at ? at : "", "\n", NULL);
    out->failed = out->failed || !at;
    tier1__author_free(at);
    put_path(out, session);
    if (tier1_session_state(session) == TIER1_DONE)
        put_end(out, end);
}

void tier1__retell_write(struct line *out, const struct retelling *r,
                         const tier1_session *session, const char *name,
                         const tier1_node *shared)
{
    tier1__line_add(out, "  - name: ");
    tier1__write_text(out, name, SCALAR_BLOCK);
    tier1__line_add(out, "\n");
    put_beginning(out, r, shared);
    put_host(out, r);
    put_answers(out, r);
    tier1__retell_expect(out, session);
}
