/* SPDX-License-Identifier: MIT */
/* Answers of every type: what is taken, as which value, and what is refused,
 * for which reason. */
#include "world.h"

/* An answer as text, or, where it begins with '=', as a value in JSON; the
 * value that is saved, or NULL and words of the reason. */
struct answer {
    const char *given, *value, *reason;
};

static void check(const char *question, const struct answer *answers,
                  size_t count)
{
    static char text[2000];

    (void)snprintf(text, sizeof text,
                   FLOW "vars: {low: {type: integer, default: 3}}\n"
                        "data: {areas: [north, south], kinds: {a: Aye, b: "
                        "Bee}}\n"
                        "steps:\n  q: {ask: Q?, %s, next: e}\n"
                        "  e: {resolve: E.}\n",
                   question);
    for (size_t i = 0; i < count; i++) {
        const struct answer *a = &answers[i];
        struct world w = {.now = 0};
        int rc;

        begin_at(&w, text, "q");
        rc = a->given[0] == '=' ? answer_json(&w, a->given + 1)
                                : tier1_session_answer(w.session, a->given);
        if (rc != (a->value != NULL ? TIER1_DONE : TIER1_EANSWER))
            fail_msg("%s: %s: %s %s", question, a->given, tier1_status_text(rc),
                     tier1_session_problem(w.session));
        if (a->value != NULL)
            is_value(&w, "q", a->value);
        else if (strstr(tier1_session_problem(w.session), a->reason) == NULL)
            fail_msg("%s: %s: %s", question, a->given,
                     tier1_session_problem(w.session));
        else
            is_at(&w, "q");
        world_close(&w);
    }
}

#define CHECK(question, ...)                                                   \
    do {                                                                       \
        static const struct answer answers[] = {__VA_ARGS__};                  \
        check(question, answers, sizeof answers / sizeof *answers);            \
    } while (0)

static void choice(void **state)
{
    (void)state;
    CHECK("choices: {red: Red light, off: {label: It is off, also: [dark, "
          "black]}}",
          {"red", "\"red\"", NULL}, {" RED ", "\"red\"", NULL},
          {"red light", "\"red\"", NULL}, {"It is off", "\"off\"", NULL},
          {"Black", "\"off\"", NULL}, {"=\"off\"", "\"off\"", NULL},
          {"green", NULL, "none of the choices: red, off."},
          {"", NULL, "needed"}, {"  ", NULL, "needed"},
          {"=null", NULL, "needed"}, {"=[\"red\"]", NULL, "One answer"},
          {"=true", NULL, "none of the choices"}, {"\xff", NULL, "UTF-8"});
    CHECK("choices: areas", {"north", "\"north\"", NULL},
          {"east", NULL, "none of the choices"});
    CHECK("choices: kinds", {"aye", "\"a\"", NULL}, {"b", "\"b\"", NULL});
    CHECK("choices: {'1': One, '2': Two}, default: '2'", {"", "\"2\"", NULL},
          {"=1", "\"1\"", NULL}, {"=1.0", "\"1\"", NULL});
}

static void matching(void **state)
{
    (void)state;
    CHECK("match: word, choices: {red: {label: Red, also: [crimson]}, off: "
          "Dark}",
          {"it is red now", "\"red\"", NULL},
          {"the CRIMSON one", "\"red\"", NULL}, {"reddish", NULL, "none"},
          {"off, not red", "\"red\"", NULL}, {"off", "\"off\"", NULL});
    CHECK("match: contains, choices: {red: Red, off: Off}",
          {"reddish", "\"red\"", NULL}, {"blue", NULL, "none"});
    CHECK("choices: {red: Red, else: {label: Something else, other: true}}",
          {"red", "\"red\"", NULL}, {"  pale blue ", "\"pale blue\"", NULL},
          {"=\"two\\nlines\"", NULL, "one line"},
          {"=\"a\\u0007b\"", NULL, "cannot be shown"});
}

