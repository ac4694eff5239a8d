/* SPDX-License-Identifier: MIT */
/* A compiled file whose checksum was right: it is refused, or its flows are
 * looked at and walked; written again it is a file that is read, and the same
 * when that is written. */
#include "fuzz.h"

#include "image/image.h"
#include "walker.h"

static tier1_buf written(const tier1_library *library)
{
    tier1_buf out = TIER1_BUF_INIT;

    FUZZ_CHECK(tier1_library_compile(&out, library) == TIER1_OK);
    return out;
}

static tier1_library *read_again(tier1_engine *engine, const tier1_buf *bytes)
{
    const tier1_source source = {"again.tier1", bytes->ptr, bytes->len};
    tier1_library *library = NULL;

    FUZZ_CHECK(tier1_library_read(&library, NULL, engine, &source) == TIER1_OK);
    return library;
}

static void again(tier1_engine *engine, const tier1_library *library)
{
    tier1_buf one = written(library), two;
    tier1_library *read = read_again(engine, &one);

    two = written(read);
    FUZZ_CHECK(one.len == two.len && memcmp(one.ptr, two.ptr, one.len) == 0);
    tier1_library_free(read);
    tier1_buf_dispose(&one);
    tier1_buf_dispose(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static tier1_engine *engine; /* kept: it is the same for all inputs */
    const tier1_source source = {"fuzz.tier1", (const char *)data, size};
    tier1_diagnostics *list = NULL;
    tier1_library *library = NULL;
    int rc;

    if (!engine)
        engine = walker_engine();
    rc = tier1__image_load(&library, &list, engine, &source, false);
    FUZZ_CHECK(rc == TIER1_OK || rc == TIER1_EFLOW);
    FUZZ_CHECK((rc == TIER1_OK) == (library != NULL));
    FUZZ_CHECK(tier1_diagnostics_count(list) == (rc == TIER1_OK ? 0u : 1u));
    tier1_diagnostics_free(list);
    if (library) {
        walker_walk(engine, library, 12);
        again(engine, library);
    }
    tier1_library_free(library);
    return 0;
}
