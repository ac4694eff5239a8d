/* SPDX-License-Identifier: MIT */
/* Walks the vectors again and holds each call, and what is left at the end,
 * against what stands there.
 *
 *     replay FILE…
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"
#include "walker.h"

static size_t walks, agree;

/* What an action says of itself; all else is what came of it. */
static int told(const char *key)
{
    static const char *const words[] = {"at",     "call", "text", "value",
                                        "token",  "step", "why",  "to",
                                        "status", NULL};

    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], key) == 0)
            return 1;
    return 0;
}

/* From a little before the first byte that differs. */
static const char *near(const char *text, size_t at)
{
    return text + (at > 30 ? at - 30 : 0);
}

static int differs(const char *place, const char *key, const char *expected,
                   const char *got)
{
    size_t at = 0;

    while (expected[at] && expected[at] == got[at])
        at++;
    if (expected[at] == got[at])
        return 0;
    (void)printf("not ok %s: %s differs at byte %zu\n"
                 "    expected …%.120s\n    got      …%.120s\n",
                 place, key, at, near(expected, at), near(got, at));
    return 1;
}

static int held(const char *place, const char *key, const tier1_value *expected,
                const tier1_value *got)
{
    int wrong;

    if (!expected || !got)
        return differs(place, key, expected ? "(something)" : "(nothing)",
                       got ? "(something)" : "(nothing)");
    if (tier1_value_kind(expected) == TIER1_TEXT &&
        tier1_value_kind(got) == TIER1_TEXT)
        return differs(place, key, tier1_value_text(expected),
                       tier1_value_text(got));
    tier1_buf a = value_line(expected), b = value_line(got);
    wrong = differs(place, key, a.ptr, b.ptr);
    tier1_buf_dispose(&a);
    tier1_buf_dispose(&b);
    return wrong;
}

/* Does all that was got stand in `expected`, and nothing else but what
 * `passed` lets by? Frees `got`. */
static int hold(const char *place, const tier1_value *expected,
                tier1_value *got, int (*passed)(const char *key))
{
    int wrong = 0;

    for (size_t i = 0; !wrong && i < tier1_value_count(got); i++) {
        const char *key = tier1_value_key(got, i);
        wrong = held(place, key, tier1_value_get(expected, key),
                     tier1_value_at(got, i));
    }
    for (size_t i = 0; !wrong && i < tier1_value_count(expected); i++) {
        const char *key = tier1_value_key(expected, i);
        if (!passed || !passed(key))
            wrong = held(place, key, tier1_value_at(expected, i),
                         tier1_value_get(got, key));
    }
    tier1_value_free(got);
    return wrong;
}

/* One form after the other, so that a difference is shown where it is. */
static int hold_packets(const char *place, const tier1_value *end,
                        tier1_value *got)
{
    int wrong = 0;

    for (size_t i = 0; !wrong && i < tier1_value_count(got); i++) {
        const char *key = tier1_value_key(got, i);
        const tier1_value *item = tier1_value_at(got, i);
        if (strcmp(key, "packets") == 0 || strcmp(key, "customer") == 0)
            wrong =
                hold(place, tier1_value_get(end, key), value_copy(item), NULL);
    }
    if (!wrong)
        return hold(place, end, got, NULL);
    tier1_value_free(got);
    return wrong;
}

static int walk(const tier1_library *library, const tier1_value *one)
{
    const tier1_value *actions = tier1_value_get(one, "actions");
    const tier1_value *end = tier1_value_get(one, "end");
    const char *name = text_of(one, "name");
    struct walker w;
    char place[300];

    (void)snprintf(place, sizeof(place), "%s: start", name);
    int wrong = hold(place, tier1_value_get(one, "start"),
                     walker_start(&w, library, one), NULL);
    for (size_t i = 0; !wrong && i < tier1_value_count(actions); i++) {
        const tier1_value *action = tier1_value_at(actions, i);
        (void)snprintf(place, sizeof(place), "%s: action %zu (%s)", name, i + 1,
                       text_of(action, "call"));
        wrong = hold(place, action, walker_call(&w, action), told);
    }
    (void)snprintf(place, sizeof(place), "%s: end", name);
    if (!wrong)
        wrong = hold_packets(
            place, end,
            walker_end(&w, tier1_value_get(end, "customer") != NULL));
    walker_free(&w);
    return wrong;
}

static tier1_value *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t length = 0, room = 0;

    if (!file) {
        perror(path);
        exit(2);
    }
    do {
        room += 1u << 20;
        bytes = realloc(bytes, room);
        if (!bytes)
            exit(2);
        length += fread(bytes + length, 1, room - length, file);
    } while (length == room);
    (void)fclose(file);
    tier1_value *value = value_read(bytes, length);
    free(bytes);
    return value;
}

static void replay(const char *path)
{
    tier1_value *file = read_file(path);
    const tier1_value *list = tier1_value_get(file, "walks");
    tier1_library *library = walker_library(file);

    for (size_t i = 0; i < tier1_value_count(list); i++) {
        walks++;
        agree += !walk(library, tier1_value_at(list, i));
    }
    tier1_library_free(library);
    tier1_value_free(file);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    value_end();
    (void)printf("%zu of %zu walks agree\n", agree, walks);
    return walks && agree == walks ? EXIT_SUCCESS : EXIT_FAILURE;
}
