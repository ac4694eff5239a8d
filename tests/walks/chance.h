/* SPDX-License-Identifier: MIT */
/* Random things for random walks: numbers from a seed, answers for what a
 * view asks, results for what a host function is called for. */
#ifndef TIER1_TEST_CHANCE_H
#define TIER1_TEST_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tier1/tier1.h>

struct chance {
    uint64_t state; /* never 0 */
};

/* A seed of its own for the index-th walk of a run. */
uint64_t chance_mix(uint64_t seed, uint64_t index);
void chance_seed(struct chance *c, uint64_t seed);
uint64_t chance_next(struct chance *c);
/* From 0 to `bound` - 1; 0 for 0. */
size_t chance_below(struct chance *c, size_t bound);
/* True `percent` times of a hundred. */
bool chance_of(struct chance *c, unsigned percent);

/* Memory that is not there, or a value that cannot be made, ends the program:
 * nothing that is tested here can mean it. */
tier1_value *make_text(tier1_engine *e, const char *text);
tier1_value *make_integer(tier1_engine *e, int64_t number);
tier1_value *make_map(tier1_engine *e);
tier1_value *make_list(tier1_engine *e);
tier1_value *make_null(tier1_engine *e);
tier1_value *make_boolean(tier1_engine *e, bool yes);
tier1_value *make_number(tier1_engine *e, double number);
void put(tier1_value *map, const char *key, tier1_value *item);
void add(tier1_value *list, tier1_value *item);

/* What a person might answer to what is shown. */
tier1_value *random_answer(struct chance *c, tier1_engine *e,
                           const tier1_view *view);
/* What nobody should answer, but somebody does. */
tier1_value *random_nonsense(struct chance *c, tier1_engine *e);
/* What a CRM might give for a variable. */
tier1_value *random_given(struct chance *c, tier1_engine *e,
                          const tier1_variable_info *v);
/* Remedies that were tried before, as a list. */
tier1_value *random_history(struct chance *c, tier1_engine *e);
/* What a host function might say; NULL is null. */
tier1_value *random_result(struct chance *c, tier1_engine *e);
/* A host function for every name; `ud` is a struct chance. */
int random_host(void *ud, const tier1_call *call, tier1_value **result);

#endif
