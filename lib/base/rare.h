/* SPDX-License-Identifier: MIT */
/* Marks a function that few calls come to: its caller takes no precautions for
 * it. */
#ifndef TIER1_BASE_RARE_H
#define TIER1_BASE_RARE_H

#if defined(__GNUC__)
#define RARE __attribute__((noinline))
#else
#define RARE
#endif

#endif
