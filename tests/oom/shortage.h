/* SPDX-License-Identifier: MIT */
/* Memory that runs out when it is told to: at the n-th request alone, or from
 * the n-th on. Counts what is held, and checks the sizes that it is told. */
#ifndef TIER1_TEST_SHORTAGE_H
#define TIER1_TEST_SHORTAGE_H

#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <tier1/tier1.h>

struct shortage {
    size_t live;    /* blocks */
    size_t calls;   /* that asked for memory since it was armed */
    size_t fail;    /* the request that gets none, from 1; 0: none */
    bool for_good;  /* nor do those after it */
    size_t refused; /* requests since it was armed */
};

/* Each block carries its size in front of it. */
static inline void *shortage_alloc(void *ud, void *ptr, size_t old_size,
                                   size_t new_size)
{
    struct shortage *s = ud;
    char *block = ptr == NULL ? NULL : (char *)ptr - 16;
    size_t held = 0;

    if (block != NULL)
        memcpy(&held, block, sizeof held);
    if (held != old_size)
        abort();
    if (new_size == 0) {
        s->live -= block == NULL ? 0 : 1;
        free(block);
        return NULL;
    }
    s->calls++;
    if (s->fail != 0 &&
        (s->calls == s->fail || (s->for_good && s->calls > s->fail))) {
        s->refused++;
        return NULL;
    }
    block = realloc(block, new_size + 16);
    if (block == NULL)
        abort();
    memcpy(block, &new_size, sizeof new_size);
    s->live += ptr == NULL ? 1 : 0;
    return block + 16;
}

static inline void shortage_arm(struct shortage *s, size_t fail, bool for_good)
{
    s->calls = s->refused = 0;
    s->fail = fail;
    s->for_good = for_good;
}

static inline void shortage_end(struct shortage *s)
{
    s->fail = 0;
}

#endif
