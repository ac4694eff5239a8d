/* SPDX-License-Identifier: MIT */
/* Who has the problem, who reports it, and in whose hands it has been. */
#include "packet/document.h"

/* The one who answers for the problem. Somebody always does: where no owner
 * was ever named it is the one who reported it, and where nobody is known
 * either the word says that it has yet to be given to someone. */
static const char *owner_of(struct packet *p)
{
    const char *const known[] = {p->now->owner, p->begin->owner,
                                 p->begin->submitter};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i] && *known[i])
            return tier1__packet_hidden(p, known[i]);
    }
    return "unassigned";
}

/* A hand-over has happened, whatever was taken back afterwards. */
static void put_transfers(struct packet *p, struct value_builder *people)
{
    const struct state *now = p->now;
    const char *from = tier1__packet_hidden(p, p->begin->owner);
    struct value_builder list, contributors;

    tier1__builder_init(&list, p->arena);
    tier1__builder_init(&contributors, p->arena);
    if (from && *from)
        tier1__packet_words(&contributors, p->arena, &from, 1);
    for (size_t i = 0; i < now->record_count; i++) {
        const struct record *r = &now->records[i];
        struct value_builder b;
        if (r->type != RECORD_TRANSFER || !r->to)
            continue;
        const char *to = tier1__packet_hidden(p, r->to);
        tier1__builder_init(&b, p->arena);
        tier1__packet_word(&b, "from", from);
        tier1__packet_word(&b, "to", to);
        tier1__packet_free(p, &b, "why", r->text);
        tier1__packet_time(p, &b, "at", r->at);
        tier1__packet_map(&list, NULL, &b);
        tier1__packet_words(&contributors, p->arena, &to, to != NULL);
        from = to;
    }
    tier1__packet_list(people, "contributors", &contributors);
    tier1__packet_list(people, "transfers", &list);
}

void tier1__packet_people(struct packet *p, struct value_builder *top)
{
    struct value_builder b;
    tier1__builder_init(&b, p->arena);
    tier1__packet_free(p, &b, "requester", p->begin->requester);
    tier1__packet_free(p, &b, "submitter", p->begin->submitter);
    tier1__packet_word(&b, "owner", owner_of(p));
    if (!p->customer)
        put_transfers(p, &b);
    tier1__packet_map(top, "people", &b);
}
