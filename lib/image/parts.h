/* SPDX-License-Identifier: MIT */
/* Bits of numbers in which a compiled file has more than one thing; writer and
 * reader share them. Private to this folder. */
#ifndef TIER1_IMAGE_PARTS_H
#define TIER1_IMAGE_PARTS_H

/* In front of a hook. */
#define HOOK_FORM 3u
#define HOOK_HAS_LINES 4u
#define HOOK_HAS_FILE 8u

/* In front of a name of a hook. */
#define NAME_KIND 7u
#define NAME_ASSIGNED 8u
#define NAME_WHOLE 16u
#define NAME_FIELDS 32u

/* In front of the pieces of a text: both audiences have the same words; the count of pieces
 * stands above it. */
#define TEXT_SAME 1u

/* In front of a text there is 0, or (from 1) the number that names the only
 * piece of one that is the same letters for both audiences. */

/* In front of routes: there is one, without condition, of which the target
 * stands above it; else their number. */
#define ROUTES_ONE 1u
#define ROUTES_HEAD (ROUTES_ONE | TARGET_KIND << 1)
#define ROUTES_TO_STEP (ROUTES_ONE | TARGET_STEP << 1)
#define ROUTES_BITS (TARGET_BITS + 1)

/* Of a translation: it has these. */
#define SAID_TITLE 1u
#define SAID_SUMMARY 2u

/* Of a target; the step stands above it. */
#define TARGET_KIND 3u
#define TARGET_BITS 2

/* The shape of a variable: of any type, its own, or the step's (the number of
 * the field stands above it, from 1; 0: the step's own question). */
enum shape_kind { SHAPE_ANY, SHAPE_OWN, SHAPE_STEP };
#define SHAPE_KIND 3u
#define SHAPE_BITS 2

#endif
