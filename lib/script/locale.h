/* SPDX-License-Identifier: MIT */
/* Lua writes and reads some numbers with the C library, which heeds the
 * thread's locale. While a hook runs that is "C". */
#ifndef TIER1_SCRIPT_LOCALE_H
#define TIER1_SCRIPT_LOCALE_H

/* The locale "C"; NULL where there is none to be had. */
void *tier1__locale_new(void);
void tier1__locale_free(void *plain);

/* Sets it for this thread; gives what was there, for the way out. */
void *tier1__locale_enter(void *plain);
void tier1__locale_leave(void *outer);

#endif