static void multi(void **state)
{
    (void)state;
    CHECK("type: multi, choices: {a: Aye, b: 'Bee, or so', n: {label: None, "
          "exclusive: true}}",
          {"b, a", "[\"a\",\"b\"]", NULL}, {"a,a;", "[\"a\"]", NULL},
          {"Bee, or so", "[\"b\"]", NULL}, {"=[\"b\"]", "[\"b\"]", NULL},
          {"none", "[\"n\"]", NULL}, {"n,a", NULL, "no other choice"},
          {"c", NULL, "none of the choices"}, {"", NULL, "needed"},
          {"=[]", NULL, "at least 1"}, {"=true", NULL, "Name the choices"},
          {"=[\"a\",[\"b\"]]", NULL, "none of the choices"});
    CHECK("type: multi, min: 2, max: low, choices: {a: A, b: B, c: C, d: D}",
          {"a", NULL, "at least 2"}, {"a,b,c,d", NULL, "at most 3"},
          {"a,b,c", "[\"a\",\"b\",\"c\"]", NULL});
    CHECK("type: multi, min: 0, choices: {a: A, b: B}", {"", "[]", NULL},
          {"=[]", "[]", NULL});
    CHECK("type: multi, max: 'nil', choices: {a: A, b: B}",
          {"a,b", "[\"a\",\"b\"]", NULL});
}

static void yes_no(void **state)
{
    (void)state;
    CHECK("type: yes_no, also: {'yes': [sure], 'no': nope}",
          {"yes", "true", NULL}, {"Y", "true", NULL}, {"true", "true", NULL},
          {"Sure", "true", NULL}, {"no", "false", NULL}, {"n", "false", NULL},
          {"NOPE", "false", NULL}, {"=false", "false", NULL},
          {"maybe", NULL, "yes or no"}, {"=1", NULL, "yes or no"},
          {"", NULL, "needed"});
    CHECK("type: yes_no, optional: true", {"", "null", NULL});
}

static void text(void **state)
{
    (void)state;
    CHECK("min: 2, max: low", {"ab", "\"ab\"", NULL},
          {" abc ", "\"abc\"", NULL}, {"a", NULL, "at least 2"},
          {"abcd", NULL, "at most 3"}, {"äöü", "\"äöü\"", NULL},
          {"=42", "\"42\"", NULL}, {"a\nb", NULL, "one line"},
          {"a\x01", NULL, "cannot be shown"},
          {"={\"a\":1}", NULL, "One answer"}, {"", NULL, "needed"});
    CHECK("multiline: true", {"a\nb", "\"a\\nb\"", NULL});
    CHECK("mask: AA-999*", {"ab-1234", "\"ab-1234\"", NULL},
          {"äß-123x", "\"äß-123x\"", NULL}, {"a1-1234", NULL, "AA-999*"},
          {"ab-123", NULL, "must look like"}, {"ab-12345", NULL, "look like"},
          {"ab 1234", NULL, "look like"});
    CHECK("pattern: '[45]%d%d'", {"550", "\"550\"", NULL},
          {"5500", NULL, "shape"}, {"x550", NULL, "shape"});
    CHECK("check: \"#answer > 2 or 'Too short, ' .. answer\"",
          {"abc", "\"abc\"", NULL}, {"ab", NULL, "Too short, ab"});
    CHECK("check: \"answer == 'x'\"", {"x", "\"x\"", NULL},
          {"y", NULL, "cannot be right"});
    CHECK("optional: true, check: answer == 'x'", {"", "null", NULL});
    CHECK("default: none", {"", "\"none\"", NULL}, {"x", "\"x\"", NULL});
}

static void numbers(void **state)
{
    (void)state;
    CHECK("type: integer, min: -5, max: 'low * 10', step: 5, unit: pieces",
          {"10", "10", NULL}, {"-5", "-5", NULL}, {"30 pieces", "30", NULL},
          {"=5", "5", NULL}, {"=5.0", "5", NULL}, {"31", NULL, "at most 30"},
          {"-6", NULL, "at least -5"}, {"7", NULL, "steps of 5"},
          {"1.5", NULL, "whole number"}, {"1,000", NULL, "commas"},
          {"0o7", NULL, "A number is wanted"}, {"0x10", NULL, "number"},
          {"many", NULL, "A number is wanted"}, {"=true", NULL, "number"},
          {"", NULL, "needed"});
    CHECK("type: integer", {"9007199254740992", "9007199254740992", NULL},
          {"9007199254740994", NULL, "too large"}, {"1e400", NULL, "number"});
    CHECK("type: number, min: 0.5, max: 2, step: 0.5", {"1.5", "1.5", NULL},
          {"2", "2", NULL}, {"0.75", NULL, "steps of 0.5"},
          {"nan", NULL, "number"}, {"inf", NULL, "number"});
    CHECK("type: money, currency: EUR, min: 0, max: 100",
          {"12.50", "12.5", NULL}, {"EUR 3", "3", NULL}, {"3 eur", "3", NULL},
          {"1.005", NULL, "At most 2 decimals"}, {"-1", NULL, "at least 0"});
    CHECK("type: money, currency: JPY", {"100", "100", NULL},
          {"1.5", NULL, "At most 0 decimals"});
    CHECK("type: money, currency: KWD", {"1.005", "1.005", NULL},
          {"1.0005", NULL, "At most 3 decimals"});
    CHECK("type: scale, min: 1, max: 5", {"1", "1", NULL}, {"5", "5", NULL},
          {"0", NULL, "at least 1"}, {"6", NULL, "at most 5"},
          {"2.5", NULL, "whole number"});
}

