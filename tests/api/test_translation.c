/* SPDX-License-Identifier: MIT */
/* Translations: which words are shown in which language, and a session that
 * goes on in another one. */
#include "world.h"

static struct world w;

static const char flow[] =
    "tier1: 1\nid: main\ntitle: Light\nsummary: About light\n"
    "vars: {name: {type: text, default: Kim}, secret: {type: text, default: "
    "hush, disclose: agent}}\n"
    "anywhere: {person: {label: A person, also: [human], goto: many}}\n"
    "steps:\n"
    "  lamp:\n"
    "    ask: {agent: 'Is it on, {{ secret }}?', customer: 'Is it on, {{ name "
    "}}?'}\n"
    "    help: Look at it\n"
    "    choices: {a: It is on, b: {label: It is off, help: Dark}}\n"
    "    next: many\n"
    "  many: {ask: How many?, type: integer, unit: pieces, next: sure}\n"
    "  sure: {ask: Sure?, type: yes_no, next: part}\n"
    "  part: {call: sub, cases: {resolved: over}, next: over}\n"
    "  over: {resolve: 'Bye, {{ name }}.'}\n";
static const char sub[] = "tier1: 1\nid: sub\ntitle: Sub\nlanguage: gl\n"
                          "steps:\n  one: {ask: E isto?, next: back}\n"
                          "  back: {return: done}\n";
static const char pt[] =
    "tier1: 1\ntranslates: main\nlanguage: pt\ntitle: Luz\n"
    "anywhere: {person: {label: Uma pessoa, also: [gente]}}\n"
    "steps:\n"
    "  lamp:\n"
    "    ask: {customer: 'Está acesa, {{ name }}?'}\n"
    "    choices: {a: Acesa, b: {label: Apagada}}\n"
    "  many: {ask: Quantas?, unit: peças}\n"
    "  over: {resolve: 'Adeus, {{ name }}.'}\n";
static const char pt_br[] = "tier1: 1\ntranslates: main\nlanguage: pt-BR\n"
                            "steps:\n"
                            "  lamp: {help: Olhe, choices: {b: Está escura}}\n";

static void load_all(void)
{
    const char *const texts[] = {flow, pt_br, sub, pt};

    assert_int_equal(world_load(&w, texts, 4), TIER1_OK);
}

