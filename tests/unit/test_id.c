/* SPDX-License-Identifier: MIT */
#include "base/id.h"

#include "fault.h"

/* RFC 9562, appendix A.6. */
static void makes_the_uuid_of_the_rfc(void **state)
{
    static const uint8_t random[10] = {0x0c, 0xc3, 0x18, 0xc4, 0xdc,
                                       0x0c, 0x0c, 0x07, 0x39, 0x8f};
    char id[ID_TEXT];

    (void)state;
    tier1__id_make(id, 0x017f22e279b0, random);
    assert_string_equal(id, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

static void bits_of_version_and_variant_win(void **state)
{
    uint8_t random[10];
    char id[ID_TEXT];

    (void)state;
    memset(random, 0xff, sizeof(random));
    tier1__id_make(id, -1, random);
    assert_string_equal(id, "ffffffff-ffff-7fff-bfff-ffffffffffff");
    memset(random, 0, sizeof(random));
    tier1__id_make(id, 0, random);
    assert_string_equal(id, "00000000-0000-7000-8000-000000000000");
}

static bool lua(const char *text)
{
    return tier1__id_is_lua(text, strlen(text));
}

static bool flow(const char *text)
{
    return tier1__id_is_flow(text, strlen(text));
}

static bool language(const char *text)
{
    return tier1__id_is_language(text, strlen(text));
}

static void knows_lua_names(void **state)
{
    char many[66] = {0};

    (void)state;
    assert_true(lua("a"));
    assert_true(lua("_x9Z"));
    assert_true(lua("End"));
    assert_false(lua(""));
    assert_false(lua("9x"));
    assert_false(lua("a-b"));
    assert_false(lua("\xc3\xa9"));
    assert_false(lua("goto"));
    assert_false(lua("while"));
    assert_true(tier1__id_is_keyword("function", 8));
    assert_false(tier1__id_is_keyword("functio", 7));
    memset(many, 'a', 64);
    assert_true(lua(many));
    many[64] = 'a';
    assert_false(lua(many));
}

static void knows_flow_ids(void **state)
{
    (void)state;
    assert_true(flow("no-internet"));
    assert_true(flow("a"));
    assert_true(flow("5g-2"));
    assert_false(flow(""));
    assert_false(flow("-a"));
    assert_false(flow("a-"));
    assert_false(flow("a--b"));
    assert_false(flow("A"));
    assert_false(flow("a_b"));
    assert_false(flow("../a"));
}

static void knows_languages(void **state)
{
    (void)state;
    assert_true(language("en"));
    assert_true(language("de-CH-1996"));
    assert_true(language("zh-Hant-TW"));
    assert_true(language("es-419"));
    assert_false(language(""));
    assert_false(language("en-"));
    assert_false(language("-en"));
    assert_false(language("en--us"));
    assert_false(language("en_US"));
    assert_false(language("123"));
    assert_false(language("abcdefghi"));
    assert_false(language("en.UTF-8"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(makes_the_uuid_of_the_rfc),
        cmocka_unit_test(bits_of_version_and_variant_win),
        cmocka_unit_test(knows_lua_names),
        cmocka_unit_test(knows_flow_ids),
        cmocka_unit_test(knows_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