static void times(void **state)
{
    (void)state;
    CHECK("type: date, min: 2026-01-10, max: \"date.add('2026-01-10', 10)\"",
          {"2026-01-10", "\"2026-01-10\"", NULL},
          {"2026-01-20", "\"2026-01-20\"", NULL},
          {"2026-01-09", NULL, "before 2026-01-10"},
          {"2026-01-21", NULL, "after 2026-01-20"},
          {"2026-02-30", NULL, "year-month-day"},
          {"10.1.2026", NULL, "year-month-day"}, {"=5", NULL, "year-month"});
    CHECK("type: time, min: 08:00, max: 17:30", {"08:00", "\"08:00\"", NULL},
          {"17:30", "\"17:30\"", NULL}, {"17:31", NULL, "after 17:30"},
          {"07:59", NULL, "before 08:00"}, {"25:00", NULL, "hours:minutes"});
    CHECK("type: datetime, min: 2026-01-01T00:00",
          {"2026-01-31T14:05", "\"2026-01-31T14:05\"", NULL},
          {"2025-12-31T23:59", NULL, "before"},
          {"2026-01-31", NULL, "date and time"});
    CHECK("type: duration, min: 1m, max: 2h", {"90m", "5400", NULL},
          {"1h30m", "5400", NULL}, {"=60", "60", NULL},
          {"30s", NULL, "at least 1m"}, {"1d", NULL, "at most 2h"},
          {"90", NULL, "with its units"}, {"=-1", NULL, "units"});
}

static void addresses(void **state)
{
    (void)state;
    CHECK("type: email", {"kim@example.org", "\"kim@example.org\"", NULL},
          {"k.i-m+x@a.b-c.org", "\"k.i-m+x@a.b-c.org\"", NULL},
          {"kim", NULL, "e-mail"}, {"@example.org", NULL, "e-mail"},
          {"kim@localhost", NULL, "e-mail"}, {"a..b@c.org", NULL, "e-mail"},
          {"kim@-a.org-", NULL, "e-mail"}, {"a b@c.org", NULL, "e-mail"});
    CHECK("type: phone", {"+44 20 7946-0000", "\"+44 20 7946-0000\"", NULL},
          {"112", "\"112\"", NULL}, {"12", NULL, "telephone"},
          {"call me", NULL, "telephone"}, {"1+23", NULL, "telephone"},
          {"1234567890123456", NULL, "telephone"});
    CHECK("type: url",
          {"https://example.org/a?b", "\"https://example.org/a?b\"", NULL},
          {"HTTP://localhost:80", "\"HTTP://localhost:80\"", NULL},
          {"example.org", NULL, "address"}, {"ftp://a.org", NULL, "address"},
          {"https://", NULL, "address"}, {"https://a.org/<x>", NULL, "address"},
          {"javascript:alert(1)", NULL, "address"});
}

static void file(void **state)
{
    (void)state;
    CHECK("type: file, accept: [image/*, .pdf, text/plain], max_size: 100",
          {"={\"name\":\"a.png\",\"type\":\"image/png\",\"size\":100}",
           "{\"name\":\"a.png\",\"type\":\"image/png\",\"size\":100}", NULL},
          {"={\"name\":\"A.PDF\"}", "{\"name\":\"A.PDF\"}", NULL},
          {"={\"name\":\"a.png\",\"type\":\"image/png\",\"size\":101}", NULL,
           "larger than 100"},
          {"={\"name\":\"a.exe\",\"type\":\"application/x\"}", NULL, "kind"},
          {"={\"type\":\"image/png\"}", NULL, "A file is wanted"},
          {"a.png", NULL, "A file is wanted"}, {"=null", NULL, "needed"});
}

