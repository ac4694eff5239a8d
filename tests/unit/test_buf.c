/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include "fault.h"

#include <tier1/library.h>

static void formats(void **state)
{
    struct buf b;

    (void)state;
    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 0);
    assert_string_equal(tier1__buf_str(&b), "");
    tier1__buf_format(&b, "%s|%s|%d|%u|%i|%z|%c|%%|%", "a", (char *)NULL, -5,
                      4000000000u, INT64_MIN, (size_t)18446744073709551615u,
                      'x');
    assert_string_equal(
        tier1__buf_str(&b),
        "a||-5|4000000000|-9223372036854775808|18446744073709551615|x|%|");
    tier1__buf_clear(&b);
    tier1__buf_number(&b, 1.5);
    tier1__buf_char(&b, ' ');
    tier1__buf_int(&b, -7);
    assert_string_equal(tier1__buf_str(&b), "1.5 -7");
    tier1__buf_free(&b);
}

static void quotes_what_is_not_to_be_trusted(void **state)
{
    struct buf b;
    char many[200];

    (void)state;
    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 0);
    tier1__buf_format(&b, "%q %q", "a\nb\tc\rd\x1b\x7f\xe2\x80\xae\xff\xc3\xa9",
                      (char *)NULL);
    assert_string_equal(tier1__buf_str(&b), "'a\\nb\\tc\\rd\\u{1b}\\u{7f}"
                                            "\\u{202e}\\xff\xc3\xa9' ''");
    tier1__buf_clear(&b);
    memset(many, 'm', sizeof(many));
    many[61] = '\0';
    tier1__buf_format(&b, "%q", many);
    assert_int_equal(b.len, 60 + 3 + 2);
    many[60] = '\0';
    tier1__buf_clear(&b);
    tier1__buf_format(&b, "%q", many);
    assert_int_equal(b.len, 62);
    tier1__buf_clear(&b);
    memset(many, '/', sizeof(many));
    (void)strcpy(many + 60, "\xc3\xa9/lamp.yaml");
    tier1__buf_format(&b, "%p %p", many, "/lamp\n.yaml");
    assert_int_equal(b.len, 60 + 1 + 3 + 2 + 1 + 14);
    assert_non_null(strstr(tier1__buf_str(&b), "'\xe2\x80\xa6/"));
    assert_non_null(
        strstr(tier1__buf_str(&b), "/\xc3\xa9/lamp.yaml' '/lamp\\n.yaml'"));
    tier1__buf_free(&b);
}

static void errors_stick(void **state)
{
    struct fault f = {.fail = 2};
    struct buf b;
    char many[100] = {0};

    (void)state;
    tier1__buf_init(&b, fault_allocator(&f), 0);
    tier1__buf_text(&b, "short");
    tier1__buf_add(&b, many, sizeof(many));
    assert_int_equal(b.failed, TIER1_ENOMEM);
    tier1__buf_text(&b, "x");
    assert_string_equal(tier1__buf_str(&b), "short");
    tier1__buf_clear(&b);
    tier1__buf_text(&b, "x");
    assert_string_equal(tier1__buf_str(&b), "x");
    tier1__buf_free(&b);
    assert_int_equal(f.live, 0);
}

static void keeps_to_its_limit(void **state)
{
    struct buf b;

    (void)state;
    tier1__buf_init(&b, (tier1_allocator){NULL, NULL}, 5);
    tier1__buf_text(&b, "12345");
    assert_int_equal(b.failed, TIER1_OK);
    tier1__buf_text(&b, "");
    assert_int_equal(b.failed, TIER1_OK);
    tier1__buf_text(&b, "6");
    assert_int_equal(b.failed, TIER1_ELIMIT);
    assert_string_equal(tier1__buf_str(&b), "12345");
    tier1__buf_free(&b);
}

/* A writer that asks for more than it writes meets no limit before its time,
 * and one that takes bytes back none at all. */
