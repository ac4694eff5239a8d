/* SPDX-License-Identifier: MIT */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include <tier1/sys/posix.h>

#include <unistd.h>

#include "fault.h"
#include "folder.h"

static void brings_clocks_and_randomness(void **state)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    unsigned char one[16] = {0};
    unsigned char two[16] = {0};
    int64_t before;

    (void)state;
    tier1_posix_engine(&options);
    /* between 2020 and 2100 */
    assert_true(options.clock(NULL) > INT64_C(1577836800000));
    assert_true(options.clock(NULL) < INT64_C(4102444800000));
    before = options.ticks(NULL);
    assert_true(options.ticks(NULL) >= before);
    assert_int_equal(options.random(NULL, one, sizeof(one)), 0);
    assert_int_equal(options.random(NULL, two, sizeof(two)), 0);
    assert_memory_not_equal(one, two, sizeof(one));
}

static tier1_buf out, path;

static int ask(const char *from, const char *name)
{
    tier1_load_options options = TIER1_LOAD_OPTIONS_INIT;

    tier1_posix_loader(&options);
    return options.read(options.ud, from, name, &out, &path);
}

static void reads_beside_and_nowhere_else(void **state)
{
    static const char *const bad[] = {
        "", ".", "..", "/etc/passwd", "../a.yaml", "x/a.yaml", "./a.yaml"};

    (void)state;
    folder_write("a.yaml", "text", 4);
    assert_int_equal(ask(folder_path("from.yaml"), "a.yaml"), TIER1_OK);
    assert_string_equal(out.ptr, "text");
    assert_string_equal(path.ptr, folder_path("a.yaml"));
    assert_int_equal(ask(folder_path("from.yaml"), "b.yaml"), TIER1_ENOTFOUND);
    assert_string_equal(path.ptr, folder_path("b.yaml"));
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_int_equal(ask(folder_path("from.yaml"), bad[i]), TIER1_EREAD);
    assert_int_equal(symlink(folder_path("a.yaml"), folder_path("l.yaml")), 0);
    assert_int_equal(ask(folder_path("from.yaml"), "l.yaml"), TIER1_EREAD);
    assert_int_equal(ask("from.yaml", "no-such-file.yaml"), TIER1_ENOTFOUND);
    assert_string_equal(path.ptr, "no-such-file.yaml");
    tier1_buf_dispose(&out);
    tier1_buf_dispose(&path);
}

static void survives_every_lost_allocation(void **state)
{
    int rc = TIER1_ENOMEM;

    (void)state;
    for (size_t i = 1; rc != TIER1_OK; i++) {
        struct fault f = {.fail = i};

        out.allocator = fault_allocator(&f);
        path.allocator = fault_allocator(&f);
        rc = ask(folder_path("from.yaml"), "a.yaml");
        assert_true(rc == TIER1_OK || rc == TIER1_ENOMEM);
        tier1_buf_dispose(&out);
        tier1_buf_dispose(&path);
        assert_int_equal(f.live, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brings_clocks_and_randomness),
        cmocka_unit_test(reads_beside_and_nowhere_else),
        cmocka_unit_test(survives_every_lost_allocation),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