static void form(void **state)
{
    static const char flow[] =
        FLOW "steps:\n"
             "  f:\n    form: F\n    fields:\n"
             "      name: {label: Name, max: 5}\n"
             "      age: {label: Age, type: integer, optional: true}\n"
             "      kind: {type: choice, choices: {a: A, b: B}, default: b}\n"
             "    next: e\n  e: {resolve: E.}\n";
    struct world w = {.now = 0};

    (void)state;
    begin_at(&w, flow, "f");
    assert_int_equal(tier1_session_view(w.session)->field_count, 3);
    assert_string_equal(tier1_session_view(w.session)->fields[0].label, "Name");
    assert_string_equal(tier1_session_view(w.session)->fields[2].fallback, "b");
    refuse(&w, "Kim", "a value for each field");
    assert_int_equal(answer_json(&w, "{\"name\":\"too long\"}"), TIER1_EANSWER);
    assert_string_equal(tier1_session_problem(w.session),
                        "Name: It must have at most 5 characters.");
    assert_int_equal(answer_json(&w, "{\"name\":\"Kim\",\"agee\":3}"),
                     TIER1_EANSWER);
    assert_non_null(strstr(tier1_session_problem(w.session), "'agee'"));
    assert_int_equal(answer_json(&w, "{\"age\":3}"), TIER1_EANSWER);
    assert_null(tier1_session_variable(w.session, "age"));
    assert_int_equal(answer_json(&w, "{\"name\":\"Kim\"}"), TIER1_DONE);
    is_value(&w, "name", "\"Kim\"");
    is_value(&w, "kind", "\"b\"");
    is_value(&w, "age", "null");
    world_close(&w);
}

/* Also where nothing has to be said. */
static void too_long(void **state)
{
    static const char flow[] = FLOW "steps:\n"
                                    "  t: {tell: T, next: u}\n"
                                    "  u: {tell: U, next: e}\n"
                                    "  e: {resolve: E.}\n";
    struct world w = {.now = 0, .caps.answer_bytes = 64};
    char text[66];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    begin_at(&w, flow, "t");
    refuse(&w, text, "too long");
    text[64] = '\0';
    answer(&w, text, "u");
    world_close(&w);
}

/* What is known is not asked, be it known by the very answer that leads there.
 */
static void just_known(void **state)
{
    static const char flow[] =
        FLOW "steps:\n"
             "  a: {ask: A?, choices: {x: X, y: Y}, save: v, next: b}\n"
             "  b: {ask: B?, choices: {x: X, y: Y}, save: v,\n"
             "      skip_if_known: true, next: c}\n"
             "  c: {ask: C?, choices: {x: X, y: Y}, next: e}\n"
             "  e: {resolve: E.}\n";
    struct world w = {.now = 0};

    (void)state;
    begin_at(&w, flow, "a");
    answer(&w, "x", "c");
    world_close(&w);
}

/* What is refused leaves nothing behind, and is asked with the reason. */
static void a_refusal_changes_nothing(void **state)
{
    struct world w = {.now = 0};

    (void)state;
    begin_at(&w,
             FLOW "steps:\n  a: {ask: A?, type: integer, next: b}\n"
                  "  b: {ask: 'B, {{ refused.a }}?', next: a}\n",
             "a");
    refuse(&w, "x", "number");
    assert_int_equal(tier1_session_visit_count(w.session), 1);
    assert_int_equal(tier1_session_view(w.session)->steps_done, 0);
    assert_int_equal(tier1_session_view(w.session)->can_back, 0);
    answer(&w, "1", "b");
    assert_string_equal(tier1_session_view(w.session)->text, "B, 1?");
    assert_null(tier1_session_view(w.session)->problem);
    assert_string_equal(tier1_session_problem(w.session), "");
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choice),
        cmocka_unit_test(matching),
        cmocka_unit_test(multi),
        cmocka_unit_test(yes_no),
        cmocka_unit_test(text),
        cmocka_unit_test(numbers),
        cmocka_unit_test(times),
        cmocka_unit_test(addresses),
        cmocka_unit_test(file),
        cmocka_unit_test(form),
        cmocka_unit_test(too_long),
        cmocka_unit_test(just_known),
        cmocka_unit_test(a_refusal_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