static void gives_room_to_writers(void **state)
{
    struct fault f = {0};
    struct buf b;
    char *to;

    (void)state;
    tier1__buf_init(&b, fault_allocator(&f), 1000);
    to = tier1__buf_room(&b, 1100);
    assert_non_null(to);
    memset(to, 'x', 1000);
    b.len += 1000;
    tier1__buf_end(&b);
    assert_int_equal(b.failed, TIER1_OK);
    assert_int_equal(strlen(b.ptr), 1000);
    to = tier1__buf_room(&b, 1);
    assert_non_null(to);
    *to = 'y';
    b.len++;
    b.len--;
    tier1__buf_end(&b);
    assert_int_equal(b.failed, TIER1_OK);
    b.len++;
    tier1__buf_end(&b);
    assert_int_equal(b.failed, TIER1_ELIMIT);
    assert_int_equal(strlen(b.ptr), 1000);
    tier1__buf_clear(&b);
    assert_null(tier1__buf_room(&b, 100000));
    assert_int_equal(b.failed, TIER1_ELIMIT);
    assert_null(tier1__buf_room(&b, 1)); /* failures stick */
    tier1__buf_clear(&b);
    b.limit = 0;
    f.fail = f.calls + 1;
    assert_null(tier1__buf_room(&b, 100000));
    assert_int_equal(b.failed, TIER1_ENOMEM);
    tier1__buf_free(&b);
    assert_int_equal(f.live, 0);
}

static void gives_its_bytes_away(void **state)
{
    struct fault f = {0};
    struct buf b;
    tier1_buf out = TIER1_BUF_INIT;

    (void)state;
    tier1__buf_init(&b, fault_allocator(&f), 100);
    tier1__buf_text(&b, "one");
    assert_int_equal(tier1__buf_give(&b, &out), TIER1_OK);
    assert_string_equal(out.ptr, "one");
    assert_int_equal(out.len, 3);
    /* a failure leaves the old text */
    tier1__buf_text(&b, "two");
    b.failed = TIER1_ELIMIT;
    assert_int_equal(tier1__buf_give(&b, &out), TIER1_ELIMIT);
    assert_string_equal(out.ptr, "one");
    /* nothing is a text too */
    assert_int_equal(tier1__buf_give(&b, &out), TIER1_OK);
    assert_string_equal(out.ptr, "");
    assert_int_equal(out.len, 0);
    f.fail = f.calls + 1;
    assert_int_equal(tier1__buf_give(&b, &out), TIER1_ENOMEM);
    tier1_buf_dispose(&out);
    tier1_buf_dispose(&out);
    tier1_buf_dispose(NULL);
    assert_null(out.ptr);
    assert_int_equal(f.live, 0);
}

static void public_buffers_are_set(void **state)
{
    struct fault f = {0};
    tier1_buf buf = TIER1_BUF_INIT;

    (void)state;
    buf.allocator = fault_allocator(&f);
    assert_int_equal(tier1_buf_set(&buf, "hello", 5), TIER1_OK);
    assert_int_equal(tier1_buf_set(&buf, buf.ptr + 1, 3), TIER1_OK);
    assert_string_equal(buf.ptr, "ell");
    f.fail = f.calls + 1;
    assert_int_equal(tier1_buf_set(&buf, "hello", 5), TIER1_ENOMEM);
    assert_string_equal(buf.ptr, "ell");
    assert_int_equal(tier1_buf_set(NULL, "", 0), TIER1_EMISUSE);
    assert_int_equal(tier1_buf_set(&buf, NULL, 1), TIER1_EMISUSE);
    tier1_buf_dispose(&buf);
    assert_int_equal(f.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats),
        cmocka_unit_test(quotes_what_is_not_to_be_trusted),
        cmocka_unit_test(errors_stick),
        cmocka_unit_test(keeps_to_its_limit),
        cmocka_unit_test(gives_room_to_writers),
        cmocka_unit_test(gives_its_bytes_away),
        cmocka_unit_test(public_buffers_are_set),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
