/* SPDX-License-Identifier: MIT */
#include "chance.h"

#include <stdio.h>
#include <stdlib.h>

uint64_t chance_mix(uint64_t seed, uint64_t index)
{
    uint64_t z = seed + (index + 1) * 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void chance_seed(struct chance *c, uint64_t seed)
{
    c->state = seed == 0 ? 1 : seed;
}

/* xorshift64* */
uint64_t chance_next(struct chance *c)
{
    c->state ^= c->state >> 12;
    c->state ^= c->state << 25;
    c->state ^= c->state >> 27;
    return c->state * 0x2545F4914F6CDD1Du;
}

size_t chance_below(struct chance *c, size_t bound)
{
    return bound == 0 ? 0 : (size_t)((chance_next(c) >> 16) % bound);
}

bool chance_of(struct chance *c, unsigned percent)
{
    return chance_below(c, 100) < percent;
}

static void need(int rc)
{
    if (rc == TIER1_OK)
        return;
    fprintf(stderr, "a value cannot be made: %s\n", tier1_status_text(rc));
    exit(2);
}

tier1_value *make_text(tier1_engine *e, const char *text)
{
    tier1_value *v;
    need(tier1_value_new_text(&v, e, text));
    return v;
}

tier1_value *make_integer(tier1_engine *e, int64_t number)
{
    tier1_value *v;
    need(tier1_value_new_integer(&v, e, number));
    return v;
}

tier1_value *make_number(tier1_engine *e, double number)
{
    tier1_value *v;
    need(tier1_value_new_number(&v, e, number));
    return v;
}

tier1_value *make_boolean(tier1_engine *e, bool yes)
{
    tier1_value *v;
    need(tier1_value_new_boolean(&v, e, yes));
    return v;
}

tier1_value *make_null(tier1_engine *e)
{
    tier1_value *v;
    need(tier1_value_new_null(&v, e));
    return v;
}

tier1_value *make_list(tier1_engine *e)
{
    tier1_value *v;
    need(tier1_value_new_list(&v, e));
    return v;
}

tier1_value *make_map(tier1_engine *e)
{
    tier1_value *v;
    need(tier1_value_new_map(&v, e));
    return v;
}

void put(tier1_value *map, const char *key, tier1_value *item)
{
    need(tier1_value_set(map, key, item));
}

void add(tier1_value *list, tier1_value *item)
{
    need(tier1_value_append(list, item));
}
