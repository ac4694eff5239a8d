/* SPDX-License-Identifier: MIT */
/* Access to a field of a part by its table. */
#ifndef TIER1_RUN_FORM_FIELD_H
#define TIER1_RUN_FORM_FIELD_H

#include "run/form.h"

static inline const void *tier1__field_at(const struct form_field *f,
                                          const void *part)
{
    return (const char *)part + f->at;
}

static inline void *tier1__field_place(const struct form_field *f, void *part)
{
    return (char *)part + f->at;
}

/* Of FORM_NUMBER, FORM_TIME, FORM_FLAG and FORM_WORD. */
uint64_t tier1__field_number(const struct form_field *f, const void *part);
void tier1__field_set(const struct form_field *f, void *part, uint64_t number);
/* The largest number that it may be. */
uint64_t tier1__field_most(const struct form_field *f);

/* Of those that are pointers. */
const void *tier1__field_pointer(const struct form_field *f, const void *part);
void tier1__field_point(const struct form_field *f, void *part, const void *to);
/* Sets what goes with it. */
void tier1__field_with(const struct form_field *f, void *part, const void *from,
                       size_t size);

/* Of FORM_VALUES, FORM_SAID and FORM_LIST. */
size_t tier1__field_count(const struct form_field *f, const void *part);

/* Is it as it is where nothing was written? */
bool tier1__field_empty(const struct form_field *f, const void *part);

#endif
