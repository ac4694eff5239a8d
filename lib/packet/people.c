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

/* In whose hands it has been, in their order. */
static void put_contributors(struct packet *p)
{
    const struct state *now = p->now;
    const char *first = tier1__packet_hidden(p, p->begin->owner);
    struct words contributors;

    tier1__words_init(&contributors, p->arena);
    if (first && *first)
        tier1__words_add(&contributors, first);
    for (size_t i = 0; i < now->record_count; i++) {
        const struct record *r = &now->records[i];
        if (r->type != RECORD_TRANSFER || !r->to)
            continue;
        const char *to = tier1__packet_hidden(p, r->to);
        tier1__words_add_all(&contributors, &to, to != NULL);
    }
    tier1__packet_words(p, KEY("contributors"), &contributors);
}

/* A hand-over has happened, whatever was taken back afterwards. */
static void put_transfers(struct packet *p)
{
    const struct state *now = p->now;
    const char *from = p->begin->owner;

    tier1__sink_open(&p->sink, KEY("transfers"), true);
    for (size_t i = 0; i < now->record_count; i++) {
        const struct record *r = &now->records[i];
        if (r->type != RECORD_TRANSFER || !r->to)
            continue;
        tier1__sink_open(&p->sink, NO_KEY, false);
        tier1__packet_free(p, KEY("from"), from);
        tier1__packet_free(p, KEY("to"), r->to);
        tier1__packet_free(p, KEY("why"), r->text);
        tier1__packet_time(p, KEY("at"), r->at);
        tier1__sink_close(&p->sink);
        from = r->to;
    }
    tier1__sink_close(&p->sink);
}

void tier1__packet_people(struct packet *p)
{
    tier1__sink_open(&p->sink, KEY("people"), false);
    tier1__packet_free(p, KEY("requester"), p->begin->requester);
    tier1__packet_free(p, KEY("submitter"), p->begin->submitter);
    tier1__packet_word(p, KEY("owner"), owner_of(p));
    if (!p->customer) {
        put_contributors(p);
        put_transfers(p);
    }
    tier1__sink_close(&p->sink);
}
