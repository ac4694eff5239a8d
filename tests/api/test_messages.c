/* SPDX-License-Identifier: MIT */
/* Why an answer is refused, in the words of the session's language. */
#include "world.h"

static struct world w;

static const char flow[] =
    "tier1: 1\nid: main\ntitle: Main\n"
    "vars: {amount: {type: integer, given: optional, max: 9}}\n"
    "steps:\n"
    "  sure: {ask: Sure?, type: yes_no, next: many}\n"
    "  many: {ask: Many?, type: integer, min: 2, max: 9, unit: pieces, next: "
    "which}\n"
    "  which: {ask: Which?, choices: {a: A, b: B}, next: form}\n"
    "  form:\n"
    "    form: Form\n"
    "    fields: {day: {label: Day, type: date, min: 2026-01-10}}\n"
    "    next: odd\n"
    "  odd:\n"
    "    ask: Odd?\n"
    "    type: integer\n"
    "    check: answer < 9 and answer % 2 == 1 or answer > 9 and 'Hook.'\n"
    "    next: part\n"
    "  part: {call: sub, next: over}\n"
    "  over: {resolve: Done.}\n";
static const char sub[] = "tier1: 1\nid: sub\ntitle: Sub\nsteps:\n"
                          "  one: {ask: One?, type: yes_no, next: two}\n"
                          "  two: {ask: Two?, type: email, next: back}\n"
                          "  back: {return: done}\n";
static const char de[] =
    "tier1: 1\ntranslates: main\nlanguage: de\n"
    "steps: {many: {unit: Stück}, form: {fields: {day: Tag}}}\n"
    "messages:\n"
    "  yes_or_no: Ja oder nein?\n"
    "  too_small: 'Ab {{least}}, {{ least }}!'\n"
    "  not_a_choice: 'Nur {{ choices }}.'\n"
    "  too_early: 'Nicht vor {{ least }}.'\n"
    "  not_right: Das stimmt nicht.\n"
    "  no_such_field: Kein Feld {{ field }}\n"
    "  answer_too_long: 'Zu lang, ab {{ most }}.'\n";
static const char de_at[] = "tier1: 1\ntranslates: main\nlanguage: de-AT\n"
                            "messages: {yes_or_no: Jo oder na?}\n";
static const char sub_de[] = "tier1: 1\ntranslates: sub\nlanguage: de\n"
                             "messages: {not_an_email: Keine Adresse.}\n";

