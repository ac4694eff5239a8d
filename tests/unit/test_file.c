/* SPDX-License-Identifier: MIT */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "posix/file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tier1/sys/posix.h>

#include "fault.h"
#include "folder.h"

static void reads_files_whole(void **state)
{
    struct fault f = {0};
    tier1_buf out = TIER1_BUF_INIT;
    static char many[100000];

    (void)state;
    out.allocator = fault_allocator(&f);
    memset(many, 'm', sizeof(many));
    folder_write("many", many, sizeof(many));
    folder_write("zero", "a\0b", 3);
    folder_write("none", "", 0);
    assert_int_equal(tier1_posix_read(&out, folder_path("many"), 0), TIER1_OK);
    assert_int_equal(out.len, sizeof(many));
    assert_memory_equal(out.ptr, many, sizeof(many));
    assert_int_equal(tier1_posix_read(&out, folder_path("zero"), 3), TIER1_OK);
    assert_memory_equal(out.ptr, "a\0b", 4);
    assert_int_equal(tier1_posix_read(&out, folder_path("none"), 1), TIER1_OK);
    assert_string_equal(out.ptr, "");
    assert_int_equal(tier1_posix_read(&out, folder_path("many"), 99999),
                     TIER1_ELIMIT);
    /* a failure leaves what was there */
    assert_string_equal(out.ptr, "");
    tier1_buf_dispose(&out);
    assert_int_equal(f.live, 0);
}

static void refuses_what_is_no_file(void **state)
{
    tier1_buf out = TIER1_BUF_INIT;

    (void)state;
    assert_int_equal(tier1_posix_read(&out, folder_path("missing"), 0),
                     TIER1_ENOTFOUND);
    assert_int_equal(tier1_posix_read(&out, folder_path("none/x"), 0),
                     TIER1_ENOTFOUND);
    assert_int_equal(tier1_posix_read(&out, folder_path(""), 0), TIER1_EREAD);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(tier1_posix_read(&out, "/dev/zero", 0), TIER1_EREAD);
    assert_int_equal(tier1_posix_read(&out, "/dev/null", 0), TIER1_EREAD);
    assert_int_equal(mkfifo(folder_path("pipe"), 0600), 0);
    assert_int_equal(tier1_posix_read(&out, folder_path("pipe"), 0),
                     TIER1_EREAD);
    assert_int_equal(tier1_posix_read(NULL, "x", 0), TIER1_EMISUSE);
    assert_int_equal(tier1_posix_read(&out, NULL, 0), TIER1_EMISUSE);
    assert_null(out.ptr);
}

static void survives_every_lost_allocation(void **state)
{
    int rc = TIER1_ENOMEM;

    (void)state;
    for (size_t i = 1; rc != TIER1_OK; i++) {
        struct fault f = {.fail = i};
        tier1_buf out = TIER1_BUF_INIT;

        out.allocator = fault_allocator(&f);
        rc = tier1_posix_read(&out, folder_path("many"), 0);
        assert_true(rc == TIER1_OK || rc == TIER1_ENOMEM);
        tier1_buf_dispose(&out);
        assert_int_equal(f.live, 0);
    }
}

static void has_words_for_every_reason(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++)
        assert_true(strlen(tier1__file_problem(i)) > 3);
    assert_string_equal(tier1__file_problem(EACCES), "permission denied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_files_whole),
        cmocka_unit_test(refuses_what_is_no_file),
        cmocka_unit_test(survives_every_lost_allocation),
        cmocka_unit_test(has_words_for_every_reason),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
