/* SPDX-License-Identifier: MIT */
/* JSON for the walk vectors, by the values of tier1 itself. What fails here is
 * the end of the program: there is nothing to test then. */
#ifndef VECTORS_VALUE_H
#define VECTORS_VALUE_H

#include <tier1/tier1.h>

/* Ends the program, and says where, unless `rc` is no error. */
void need(int rc, const char *what);

/* The engine that makes and reads all values of the vectors. */
tier1_engine *value_engine(void);
void value_end(void);

tier1_value *value_read(const char *json, size_t length);
tier1_value *value_map(void);
tier1_value *value_list(void);
tier1_value *value_copy(const tier1_value *value);

void put(tier1_value *map, const char *key, tier1_value *item);
void put_integer(tier1_value *map, const char *key, int64_t integer);
void put_boolean(tier1_value *map, const char *key, int boolean);
/* Nothing is put where the text is NULL. */
void put_text(tier1_value *map, const char *key, const char *text);
void add_text(tier1_value *list, const char *text);

/* A member; NULL where there is none. */
const char *text_of(const tier1_value *map, const char *key);
int64_t integer_of(const tier1_value *map, const char *key);

/* On one line; tier1_buf_dispose(). */
tier1_buf value_line(const tier1_value *value);

#endif
