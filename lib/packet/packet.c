/* SPDX-License-Identifier: MIT */
/* The packet: the public call. JSON is written as it comes; for a page the
 * document is built as a value first. What is made beside lies in an arena of
 * its own, which is thrown away; the session is only read. */
#include <string.h>

#include <tier1/packet.h>

#include "base/mem.h"
#include "base/options.h"
#include "packet/document.h"
#include "packet/markdown.h"

#define FIRST_CHUNK 4096

/* Room for the JSON of a session, guessed, so that it seldom has to grow. */
#define FIRST_ROOM 2048
#define ROOM_EACH 512 /* step */

/* The allocator, and whether it ever refused: what fails without that has met
 * the cap. */
struct meter {
    const tier1_allocator *real;
    bool refused;
};

static void *metered(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct meter *meter = ud;
    void *given = tier1__mem(meter->real, ptr, old_size, new_size);
    meter->refused = meter->refused || (!given && new_size > 0);
    return given;
}

/* Frames go up to the one of the flow that was started. */
static const struct frame *first_frame(const struct state *now)
{
    const struct frame *frame = now->frame ? now->frame : now->last_frame;
    if (!frame && now->visit_count > 0)
        frame = now->visits[0].frame;
    return frame ? tier1__frame_first(frame) : NULL;
}

static bool prepare(struct packet *p, const tier1_session *session,
                    const tier1_packet_options *options, struct arena *a,
                    struct buf *json)
{
    memset(p, 0, sizeof *p);
    p->session = session;
    p->begin = &session->awake->begin;
    (void)tier1__begin_id(&session->awake->begin);
    (void)tier1__begin_packet_id(&session->awake->begin,
                                 session->awake->walk.now.ended);
    p->now = &session->awake->walk.now;
    p->flow = session->flow;
    p->first = first_frame(p->now);
    p->arena = a;
    p->customer = options && options->for_customer;
    p->own_words = !p->customer || p->begin->audience == AUDIENCE_CUSTOMER;
    tier1__words_init(&p->redacted, a);
    tier1__secrets_init(&p->secrets, a);
    p->listed =
        tier1__arena_array(a, p->flow->variable_count, sizeof *p->listed);
    tier1__sink_init(&p->sink, a, json);
    return p->listed && tier1__packet_know_rules(p) && tier1__packet_line_up(p);
}

/* As much as fits into the cap. That there is no memory for it sticks. */
static void make_room(struct buf *text, const struct state *now)
{
    size_t room = FIRST_ROOM, more;
    if (tier1__mul(now->visit_count, ROOM_EACH, &more))
        (void)tier1__add(room, more, &room);
    if (text->limit != 0 && room > text->limit)
        room = text->limit;
    (void)tier1__buf_grow(text, room);
}

static const char *fails_by(int rc)
{
    return rc == TIER1_ELIMIT ? "the cap `packet_bytes` was reached"
                              : tier1_status_text(rc);
}

/* Why there cannot be a packet; NULL: there can. */
static const char *misuse(const tier1_buf *out, const tier1_session *session,
                          tier1_packet_form form,
                          const tier1_packet_options *options)
{
    if (tier1_session_state(session) != TIER1_DONE)
        return "The session has not ended, and has no packet yet.";
    if (form < TIER1_PACKET_JSON || form > TIER1_PACKET_TEXT)
        return "There is no such form of a packet.";
    return !out || !options ? "There is no buffer, or the options are not good."
                            : NULL;
}

int tier1_packet_render(tier1_buf *out, const tier1_session *session,
                        tier1_packet_form form,
                        const tier1_packet_options *options)
{
    tier1_packet_options whole = TIER1_PACKET_OPTIONS_INIT;
    struct packet p;
    struct arena arena;
    struct buf text;
    struct meter meter = {NULL, false};
    const char *why;
    int rc;

    options = TIER1__OPTIONS(PACKET, options, &whole);
    why = misuse(out, session, form, options);
    if (why)
        return tier1__session_misuse(session, why);
    rc = tier1__wake(session);
    if (rc != TIER1_OK)
        return rc;
    const tier1_engine *engine = session->engine;
    size_t limit = engine->caps.packet_bytes > SIZE_MAX
                       ? SIZE_MAX
                       : (size_t)engine->caps.packet_bytes;
    meter.real = &engine->allocator;
    /* The document takes more room than its text, which is what is capped. */
    tier1__arena_init(&arena, (tier1_allocator){metered, &meter}, FIRST_CHUNK,
                      limit > SIZE_MAX / 16 ? limit : limit * 16);
    tier1__buf_init(&text, engine->allocator, limit);

    if (form == TIER1_PACKET_JSON)
        make_room(&text, &session->awake->walk.now);
    bool made = prepare(&p, session, options, &arena,
                        form == TIER1_PACKET_JSON ? &text : NULL);
    if (made) {
        tier1__packet_find_secrets(&p);
        made = tier1__packet_document(&p);
    }
    if (made && form != TIER1_PACKET_JSON)
        tier1__packet_page(&text, p.sink.value, form == TIER1_PACKET_MARKDOWN);
    if (made || text.failed != TIER1_OK) {
        rc = tier1__buf_give(&text, out);
    } else {
        rc = meter.refused ? TIER1_ENOMEM : TIER1_ELIMIT;
        tier1__buf_free(&text);
    }
    tier1__arena_free(&arena);
    return rc == TIER1_OK ? rc : tier1__session_fail(session, rc, fails_by(rc));
}
