/* SPDX-License-Identifier: MIT */
/* For tests: an allocator that counts, checks the sizes that it is told, and
 * fails when it is told to; and the includes that cmocka needs before it. */
#ifndef TIER1_TEST_FAULT_H
#define TIER1_TEST_FAULT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/base.h>
#include <tier1/engine.h>

struct fault {
    size_t live;  /* blocks */
    size_t bytes; /* that the caller believes to hold */
    size_t calls; /* that ask for memory */
    size_t fail;  /* the call that fails, from 1; 0: none */
};

/* Each block carries its size in front of it. */
static void *fault_alloc(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct fault *f = ud;
    char *block = ptr == NULL ? NULL : (char *)ptr - 16;
    size_t held = 0;

    if (block != NULL)
        memcpy(&held, block, sizeof(held));
    if (held != old_size)
        abort();
    if (new_size == 0) {
        f->live -= block == NULL ? 0 : 1;
        f->bytes -= held;
        free(block);
        return NULL;
    }
    if (++f->calls == f->fail)
        return NULL;
    block = realloc(block, new_size + 16);
    if (block == NULL)
        abort();
    memcpy(block, &new_size, sizeof(new_size));
    f->live += ptr == NULL ? 1 : 0;
    f->bytes += new_size - held;
    return block + 16;
}

static inline tier1_allocator fault_allocator(struct fault *f)
{
    return (tier1_allocator){fault_alloc, f};
}

static inline tier1_engine *fault_engine(struct fault *f)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;

    options.allocator = fault_allocator(f);
    assert_int_equal(tier1_engine_new(&engine, &options), TIER1_OK);
    return engine;
}

#endif
