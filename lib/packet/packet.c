/* SPDX-License-Identifier: MIT */
/* The packet: the public call. The document is built as a value in an arena
 * of its own, which is thrown away, and then written in the form that was
 * asked for; the session is only read. */
#include <string.h>

#include <tier1/packet.h>

#include "base/mem.h"
#include "data/json_write.h"
#include "packet/document.h"
#include "packet/markdown.h"

#define FIRST_CHUNK 8192

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
                    const tier1_packet_options *options, struct arena *a)
{
    memset(p, 0, sizeof *p);
    p->session = session;
    p->begin = &session->awake->begin;
    (void)tier1__begin_id(&session->awake->begin);
    p->now = &session->awake->walk.now;
    p->flow = session->flow;
    p->first = first_frame(p->now);
    p->arena = a;
    p->customer = options && options->for_customer;
    p->own_words = !p->customer || p->begin->audience == AUDIENCE_CUSTOMER;
    tier1__builder_init(&p->redacted, a);
    tier1__builder_init(&p->attachments, a);
    tier1__secrets_init(&p->secrets, a);
    p->listed =
        tier1__arena_array(a, p->flow->variable_count, sizeof *p->listed);
    return p->listed && tier1__packet_line_up(p);
}

static void write_form(struct buf *out, const tier1_value *document,
                       tier1_packet_form form)
{
    if (form == TIER1_PACKET_JSON)
        tier1__json_write(out, document, true);
    else
        tier1__packet_page(out, document, form == TIER1_PACKET_MARKDOWN);
}

static bool bad_call(const tier1_buf *out, const tier1_session *session,
                     tier1_packet_form form,
                     const tier1_packet_options *options)
{
    return !out || !session || tier1_session_state(session) != TIER1_DONE ||
           form < TIER1_PACKET_JSON || form > TIER1_PACKET_TEXT ||
           (options && options->size != sizeof *options);
}

int tier1_packet_render(tier1_buf *out, const tier1_session *session,
                        tier1_packet_form form,
                        const tier1_packet_options *options)
{
    struct packet p;
    struct arena arena;
    struct buf text;
    struct meter meter = {NULL, false};
    const tier1_value *document = NULL;
    int rc;

    if (bad_call(out, session, form, options))
        return TIER1_EMISUSE;
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

    if (prepare(&p, session, options, &arena)) {
        tier1__packet_find_secrets(&p);
        document = tier1__packet_document(&p);
    }
    if (document) {
        write_form(&text, document, form);
        rc = tier1__buf_give(&text, out);
    } else {
        rc = meter.refused ? TIER1_ENOMEM : TIER1_ELIMIT;
        tier1__buf_free(&text);
    }
    tier1__arena_free(&arena);
    return rc;
}
