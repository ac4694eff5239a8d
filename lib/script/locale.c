/* SPDX-License-Identifier: MIT */
/* uselocale() is the thread's own, unlike setlocale(). Where a platform has
 * none, numbers in texts of hooks follow the host's locale. */
#if defined(__unix__) || defined(__APPLE__) || defined(__wasi__)
#define _POSIX_C_SOURCE 200809L
#define HAS_USELOCALE 1
#else
#define HAS_USELOCALE 0
#endif

#include "script/locale.h"

#include <stddef.h>

#if HAS_USELOCALE

#include <locale.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

void *tier1__locale_new(void)
{
    return (void *)newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

void tier1__locale_free(void *plain)
{
    if (plain)
        freelocale((locale_t)plain);
}

void *tier1__locale_enter(void *plain)
{
    return plain ? (void *)uselocale((locale_t)plain) : NULL;
}

void tier1__locale_leave(void *outer)
{
    if (outer)
        uselocale((locale_t)outer);
}

#else

void *tier1__locale_new(void)
{
    return NULL;
}

void tier1__locale_free(void *plain)
{
    (void)plain;
}

void *tier1__locale_enter(void *plain)
{
    return plain;
}

void tier1__locale_leave(void *outer)
{
    (void)outer;
}

#endif
