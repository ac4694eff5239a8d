/* SPDX-License-Identifier: MIT */
/* The session in the order of things: what stands, what was taken back, and
 * the backs, by their numbers.
 *
 * Walked once from the start, it also tells which visit of a step replaced
 * which: a step can be asked several times on one way, and going back past two
 * of them and answering both anew makes two revisions, not one of three. */
#include "packet/document.h"

bool tier1__packet_same_step(const struct visit *a, const struct visit *b)
{
    return a->step == b->step && a->frame->flow == b->frame->flow;
}

/* ---- the steps -------------------------------------------------------- */

struct passed {
    const struct step *step;     /* NULL: free */
    uint32_t standing;           /* visits of it on the way as it then was */
    struct moment *first, *last; /* that are undone */
};

/* Where a step is, or would be. */
static struct passed *passed_by(const struct packet *p, const struct step *step)
{
    size_t at = (size_t)((uintptr_t)step / sizeof *step);
    for (;; at++) {
        struct passed *found = &p->passed[at & (p->passed_room - 1)];
        if (!found->step || found->step == step)
            return found;
    }
}

/* Half of it stays free. */
static bool pass_none(struct packet *p, size_t count)
{
    size_t room = 8;
    while (room < count * 2)
        room *= 2;
    p->passed_room = room;
    p->passed = tier1__arena_array(p->arena, room, sizeof *p->passed);
    return p->passed != NULL;
}

/* Takes off what a back undid: the visit that was open, and all down to the
 * one that is open again. */
static size_t take_back(const struct packet *p, const size_t *standing,
                        size_t count, const struct moment *again)
{
    size_t left = count;
    if (!again->visit || count == 0)
        return count;
    const struct step *top = p->line[standing[count - 1]].visit->step;
    const struct step *wanted = again->visit->step;
    if (passed_by(p, wanted)->standing <= (top == wanted))
        return count;
    do {
        passed_by(p, p->line[standing[--left]].visit->step)->standing--;
    } while (left == count - 1 ||
             p->line[standing[left]].visit->step != wanted);
    return left;
}

/* Numbers the visits of each step on the way that stood then, and puts those
 * that are undone in a row. */
static void number(struct packet *p, struct moment *line, size_t *standing)
{
    size_t height = 0;
    for (size_t i = 0; i < p->line_count; i++) {
        struct moment *m = &line[i];
        if (!m->visit) {
            if (i + 1 < p->line_count)
                height = take_back(p, standing, height, m + 1);
            continue;
        }
        struct passed *passed = passed_by(p, m->visit->step);
        passed->step = m->visit->step;
        m->nth = passed->standing++;
        standing[height++] = i;
        if (!m->undone)
            continue;
        if (passed->last)
            passed->last->later = m;
        else
            passed->first = m;
        passed->last = m;
    }
}

const struct moment *tier1__packet_undone(const struct packet *p,
                                          const struct visit *visit)
{
    return p->passed ? passed_by(p, visit->step)->first : NULL;
}

/* ---- the line --------------------------------------------------------- */

/* Visits, dropped ones and backs are each in their order. */
static void merge(const struct state *now, struct moment *line)
{
    size_t visit = 0, dropped = 0, back = 0;
    for (;;) {
        uint32_t a = UINT32_MAX, b = UINT32_MAX, c = UINT32_MAX;
        if (visit < now->visit_count)
            a = now->visits[visit].seq;
        if (dropped < now->dropped_count)
            b = now->dropped[dropped].seq;
        if (back < now->back_count)
            c = now->backs[back].seq;
        if (visit < now->visit_count && a <= b && a <= c) {
            *line++ = (struct moment){.seq = a, .visit = &now->visits[visit++]};
        } else if (dropped < now->dropped_count && b <= c) {
            *line++ = (struct moment){
                .seq = b, .visit = &now->dropped[dropped++], .undone = true};
        } else if (back < now->back_count) {
            const struct undo_mark *mark = &now->backs[back++];
            *line++ = (struct moment){
                .seq = c, .at = mark->at, .revised = mark->revised};
        } else {
            return;
        }
    }
}

bool tier1__packet_line_up(struct packet *p)
{
    const struct state *now = p->now;
    size_t count = now->visit_count + now->dropped_count + now->back_count;
    struct moment *line = tier1__arena_array(p->arena, count, sizeof *line);
    bool straight = count == now->visit_count;

    if (!line)
        return false;
    merge(now, line);
    p->line = line;
    p->line_count = count;
    if (straight)
        return true;
    size_t *standing = tier1__arena_array(p->arena, count, sizeof *standing);
    if (!standing || !pass_none(p, count))
        return false;
    number(p, line, standing);
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
