/* SPDX-License-Identifier: MIT */
/* Every text that walks in a language show, in hexadecimal, one a line:
 * i18n_shown LANGUAGE AUDIENCE FLOW… */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

static void put(const char *text)
{
    if (!text)
        return;
    for (; *text; text++)
        printf("%02x", (unsigned)(unsigned char)*text);
    putchar('\n');
}

static void put_question(const tier1_question *q)
{
    put(q->label);
    put(q->unit);
    put(q->low_label);
    put(q->high_label);
    for (size_t i = 0; i < q->choice_count; i++) {
        put(q->choices[i].label);
        put(q->choices[i].help);
    }
}

static void put_view(const tier1_view *v)
{
    put(v->title);
    put(v->text);
    put(v->help);
    put(v->note);
    for (size_t i = 0; i < v->media_count; i++)
        put(v->media[i].alt);
    put_question(&v->question);
    for (size_t i = 0; i < v->field_count; i++)
        put_question(&v->fields[i]);
}

/* The first choice, or what any other question takes. */
static int answer(tier1_session *s, tier1_engine *engine)
{
    const tier1_view *v = tier1_session_view(s);
    tier1_value *nothing = NULL;
    int rc;
    if (v->kind == TIER1_KIND_FORM) {
        rc = tier1_value_new_map(&nothing, engine);
        if (rc == TIER1_OK)
            rc = tier1_session_answer_value(s, nothing);
        tier1_value_free(nothing);
        return rc;
    }
    if (v->question.choice_count && !v->question.choices[0].anywhere)
        return tier1_session_answer(s, v->question.choices[0].value);
    return tier1_session_answer(s,
                                v->question.type == TIER1_TYPE_NONE ? "" : "1");
}

static int walk(tier1_engine *engine, const tier1_flow *flow,
                const char *language, const char *audience)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    const tier1_translation_info *about =
        tier1_flow_translation(flow, language);
    tier1_session *s = NULL;
    o.language = language;
    o.audience = audience;
    if (about) {
        put(about->title);
        put(about->summary);
    }
    int rc = tier1_session_start(&s, engine, flow, &o);
    while (rc == TIER1_ASK) {
        put_view(tier1_session_view(s));
        rc = answer(s, engine);
    }
    if (rc == TIER1_DONE)
        put_view(tier1_session_view(s));
    else
        fprintf(stderr, "%s: %s: %s\n", tier1_flow_about(flow)->file,
                tier1_status_text(rc),
                s ? tier1_session_view(s)->step : tier1_engine_problem(engine));
    tier1_session_free(s);
    return rc == TIER1_DONE;
}

int main(int argc, char **argv)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    int good = argc > 3;
    tier1_posix_engine(&o);
    if (tier1_engine_new(&engine, &o) != TIER1_OK)
        return EXIT_FAILURE;
    for (int i = 3; i < argc && good; i++) {
        tier1_library *library = NULL;
        good = tier1_posix_load(&library, NULL, engine, argv[i]) == TIER1_OK;
        if (!good)
            fprintf(stderr, "%s: it cannot be loaded\n", argv[i]);
        printf("= %s\n", argv[i]);
        good = good &&
               walk(engine, tier1_library_at(library, 0), argv[1], argv[2]);
        tier1_library_free(library);
    }
    tier1_engine_free(engine);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
