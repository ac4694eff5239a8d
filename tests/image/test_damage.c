/* SPDX-License-Identifier: MIT */
/* Compiled files that are damaged: with their checksum as it was, each is
 * refused; with one that is right, each is refused or can be walked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tier1/sys/posix.h>

#include "image/image.h"
#include "walker.h"

struct file {
    tier1_engine *engine;
    tier1_buf bytes;
};

static void compile(struct file *f, const char *folder)
{
    tier1_library *library = NULL;

    f->engine = walker_engine();
    f->bytes = (tier1_buf)TIER1_BUF_INIT;
    assert_int_equal(tier1_posix_load(&library, NULL, f->engine, folder),
                     TIER1_OK);
    assert_int_equal(tier1_library_compile(&f->bytes, library), TIER1_OK);
    tier1_library_free(library);
}

static void compile_shipped(struct file *f, const char *name)
{
    char path[1024];

    (void)snprintf(path, sizeof path, "%s/%s", getenv("TIER1_FLOWS"), name);
    compile(f, path);
}

/* All kinds of steps and questions. */
static void compile_everything(struct file *f)
{
    char path[1024];

    (void)snprintf(path, sizeof path, "%s/tests/walks/flows",
                   getenv("TIER1_SOURCE"));
    compile(f, path);
}

static void file_free(struct file *f)
{
    tier1_buf_dispose(&f->bytes);
    tier1_engine_free(f->engine);
}

/* Bytes in a block that is just as large, so that a sanitizer sees more. */
static int read_bytes(struct file *f, const char *bytes, size_t length,
                      bool sum, tier1_library **library)
{
    tier1_diagnostics *list = NULL;
    char *block = malloc(length ? length : 1);
    const tier1_source source = {"damaged.tier1", block, length};
    int rc;

    assert_non_null(block);
    memcpy(block, bytes, length);
    rc = tier1__image_load(library, &list, f->engine, &source, sum);
    free(block);
    assert_true(rc == TIER1_OK || rc == TIER1_EFLOW);
    assert_true((rc == TIER1_OK) == (*library != NULL));
    assert_int_equal(tier1_diagnostics_count(list), rc == TIER1_OK ? 0 : 1);
    if (rc == TIER1_EFLOW) {
        const tier1_diagnostic *d = tier1_diagnostics_at(list, 0);
        assert_string_equal(d->file, "damaged.tier1");
        assert_non_null(d->rule);
        assert_true(d->message[0] != '\0');
    }
    tier1_diagnostics_free(list);
    return rc;
}

static void every_prefix(void **state)
{
    struct file f;
    tier1_library *library = NULL;

    (void)state;
    compile_everything(&f);
    for (size_t n = 0; n < f.bytes.len; n++) {
        assert_int_equal(read_bytes(&f, f.bytes.ptr, n, true, &library),
                         TIER1_EFLOW);
        assert_int_equal(read_bytes(&f, f.bytes.ptr, n, false, &library),
                         TIER1_EFLOW);
    }
    assert_int_equal(read_bytes(&f, f.bytes.ptr, f.bytes.len, true, &library),
                     TIER1_OK);
    tier1_library_free(library);
    file_free(&f);
}

static void every_byte(void **state)
{
    struct file f;
    tier1_library *library = NULL;

    (void)state;
    compile_everything(&f);
    for (size_t i = 0; i < f.bytes.len; i++) {
        f.bytes.ptr[i] = (char)~f.bytes.ptr[i];
        assert_int_equal(
            read_bytes(&f, f.bytes.ptr, f.bytes.len, true, &library),
            TIER1_EFLOW);
        f.bytes.ptr[i] = (char)~f.bytes.ptr[i];
    }
    file_free(&f);
}

/* One byte is another, and the checksum is right. */
static size_t others(struct file *f, unsigned flip)
{
    size_t taken = 0;

    for (size_t i = 0; i + IMAGE_CRC_LENGTH < f->bytes.len; i++) {
        tier1_library *library = NULL;

        f->bytes.ptr[i] = (char)((unsigned char)f->bytes.ptr[i] ^ flip);
        if (read_bytes(f, f->bytes.ptr, f->bytes.len, false, &library) ==
            TIER1_OK) {
            walker_walk(f->engine, library, 12);
            tier1_library_free(library);
            taken++;
        }
        f->bytes.ptr[i] = (char)((unsigned char)f->bytes.ptr[i] ^ flip);
    }
    return taken;
}

static void every_byte_with_its_sum(void **state)
{
    static const unsigned flips[] = {0x01, 0x02, 0x80, 0xFF, 0x10};
    struct file f;

    (void)state;
    compile_everything(&f);
    for (size_t i = 0; i < sizeof flips / sizeof *flips; i++) {
        size_t taken = others(&f, flips[i]);

        printf("flipped by %02x: %zu of %zu taken\n", flips[i], taken,
               f.bytes.len);
        assert_true(taken < f.bytes.len);
    }
    file_free(&f);
}

/* A piece is missing, or there twice: lists and their counts part. */
static void pieces(void **state)
{
    struct file f;
    tier1_library *library = NULL;
    char *bytes;

    (void)state;
    compile_shipped(&f, "");
    bytes = malloc(f.bytes.len + 8);
    assert_non_null(bytes);
    for (size_t i = IMAGE_HEAD_LENGTH; i + 16 < f.bytes.len; i += 7) {
        memcpy(bytes, f.bytes.ptr, f.bytes.len);
        /* as long as before, and what follows one or more bytes off */
        memmove(bytes + i, bytes + i + 1 + i % 5,
                f.bytes.len - i - 6 - IMAGE_CRC_LENGTH);
        if (read_bytes(&f, bytes, f.bytes.len, false, &library) == TIER1_OK) {
            walker_walk(f.engine, library, 6);
            tier1_library_free(library);
            library = NULL;
        }
    }
    free(bytes);
    file_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_prefix),
        cmocka_unit_test(every_byte),
        cmocka_unit_test(every_byte_with_its_sum),
        cmocka_unit_test(pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
