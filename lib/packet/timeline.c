/* SPDX-License-Identifier: MIT */
/* The session in the order of things: what stands, what was taken back, and
 * the backs, by their numbers.
 *
 * Walked once from the start, it also tells which visit of a step replaced
 * which: a step can be asked several times on one way, and going back past two
 * of them and answering both anew makes two revisions, not one of three. */
#include "packet/document.h"

static void sink(struct moment *items, size_t root, size_t count)
{
    for (;;) {
        size_t child = root * 2 + 1;
        if (child >= count)
            return;
        if (child + 1 < count && items[child].seq < items[child + 1].seq)
            child++;
        if (items[root].seq >= items[child].seq)
            return;
        struct moment held = items[root];
        items[root] = items[child];
        items[child] = held;
        root = child;
    }
}

static void sort(struct moment *items, size_t count)
{
    for (size_t i = count / 2; i > 0; i--)
        sink(items, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        struct moment last = items[0];
        items[0] = items[end - 1];
        items[end - 1] = last;
        sink(items, 0, end - 1);
    }
}

bool tier1__packet_same_step(const struct visit *a, const struct visit *b)
{
    return a->step == b->step && a->frame->flow == b->frame->flow;
}

/* Takes off what a back undid: the visit that was open, and all down to the
 * one that is open again. */
static size_t take_back(const struct moment *line, const size_t *standing,
                        size_t count, const struct moment *again)
{
    if (!again->visit)
        return count;
    for (size_t left = count > 0 ? count - 1 : 0; left > 0; left--) {
        const struct moment *m = &line[standing[left - 1]];
        if (tier1__packet_same_step(m->visit, again->visit))
            return left - 1;
    }
    return count;
}

/* Numbers the visits of each step on the way that stood then. */
static void number(struct moment *line, size_t count, size_t *standing)
{
    size_t height = 0;
    for (size_t i = 0; i < count; i++) {
        struct moment *m = &line[i];
        if (!m->visit) {
            if (i + 1 < count)
                height = take_back(line, standing, height, m + 1);
            continue;
        }
        for (size_t k = 0; k < height; k++)
            m->nth +=
                tier1__packet_same_step(line[standing[k]].visit, m->visit);
        standing[height++] = i;
    }
}

bool tier1__packet_line_up(struct packet *p)
{
    const struct state *now = p->now;
    size_t count = now->visit_count + now->dropped_count + now->back_count;
    struct moment *line = tier1__arena_array(p->arena, count, sizeof *line);
    size_t *standing = tier1__arena_array(p->arena, count, sizeof *standing);
    size_t n = 0;

    if (!line || !standing)
        return false;
    for (size_t i = 0; i < now->visit_count; i++, n++) {
        line[n].seq = now->visits[i].seq;
        line[n].visit = &now->visits[i];
    }
    for (size_t i = 0; i < now->dropped_count; i++, n++) {
        line[n].seq = now->dropped[i].seq;
        line[n].visit = &now->dropped[i];
        line[n].undone = true;
    }
    for (size_t i = 0; i < now->back_count; i++, n++) {
        line[n].seq = now->backs[i].seq;
        line[n].at = now->backs[i].at;
        line[n].revised = now->backs[i].revised;
    }
    sort(line, count);
    number(line, count, standing);
    p->line = line;
    p->line_count = count;
    return true;
}

const struct moment *tier1__packet_moment(const struct packet *p, uint32_t seq)
{
    size_t from = 0, to = p->line_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (p->line[middle].seq < seq)
            from = middle + 1;
        else
            to = middle;
    }
    return from < p->line_count && p->line[from].seq == seq ? &p->line[from]
                                                            : NULL;
}
