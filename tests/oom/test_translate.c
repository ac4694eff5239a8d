/* SPDX-License-Identifier: MIT */
/* Texts are put into a translation while the n-th request for memory fails, of
 * the library or of that for authors: TIER1_ENOMEM, and nothing is held. */
#include "shortage_malloc.h"

#include <tier1/translate.h>

static const char flow[] =
    "tier1: 1\n"
    "id: lamp\n"
    "title: A lamp\n"
    "vars: {who: {type: text, default: Kim}}\n"
    "anywhere: {person: {label: A person, goto: rate}}\n"
    "steps:\n"
    "  lights:\n"
    "    ask: {agent: 'Which, {{ who }}?', customer: Which?}\n"
    "    media: [{url: 'https://x.org/a', alt: A}, {url: 'https://x.org/b', "
    "alt: B}]\n"
    "    choices: {red: {label: Red, help: Left}, green: Green}\n"
    "    next: rate\n"
    "  rate: {ask: How?, type: scale, min: 1, max: 5, labels: [Bad, Good], "
    "next: form}\n"
    "  form:\n"
    "    form: More\n"
    "    fields: {speed: {label: Speed, type: number, unit: MB}}\n"
    "    next: done\n"
    "  done: {resolve: Good.}\n";

static const char file[] =
    "# by hand\n"
    "tier1: 1\n"
    "translates: lamp\n"
    "language: gl\n"
    "steps:\n"
    "  lights:\n"
    "    ask: Que luz? # behind\n"
    "    choices: {red: Vermella, green: {also: [verde]}}\n"
    "    media: {alt: Un}\n"
    "  rate:\n"
    "    labels: [Igual]\n"
    "sources: {lights/ask/agent: 0000000000000000}\n";

static const tier1_said said[] = {
    {"title", "A lámpada", NULL},
    {"anywhere/person", "Unha persoa", NULL},
    {"lights/ask/customer", "Cal delas?\nDi.", NULL},
    {"lights/choices/red/help", "Á esquerda", NULL},
    {"lights/media/alt/2", "Dous", NULL},
    {"rate/labels/high", "Ben", NULL},
    {"form/fields/speed/unit", "MB/s", NULL},
    {"done/resolve/customer", "Xa está.", "0123456789abcdef"},
};
#define SAID (sizeof said / sizeof *said)

/* The core's own requests. */
static struct shortage core;
static tier1_engine *engine;
static tier1_library *library;

static int setup(void **state)
{
    const tier1_source source = {"lamp.yaml", flow, sizeof flow - 1};
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    (void)state;
    o.allocator = (tier1_allocator){shortage_alloc, &core};
    assert_int_equal(tier1_engine_new(&engine, &o), TIER1_OK);
    assert_int_equal(
        tier1_library_load(&library, NULL, engine, &source, 1, NULL), TIER1_OK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tier1_library_free(library);
    tier1_engine_free(engine);
    assert_int_equal(core.live, 0);
    return 0;
}

static bool all_is_said(const tier1_translation_file *t)
{
    size_t count = 0;

    for (size_t i = 0; i < t->count; i++)
        for (size_t j = 0; j < SAID; j++)
            if (strcmp(t->items[i].place, said[j].place) == 0) {
                assert_string_equal(t->items[i].said, said[j].words);
                assert_non_null(t->items[i].stamp);
                count++;
            }
    return count == SAID;
}

static int put_and_open(const char *bytes, size_t length)
{
    const tier1_flow *of = tier1_library_at(library, 0);
    tier1_translation_file *t = NULL;
    tier1_diagnostics *list = NULL;
    tier1_buf out = TIER1_BUF_INIT;
    int rc;

    rc = tier1_translation_put(&out, &list, engine, of, "gl", "lamp.gl.yaml",
                               bytes, length, said, SAID);
    if (tier1_diagnostics_count(list))
        fail_msg("%s", tier1_diagnostics_at(list, 0)->message);
    tier1_diagnostics_free(list);
    if (rc == TIER1_OK)
        rc = tier1_translation_open(&t, NULL, engine, of, "lamp.gl.yaml",
                                    out.ptr, out.len);
    if (rc == TIER1_OK)
        assert_true(all_is_said(t));
    else
        assert_null(t);
    tier1_translation_file_free(t);
    tier1_buf_dispose(&out);
    return rc;
}

static bool once(struct shortage *s, const char *bytes, size_t length,
                 size_t fail, bool for_good)
{
    size_t held = core.live, live = memory.live;
    bool refused;
    int rc;

    shortage_arm(s, fail, for_good);
    rc = put_and_open(bytes, length);
    refused = s->refused > 0;
    shortage_end(s);
    assert_int_equal(rc, refused ? TIER1_ENOMEM : TIER1_OK);
    assert_int_equal(core.live, held);
    assert_int_equal(memory.live, live);
    return refused;
}

static void without(struct shortage *s, const char *bytes, size_t length,
                    size_t least)
{
    for (int for_good = 0; for_good < 2; for_good++) {
        size_t n = 1;
        while (once(s, bytes, length, n, for_good != 0))
            n++;
        assert_true(n > least);
    }
}

static void the_author_has_none(void **state)
{
    (void)state;
    without(&memory, file, sizeof file - 1, 100);
    without(&memory, NULL, 0, 100);
}

static void the_core_has_none(void **state)
{
    (void)state;
    without(&core, file, sizeof file - 1, 20);
    without(&core, NULL, 0, 20);
}

static void misuse(void **state)
{
    const tier1_said twice[] = {{"title", "a", NULL}, {"title", "b", NULL}};
    const tier1_said none = {"none", "a", NULL};
    const tier1_flow *of = tier1_library_at(library, 0);
    tier1_translation_file *t = NULL;
    tier1_flow_texts *texts = NULL;
    tier1_buf out = TIER1_BUF_INIT;

    (void)state;
    assert_int_equal(tier1_flow_texts_new(NULL, of), TIER1_EMISUSE);
    assert_int_equal(tier1_flow_texts_new(&texts, NULL), TIER1_EMISUSE);
    assert_int_equal(
        tier1_translation_open(&t, NULL, engine, NULL, "x", NULL, 0),
        TIER1_EMISUSE);
    assert_int_equal(tier1_translation_put(&out, NULL, engine, of, "gl", "x",
                                           NULL, 0, twice, 2),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_translation_put(&out, NULL, engine, of, "gl", "x",
                                           NULL, 0, &none, 1),
                     TIER1_ENOTFOUND);
    assert_int_equal(tier1_translation_put(&out, NULL, engine, of, "gl", "x",
                                           "a: [", 4, said, 1),
                     TIER1_EINVALID);
    assert_null(out.ptr);
    tier1_flow_texts_free(NULL);
    tier1_translation_file_free(NULL);
    assert_int_equal(memory.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_author_has_none),
        cmocka_unit_test(the_core_has_none),
        cmocka_unit_test(misuse),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
