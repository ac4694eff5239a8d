/* SPDX-License-Identifier: MIT */
/* An embedder that cares for its locale: sets that of the environment, walks a
 * flow by the answers that it is given, and prints all that comes of it. What
 * its locale does to a number goes to standard error.
 *
 *     walk FLOW ANSWER…     "<" takes the last one back
 */
#define _XOPEN_SOURCE 700
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

static int64_t now = INT64_C(1767603600000);

static int64_t clock_goes(void *ud)
{
    (void)ud;
    return now += 1500;
}

static int not_random(void *ud, void *out, size_t length)
{
    (void)ud;
    memset(out, 0x5a, length);
    return 0;
}

static int line(void *ud, const tier1_call *call, tier1_value **result)
{
    static const char json[] = "{\"db\":40.5,\"text\":\"stra\\u00dfe\",\"b\":2,"
                               "\"a\":1.5,\"10\":\"x\",\"9\":\"y\"}";

    (void)ud;
    return tier1_value_from_json(result, call->engine, json, sizeof json - 1);
}

static void show_view(const tier1_session *s)
{
    const tier1_view *v = tier1_session_view(s);

    (void)printf("%s: %s (%s) %s\n", v->step, v->text, v->note ? v->note : "",
                 v->problem ? v->problem : "");
    (void)printf("  %s..%s\n", v->question.min ? v->question.min : "",
                 v->question.max ? v->question.max : "");
    for (size_t i = 0; i < v->question.choice_count; i++)
        (void)printf("  %s\n", v->question.choices[i].label);
}

static void show_rest(tier1_engine *e, const tier1_session *s)
{
    tier1_buf text = TIER1_BUF_INIT;
    tier1_variable_info info;

    for (size_t i = 0; tier1_flow_variable(tier1_session_flow(s), i, &info);
         i++)
        if (tier1_value_to_json(&text, e, tier1_session_variable(s, info.name),
                                0) == TIER1_OK)
            (void)printf("%s %s\n", info.name, text.ptr);
    for (int i = TIER1_PACKET_JSON; i <= TIER1_PACKET_TEXT; i++)
        if (tier1_packet_render(&text, s, (tier1_packet_form)i, NULL) ==
            TIER1_OK)
            (void)printf("%s\n", text.ptr);
    (void)printf("%s\n", tier1_session_id(s));
    tier1_buf_dispose(&text);
}

static int walk(tier1_engine *e, tier1_library *library, char **answers)
{
    tier1_session *s = NULL;
    int rc = tier1_session_start(&s, e, tier1_library_at(library, 0), NULL);

    for (; rc > 0 && *answers && rc != TIER1_DONE; answers++) {
        show_view(s);
        rc = strcmp(*answers, "<") == 0 ? tier1_session_back(s)
                                        : tier1_session_answer(s, *answers);
        if (rc == TIER1_EANSWER)
            rc = tier1_session_state(s);
    }
    if (rc == TIER1_DONE)
        show_rest(e, s);
    tier1_session_free(s);
    return rc == TIER1_DONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *e = NULL;
    tier1_library *library = NULL;
    int status = EXIT_FAILURE;

    if (argc < 2 || !setlocale(LC_ALL, ""))
        return 2;
    tzset();
    (void)fprintf(stderr, "%.1f %ld\n", 1.5, timezone);
    o.clock = clock_goes;
    o.random = not_random;
    if (tier1_engine_new(&e, &o) == TIER1_OK &&
        tier1_engine_host(e, "line", line, NULL) == TIER1_OK &&
        tier1_posix_load(&library, NULL, e, argv[1]) == TIER1_OK)
        status = walk(e, library, argv + 2);
    tier1_library_free(library);
    tier1_engine_free(e);
    return status;
}