static int setup(void **state)
{
    (void)state;
    memset(&w, 0, sizeof w);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static const tier1_view *view(void)
{
    return tier1_session_view(w.session);
}

static void begin_in(const char *language, const char *audience)
{
    w.language = language;
    w.audience = audience;
    assert_int_equal(world_begin(&w), TIER1_ASK);
}

static void says_what_there_is(void **state)
{
    const tier1_flow *main_flow;
    const tier1_translation_info *t;

    (void)state;
    load_all();
    assert_int_equal(tier1_library_count(w.library), 2);
    main_flow = tier1_library_at(w.library, 0);
    assert_int_equal(tier1_flow_translation_count(main_flow), 2);
    t = tier1_flow_translation_at(main_flow, 0);
    assert_string_equal(t->language, "pt");
    assert_string_equal(t->title, "Luz");
    assert_string_equal(t->summary, "About light");
    assert_int_equal(t->texts, 12);
    assert_int_equal(t->translated, 8);
    t = tier1_flow_translation_at(main_flow, 1);
    assert_string_equal(t->language, "pt-BR");
    assert_string_equal(t->title, "Luz");
    assert_int_equal(t->translated, 9);
    assert_null(tier1_flow_translation_at(main_flow, 2));
    assert_ptr_equal(tier1_flow_translation(main_flow, "PT-br"), t);
    assert_string_equal(tier1_flow_translation(main_flow, "pt-PT")->language,
                        "pt");
    assert_null(tier1_flow_translation(main_flow, "en-GB"));
    assert_null(tier1_flow_translation(main_flow, "p"));
    assert_null(tier1_flow_translation(main_flow, NULL));
    assert_int_equal(
        tier1_flow_translation_count(tier1_library_at(w.library, 1)), 0);
}

static void falls_back(void **state)
{
    (void)state;
    load_all();
    begin_in("pt-BR", "customer");
    assert_string_equal(view()->text, "Está acesa, Kim?");
    assert_string_equal(view()->help, "Olhe");
    assert_string_equal(view()->language, "pt-BR");
    assert_string_equal(view()->question.choices[0].label, "Acesa");
    assert_string_equal(view()->question.choices[1].label, "Está escura");
    assert_string_equal(view()->question.choices[1].help, "Dark");
    begin_in("pt-PT", "customer");
    assert_string_equal(view()->help, "Look at it");
    assert_string_equal(view()->question.choices[1].label, "Apagada");
    /* the agent's words are not translated, and stay the agent's */
    begin_in("pt", "agent");
    assert_string_equal(view()->text, "Is it on, hush?");
    assert_string_equal(view()->question.choices[0].label, "Acesa");
    begin_in("en", "customer");
    assert_string_equal(view()->text, "Is it on, Kim?");
    begin_in("xx", "customer");
    assert_string_equal(view()->question.choices[0].label, "It is on");
}

/* What is typed is found in either language. */
static void takes_both(void **state)
{
    (void)state;
    load_all();
    begin_in("pt", "customer");
    answer(&w, "acesa", "many");
    begin_in("pt", "customer");
    answer(&w, "b", "many");
    begin_in("pt", "customer");
    answer(&w, "gente", "many");
    begin_in("pt", "customer");
    answer(&w, "human", "many");
    assert_string_equal(view()->question.unit, "peças");
    answer(&w, "3 peças", "sure");
    begin_in("pt", "customer");
    answer(&w, "a", "many");
    answer(&w, "3 pieces", "sure");
    assert_string_equal(view()->question.choices[0].label, "Sim");
    answer(&w, "sim", "one");
    assert_string_equal(view()->text, "E isto?");
    answer_ends(&w, "x", TIER1_RESOLVED, "solved", "over");
    assert_string_equal(tier1_session_outcome(w.session)->text, "Adeus, Kim.");
}

static bool packet_has(const char *words)
{
    tier1_buf packet = TIER1_BUF_INIT;
    bool found;

    assert_int_equal(
        tier1_packet_render(&packet, w.session, TIER1_PACKET_JSON, NULL),
        TIER1_OK);
    found = strstr(packet.ptr, words) != NULL;
    tier1_buf_dispose(&packet);
    return found;
}

static void goes_on_in_another(void **state)
{
    (void)state;
    load_all();
    begin_in(NULL, "customer");
    assert_string_equal(tier1_session_language(w.session), "en");
    assert_string_equal(view()->question.choices[0].label, "It is on");
    assert_int_equal(tier1_session_set_language(w.session, "pt-BR"), TIER1_ASK);
    assert_string_equal(tier1_session_language(w.session), "pt-BR");
    assert_string_equal(view()->text, "Está acesa, Kim?");
    assert_string_equal(view()->question.choices[1].label, "Está escura");
    answer(&w, "b", "many");
    assert_string_equal(view()->text, "Quantas?");
    assert_int_equal(tier1_session_set_language(w.session, "en"), TIER1_ASK);
    assert_string_equal(view()->text, "How many?");
    assert_string_equal(view()->question.unit, "pieces");
    assert_int_equal(tier1_session_back(w.session), TIER1_ASK);
    assert_string_equal(view()->text, "Is it on, Kim?");
    assert_int_equal(tier1_session_set_language(w.session, "pt"), TIER1_ASK);
    answer(&w, "a", "many");
    /* the packet has the words that were answered */
    assert_int_equal(tier1_session_escalate(w.session, NULL), TIER1_DONE);
    assert_true(packet_has("\"language\": \"pt\"") ||
                packet_has("\"language\":\"pt\""));
    assert_true(packet_has("Está acesa, Kim?"));
    assert_int_equal(tier1_session_set_language(w.session, "en"),
                     TIER1_EREFUSED);
}

static void is_written_down(void **state)
{
    tier1_buf record = TIER1_BUF_INIT, again = TIER1_BUF_INIT;
    tier1_session *other = NULL;

    (void)state;
    load_all();
    begin_in("pt", "customer");
    answer(&w, "apagada", "many");
    assert_int_equal(tier1_session_set_language(w.session, "en"), TIER1_ASK);
    answer(&w, "2", "sure");
    assert_int_equal(tier1_session_set_language(w.session, "pt-BR"), TIER1_ASK);
    assert_int_equal(tier1_session_record(&record, w.session), TIER1_OK);
    assert_non_null(strstr(record.ptr, "\"language\""));
    assert_int_equal(tier1_session_replay(&other, w.engine, w.library,
                                          record.ptr, record.len, NULL),
                     TIER1_ASK);
    assert_string_equal(tier1_session_language(other), "pt-BR");
    assert_string_equal(tier1_session_view(other)->question.choices[0].label,
                        "Sim");
    assert_int_equal(tier1_session_record(&again, other), TIER1_OK);
    assert_string_equal(record.ptr, again.ptr);
    tier1_session_free(other);
    tier1_buf_dispose(&record);
    tier1_buf_dispose(&again);
}

/* A label that was typed is another one by the time that it is given again. */
static void revises_over_a_switch(void **state)
{
    (void)state;
    load_all();
    begin_in("pt", "customer");
    answer(&w, "acesa", "many");
    answer(&w, "2", "sure");
    answer(&w, "sim", "one");
    assert_int_equal(tier1_session_set_language(w.session, "en"), TIER1_ASK);
    {
        tier1_value *v = value_of(&w, "5");
        assert_int_equal(tier1_session_revise(w.session, "many", v, NULL),
                         TIER1_ASK);
        tier1_value_free(v);
    }
    is_at(&w, "one");
    assert_string_equal(tier1_session_language(w.session), "en");
}

static void refuses_what_is_no_language(void **state)
{
    (void)state;
    load_all();
    begin_in(NULL, NULL);
    assert_int_equal(tier1_session_set_language(w.session, "p t"),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_set_language(w.session, NULL),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_session_set_language(NULL, "pt"), TIER1_EMISUSE);
    assert_null(tier1_session_language(NULL));
}

/* ---- loading ----------------------------------------------------------- */

static void finds(const char *const *texts, size_t count, const char *rule,
                  const char *words)
{
    tier1_source sources[8];
    tier1_diagnostics *list = NULL;
    const tier1_diagnostic *d;

    if (w.engine == NULL)
        world_open(&w);
    for (size_t i = 0; i < count; i++)
        sources[i] = (tier1_source){"flow.yaml", texts[i], strlen(texts[i])};
    assert_int_equal(
        tier1_library_load(&w.library, &list, w.engine, sources, count, NULL),
        TIER1_EFLOW);
    d = tier1_diagnostics_at(list, 0);
    assert_string_equal(d->rule, rule);
    if (strstr(d->message, words) == NULL)
        fail_msg("%s", d->message);
    tier1_diagnostics_free(list);
}

static void is_of_a_flow(void **state)
{
    const char *const alone[] = {pt};
    const char *const own[] = {sub,
                               "tier1: 1\ntranslates: sub\nlanguage: GL\n"};
    const char *const twice[] = {flow, pt, sub, pt};
    const char *const near[] = {sub,
                                "tier1: 1\ntranslates: subb\nlanguage: pt\n"};

    (void)state;
    finds(alone, 1, "unknown-flow", "no flow 'main' to translate");
    finds(own, 2, "duplicate-language", "in 'GL' itself");
    finds(twice, 4, "duplicate-language", "into 'pt' too");
    finds(near, 2, "unknown-flow", "'subb'");
}

/* What lies beside the flow, by the host's callbacks. */
struct beside {
    int listed, read;
    size_t count; /* of files */
};

static int list_beside(void *ud, const char *from, const char *id,
                       tier1_buf *out)
{
    const struct beside *b = ud;
    char names[4000];
    size_t at = 0;

    assert_string_equal(from, "main.yaml");
    assert_string_equal(id, "main");
    for (size_t i = 0; i < b->count; i++)
        at += (size_t)snprintf(names + at, sizeof names - at, "main.%c%c.yaml",
                               (int)('a' + i / 26), (int)('a' + i % 26)) +
              1;
    return b->listed == TIER1_OK ? tier1_buf_set(out, names, at) : b->listed;
}

static int read_beside(void *ud, const char *from, const char *name,
                       tier1_buf *out, tier1_buf *path)
{
    const struct beside *b = ud;
    char text[100];

    (void)from;
    (void)path;
    (void)snprintf(text, sizeof text,
                   "tier1: 1\ntranslates: main\nlanguage: %.2s\n", name + 5);
    return b->read == TIER1_OK ? tier1_buf_set(out, text, strlen(text))
                               : b->read;
}

static int load_beside(struct beside *b, char rule[64])
{
    static const char one[] =
        "tier1: 1\nid: main\ntitle: T\nsteps: {a: {resolve: x}}\n";
    const tier1_source source = {"main.yaml", one, sizeof one - 1};
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    tier1_diagnostics *list = NULL;
    int rc;

    o.list = list_beside;
    o.read = read_beside;
    o.ud = b;
    if (w.engine == NULL)
        world_open(&w);
    tier1_library_free(w.library);
    rc = tier1_library_load(&w.library, &list, w.engine, &source, 1, &o);
    (void)snprintf(rule, 64, "%s",
                   tier1_diagnostics_count(list)
                       ? tier1_diagnostics_at(list, 0)->rule
                       : "");
    tier1_diagnostics_free(list);
    return rc;
}

static void asks_the_host(void **state)
{
    struct beside b = {TIER1_OK, TIER1_OK, 3};
    char rule[64];

    (void)state;
    assert_int_equal(load_beside(&b, rule), TIER1_OK);
    assert_int_equal(
        tier1_flow_translation_count(tier1_library_at(w.library, 0)), 3);
    b.count = 101;
    assert_int_equal(load_beside(&b, rule), TIER1_EFLOW);
    assert_string_equal(rule, "too-many-translations");
    b.count = 1;
    b.read = TIER1_EREAD;
    assert_int_equal(load_beside(&b, rule), TIER1_EFLOW);
    assert_string_equal(rule, "missing-file");
    b.read = TIER1_ENOMEM;
    assert_int_equal(load_beside(&b, rule), TIER1_ENOMEM);
    b.listed = TIER1_EREAD;
    assert_int_equal(load_beside(&b, rule), TIER1_EFLOW);
    assert_string_equal(rule, "missing-file");
    b.listed = TIER1_ENOTFOUND;
    assert_int_equal(load_beside(&b, rule), TIER1_OK);
    b.listed = TIER1_ENOMEM;
    assert_int_equal(load_beside(&b, rule), TIER1_ENOMEM);
}

static void stamps(void **state)
{
    char a[TIER1_STAMP_BYTES], b[TIER1_STAMP_BYTES];

    (void)state;
    tier1_translation_stamp(a, "x {{ y }}", 9);
    tier1_translation_stamp(b, "x {{y}}", 7);
    assert_string_equal(a, b);
    assert_int_equal(strlen(a), 16);
    tier1_translation_stamp(b, "x  {{y}}", 8);
    assert_string_not_equal(a, b);
    tier1_translation_stamp(b, "x {{ y ", 7);
    assert_string_not_equal(a, b);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_what_there_is),
        TEST(falls_back),
        TEST(takes_both),
        TEST(goes_on_in_another),
        TEST(is_written_down),
        TEST(revises_over_a_switch),
        TEST(refuses_what_is_no_language),
        TEST(is_of_a_flow),
        TEST(asks_the_host),
        TEST(stamps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
