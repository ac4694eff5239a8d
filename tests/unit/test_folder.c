/* SPDX-License-Identifier: MIT */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <sys/stat.h>
#include <unistd.h>

#include <tier1/sys/posix.h>
#include <tier1/translation.h>

#include "fault.h"
#include "folder.h"

#define FLOW(id)                                                               \
    "tier1: 1\nid: " id "\ntitle: T\nsteps:\n"                                 \
    "  ask: {ask: Well?, type: yes_no, \"yes\": done, \"no\": done}\n"         \
    "  done: {resolve: Good.}\n"

static tier1_engine *engine;

static int set_up(void **state)
{
    (void)state;
    return tier1_engine_new(&engine, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    tier1_engine_free(engine);
    return 0;
}

static void write_text(const char *name, const char *text)
{
    folder_write(name, text, strlen(text));
}

static int load(const char *path, size_t *count)
{
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    int rc = tier1_posix_load(&library, &list, engine, path);

    *count = tier1_library_count(library);
    tier1_diagnostics_free(list);
    tier1_library_free(library);
    return rc;
}

static void says_what_is_wrong_with_a_path(void **state)
{
    size_t count;
    char wanted[400];

    (void)state;
    assert_int_equal(load(folder_path(""), &count), TIER1_ENOTFOUND);
    (void)snprintf(wanted, sizeof(wanted), "'%s': no flows in this folder",
                   folder_path(""));
    assert_string_equal(tier1_engine_problem(engine), wanted);
    assert_int_equal(load(folder_path("x.yaml"), &count), TIER1_ENOTFOUND);
    (void)snprintf(wanted, sizeof(wanted), "'%s': there is no such file",
                   folder_path("x.yaml"));
    assert_string_equal(tier1_engine_problem(engine), wanted);
    assert_int_equal(load("/dev/zero", &count), TIER1_EREAD);
    assert_string_equal(tier1_engine_problem(engine),
                        "'/dev/zero': not a regular file");
    assert_int_equal(tier1_posix_load(NULL, NULL, engine, "x"), TIER1_EMISUSE);
}

static void takes_the_flows_of_a_folder(void **state)
{
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;

    (void)state;
    write_text("b.yaml", FLOW("b"));
    write_text("a.yaml", FLOW("a"));
    write_text("c-2.yaml", FLOW("c-2"));
    write_text("a.test.yaml", "no flow");
    write_text("a.fr.yaml", "tier1: 1\ntranslates: a\nlanguage: fr\n");
    write_text("a-b.gl.yaml", "of no flow");
    write_text("b.old.v2.yaml", "no flow");
    write_text("b.1.yaml", "no flow");
    write_text(".hidden.yaml", "no flow");
    write_text(".yaml", "no flow");
    write_text("readme.md", "no flow");
    write_text("a.yaml~", "no flow");
    assert_int_equal(tier1_posix_load(&library, &list, engine, folder_path("")),
                     TIER1_OK);
    assert_int_equal(tier1_library_count(library), 3);
    assert_string_equal(tier1_flow_about(tier1_library_at(library, 0))->id,
                        "a");
    assert_int_equal(tier1_flow_translation_count(tier1_library_at(library, 0)),
                     1);
    assert_string_equal(tier1_flow_about(tier1_library_at(library, 1))->id,
                        "b");
    assert_int_equal(tier1_flow_translation_count(tier1_library_at(library, 1)),
                     0);
    assert_string_equal(tier1_flow_about(tier1_library_at(library, 2))->file,
                        folder_path("c-2.yaml"));
    tier1_diagnostics_free(list);
    tier1_library_free(library);
}

/* The options of a load; a `read` of one's own is not taken for another. */
static void takes_options(void **state)
{
    tier1_load_options o = TIER1_LOAD_OPTIONS_INIT;
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;

    (void)state;
    write_text("call.yaml", "tier1: 1\nid: call\ntitle: T\nsteps:\n"
                            "  a: {call: beside}\n");
    write_text("beside.yaml", FLOW("beside"));
    o.lint = 1;
    assert_int_equal(tier1_posix_load_with(&library, &list, engine,
                                           folder_path("call.yaml"), &o),
                     TIER1_OK);
    assert_int_equal(tier1_library_count(library), 2);
    assert_int_equal(tier1_diagnostics_count(list), 1);
    assert_string_equal(tier1_diagnostics_at(list, 0)->rule, "dead-end");
    tier1_diagnostics_free(list);
    tier1_library_free(library);
    o.size = 1;
    assert_int_equal(tier1_posix_load_with(&library, NULL, engine,
                                           folder_path("call.yaml"), &o),
                     TIER1_EMISUSE);
    assert_null(library);
}

static void takes_one_file(void **state)
{
    size_t count;

    (void)state;
    assert_int_equal(load(folder_path("b.yaml"), &count), TIER1_OK);
    assert_int_equal(count, 1);
    assert_int_equal(load(folder_path("a.test.yaml"), &count), TIER1_EFLOW);
}

static void keeps_to_the_caps(void **state)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    size_t count;

    (void)state;
    tier1_engine_free(engine);
    options.caps.file_bytes = 10;
    assert_int_equal(tier1_engine_new(&engine, &options), TIER1_OK);
    assert_int_equal(load(folder_path("b.yaml"), &count), TIER1_EREAD);
    tier1_engine_free(engine);
    options.caps.file_bytes = 0;
    options.caps.flows = 2;
    assert_int_equal(tier1_engine_new(&engine, &options), TIER1_OK);
    assert_int_equal(load(folder_path(""), &count), TIER1_EREAD);
}

/* Up to the last file, which is too large; what loading itself does without
 * memory is for tests/oom. */
static void survives_every_lost_allocation(void **state)
{
    int rc = TIER1_ENOMEM;

    (void)state;
    write_text("z.yaml", FLOW("z") "# and more than the others have\n");
    for (size_t i = 2; rc == TIER1_ENOMEM; i++) {
        struct fault f = {0};
        tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
        tier1_engine *e = NULL;
        tier1_library *library = NULL;

        options.allocator = fault_allocator(&f);
        options.caps.file_bytes = strlen(FLOW("c-2"));
        assert_int_equal(tier1_engine_new(&e, &options), TIER1_OK);
        f.fail = i;
        rc = tier1_posix_load(&library, NULL, e, folder_path(""));
        assert_null(library);
        tier1_engine_free(e);
        assert_int_equal(f.live, 0);
        assert_true(i < 1000);
    }
    assert_int_equal(rc, TIER1_EREAD);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_what_is_wrong_with_a_path),
        TEST(takes_the_flows_of_a_folder),
        TEST(takes_options),
        TEST(takes_one_file),
        TEST(keeps_to_the_caps),
        TEST(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
