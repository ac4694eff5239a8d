/* SPDX-License-Identifier: MIT */
#include "tally.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool tally_init(struct tally *t, const tier1_library *library)
{
    t->count = tier1_library_count(library);
    t->flows = calloc(t->count, sizeof *t->flows);
    for (size_t i = 0; t->flows != NULL && i < t->count; i++) {
        struct tally_flow *f = &t->flows[i];

        f->flow = tier1_library_at(library, i);
        f->reached =
            calloc(tier1_flow_about(f->flow)->step_count, sizeof *f->reached);
        if (f->reached == NULL)
            return false;
    }
    return t->flows != NULL;
}

static struct tally_flow *find_flow(struct tally *t, const char *id)
{
    for (size_t i = 0; i < t->count; i++)
        if (strcmp(tier1_flow_about(t->flows[i].flow)->id, id) == 0)
            return &t->flows[i];
    return NULL;
}

static void add_visit(struct tally *t, const tier1_visit *v)
{
    struct tally_flow *f = find_flow(t, v->flow);
    const char *id;

    t->visits++;
    t->undone += v->undone != 0;
    for (size_t i = 0; f != NULL && (id = tier1_flow_step(f->flow, i)); i++)
        if (id == v->step || strcmp(id, v->step) == 0) {
            f->reached[i]++;
            return;
        }
}

static void add_outcome(struct tally_flow *f, const tier1_outcome *o)
{
    struct tally_outcome *row;
    size_t i = 0;

    f->walks++;
    while (i < f->outcome_count && (f->outcomes[i].end != o->end ||
                                    strcmp(f->outcomes[i].reason, o->reason)))
        i++;
    if (i == TALLY_OUTCOMES)
        return;
    row = &f->outcomes[i];
    if (i == f->outcome_count) {
        f->outcome_count++;
        row->end = o->end;
        (void)snprintf(row->reason, sizeof row->reason, "%s", o->reason);
        if (o->detail != NULL)
            (void)snprintf(row->detail, sizeof row->detail, "%s", o->detail);
    }
    row->count++;
}

void tally_add(struct tally *t, const tier1_session *s)
{
    const char *id = tier1_flow_about(tier1_session_flow(s))->id;
    size_t count = tier1_session_visit_count(s);
    tier1_visit v;

    add_outcome(find_flow(t, id), tier1_session_outcome(s));
    for (size_t i = 0; i < count && tier1_session_visit(s, i, &v); i++)
        add_visit(t, &v);
}

static void print_flow(const struct tally_flow *f)
{
    const char *id;

    printf("%s: %" PRIu64 " walks\n", tier1_flow_about(f->flow)->id, f->walks);
    for (size_t i = 0; i < f->outcome_count; i++)
        printf("  %9" PRIu64 "  %s %s%s%s\n", f->outcomes[i].count,
               tier1_end_text(f->outcomes[i].end), f->outcomes[i].reason,
               f->outcomes[i].detail[0] != '\0' ? ": " : "",
               f->outcomes[i].detail);
    for (size_t i = 0; (id = tier1_flow_step(f->flow, i)) != NULL; i++)
        if (f->reached[i] == 0)
            printf("  never reached: %s\n", id);
}

void tally_print(const struct tally *t)
{
    for (size_t i = 0; i < t->count; i++)
        print_flow(&t->flows[i]);
    printf("%" PRIu64 " visits, %" PRIu64 " of them taken back\n", t->visits,
           t->undone);
}

void tally_free(struct tally *t)
{
    for (size_t i = 0; t->flows != NULL && i < t->count; i++)
        free(t->flows[i].reached);
    free(t->flows);
    t->flows = NULL;
}