static int setup(void **state)
{
    const char *const texts[] = {flow, sub, de_at, de, sub_de};

    (void)state;
    memset(&w, 0, sizeof w);
    w.caps.answer_bytes = 1000;
    assert_int_equal(world_load(&w, texts, 5), TIER1_OK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static void begin_in(const char *language)
{
    w.language = language;
    assert_int_equal(world_begin(&w), TIER1_ASK);
}

static void says(const char *words)
{
    assert_string_equal(tier1_session_problem(w.session), words);
    assert_string_equal(tier1_session_view(w.session)->problem, words);
}

static void refused(const char *text, const char *words)
{
    assert_int_equal(tier1_session_answer(w.session, text), TIER1_EANSWER);
    says(words);
}

static void refused_value(const char *json, const char *words)
{
    assert_int_equal(answer_json(&w, json), TIER1_EANSWER);
    says(words);
}

static void speaks_german(void **state)
{
    (void)state;
    begin_in("de");
    refused("perhaps", "Ja oder nein?");
    answer(&w, "ja", "many");
    /* a word may stand twice; the unit is that of the language */
    refused("1", "Ab 2 Stück, 2 Stück!");
    refused("12", "It must be at most 9 Stück.");
    answer(&w, "3", "which");
    refused("c", "Nur a, b.");
    answer(&w, "a", "form");
    refused_value("{\"day\": \"2026-01-09\"}", "Tag: Nicht vor 2026-01-10.");
    refused_value("{\"dey\\n\": 1}", "Kein Feld dey\\n");
    assert_int_equal(answer_json(&w, "{\"day\": \"2026-01-10\"}"), TIER1_ASK);
    refused("2", "Das stimmt nicht.");
    refused("11", "Hook.");
}

static void falls_back(void **state)
{
    (void)state;
    begin_in("de-AT");
    refused("perhaps", "Jo oder na?");
    answer(&w, "ja", "many");
    refused("1", "Ab 2 Stück, 2 Stück!");
    refused("x", "A number is wanted, such as 3.");
    begin_in("de-CH");
    refused("perhaps", "Ja oder nein?");
    begin_in("fr");
    refused("perhaps", "Answer yes or no.");
    begin_in("en");
    refused("perhaps", "Answer yes or no.");
    begin_in(NULL);
    refused("perhaps", "Answer yes or no.");
}

static void changes_with_the_language(void **state)
{
    (void)state;
    begin_in("en");
    refused("perhaps", "Answer yes or no.");
    assert_int_equal(tier1_session_set_language(w.session, "de"), TIER1_ASK);
    refused("perhaps", "Ja oder nein?");
    assert_int_equal(tier1_session_set_language(w.session, "en"), TIER1_ASK);
    refused("perhaps", "Answer yes or no.");
    assert_int_equal(tier1_session_set_language(w.session, "de-AT"), TIER1_ASK);
    refused("perhaps", "Jo oder na?");
}

/* A flow that is called says it as the one that called it, but for what its own
 * translation has. */
static void asks_the_caller(void **state)
{
    (void)state;
    begin_in("de");
    answer(&w, "ja", "many");
    answer(&w, "3", "which");
    answer(&w, "a", "form");
    assert_int_equal(answer_json(&w, "{\"day\": \"2026-01-10\"}"), TIER1_ASK);
    answer(&w, "3", "one");
    refused("perhaps", "Ja oder nein?");
    answer(&w, "ja", "two");
    refused("x", "Keine Adresse.");
    assert_int_equal(tier1_session_set_language(w.session, "en"), TIER1_ASK);
    refused("x", "An e-mail address is wanted, such as kim@example.org.");
}

/* What a host gives a variable is refused to the host, not to a person. */
static void speaks_english_to_programs(void **state)
{
    (void)state;
    w.language = "de";
    w.given = "{\"amount\": 10}";
    assert_true(world_begin(&w) < 0);
    assert_non_null(
        strstr(tier1_engine_problem(w.engine), "It must be at most 9."));
}

static void too_long(void **state)
{
    static char text[2000];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    begin_in("de");
    refused(text, "Zu lang, ab 1000.");
    begin_in(NULL);
    refused(text, "That is too long: at most 1000 bytes.");
}

/* A record says what was answered, and not in which words it was refused. */
static void is_lived_again(void **state)
{
    tier1_buf record = TIER1_BUF_INIT;
    tier1_session *other = NULL;

    (void)state;
    begin_in("de");
    refused("perhaps", "Ja oder nein?");
    assert_int_equal(tier1_session_record(&record, w.session), TIER1_OK);
    assert_null(strstr(record.ptr, "oder nein"));
    assert_int_equal(tier1_session_replay(&other, w.engine, w.library,
                                          record.ptr, record.len, NULL),
                     TIER1_ASK);
    assert_int_equal(tier1_session_answer(other, "perhaps"), TIER1_EANSWER);
    assert_string_equal(tier1_session_problem(other), "Ja oder nein?");
    tier1_session_free(other);
    tier1_buf_dispose(&record);
}

/* It is cut at a letter, as what does not fit into a line for a person is. */
static void is_cut(void **state)
{
    static char text[4000];
    const char *const texts[] = {flow, sub, text};
    const char *said;
    size_t at;

    (void)state;
    at = (size_t)snprintf(text, sizeof text,
                          "tier1: 1\ntranslates: main\nlanguage: uk\n"
                          "messages: {yes_or_no: 'a");
    for (; at < 3000; at += 2)
        memcpy(text + at, "ж", 3);
    memcpy(text + at, "'}\n", 4);
    world_close(&w);
    memset(&w, 0, sizeof w);
    assert_int_equal(world_load(&w, texts, 3), TIER1_OK);
    begin_in("uk");
    assert_int_equal(tier1_session_answer(w.session, "x"), TIER1_EANSWER);
    said = tier1_session_problem(w.session);
    assert_true(strlen(said) > 100 && strlen(said) % 2 == 1);
    assert_string_equal(said + strlen(said) - 2, "ж");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(speaks_german),
        TEST(falls_back),
        TEST(changes_with_the_language),
        TEST(asks_the_caller),
        TEST(speaks_english_to_programs),
        TEST(too_long),
        TEST(is_lived_again),
        TEST(is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
