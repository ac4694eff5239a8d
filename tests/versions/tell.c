/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tell.h"

void tell_text(const char *text)
{
    if (text == NULL) {
        (void)fputs("null", stdout);
        return;
    }
    (void)putchar('"');
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20)
            printf("\\u%04x", (unsigned)*text);
        else if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else
            (void)putchar(*text);
    }
    (void)putchar('"');
}

void tell_field(const char *key, const char *text)
{
    printf("\"%s\": ", key);
    tell_text(text);
    (void)fputs(", ", stdout);
}

void tell_value(tier1_engine *engine, const tier1_value *value)
{
    tier1_buf json = TIER1_BUF_INIT;

    if (tier1_value_to_json(&json, engine, value, 0) != TIER1_OK)
        exit(2);
    (void)fputs(json.ptr, stdout);
    tier1_buf_dispose(&json);
}

static void tell_way(tier1_engine *engine, const tier1_session *s)
{
    tier1_visit v;

    (void)fputs("\"way\": [", stdout);
    for (size_t i = 0; tier1_session_visit(s, i, &v); i++) {
        printf("%s{\"depth\": %d, \"undone\": %d, ", i > 0 ? ", " : "", v.depth,
               v.undone);
        tell_field("flow", v.flow);
        tell_field("step", v.step);
        tell_field("kind", tier1_kind_text(v.kind));
        tell_field("route", v.route);
        (void)fputs("\"answer\": ", stdout);
        tell_value(engine, v.answer);
        (void)putchar('}');
    }
    (void)fputs("], ", stdout);
}

static void tell_changes(const tier1_session *s)
{
    static const char *const words[] = {"", "kept", "remembered", "asked again",
                                        "dropped"};
    tier1_change c;

    (void)fputs("\"changes\": [", stdout);
    for (size_t i = 0; tier1_session_change(s, i, &c); i++) {
        printf("%s[", i > 0 ? ", " : "");
        tell_text(c.flow);
        (void)putchar(',');
        tell_text(c.step);
        printf(",\"%s\",", words[c.fate]);
        tell_text(c.reason);
        (void)putchar(']');
    }
    (void)fputs("], ", stdout);
}

void tell_lines(const char *key, const tier1_buf *json)
{
    printf("\"%s\": ", key);
    for (size_t i = 0; i < json->len; i++) /* one line */
        (void)putchar(json->ptr[i] == '\n' ? ' ' : json->ptr[i]);
    (void)fputs(", ", stdout);
}

void tell_session(tier1_engine *engine, const tier1_session *s)
{
    static const char *const states[] = {
        [TIER1_ASK] = "ask", [TIER1_DONE] = "done", [TIER1_WAIT] = "wait"};
    const tier1_outcome *o = tier1_session_outcome(s);
    tier1_buf record = TIER1_BUF_INIT;

    tell_field("state", states[tier1_session_state(s)]);
    tell_field("flow", o->flow);
    tell_field("step", o->step);
    tell_field("reason", o->reason);
    tell_way(engine, s);
    tell_changes(s);
    if (tier1_session_record(&record, s) != TIER1_OK)
        exit(2);
    tell_lines("record", &record);
    tier1_buf_dispose(&record);
}
