/* SPDX-License-Identifier: MIT */
/* The log of a session as bytes to keep, and the session taken up again from
 * them without running a hook.
 *
 *     4  "t1s" and a line feed, which tells text transfers
 *     1  the format; then, as numbers of 7 bits a byte:
 *        flags: 1 signed
 *     8  of the fingerprint of the flow
 *        the log (run/log.c)
 *    32  of HMAC-SHA-256 where signed, else 4 of CRC-32C, of all before */
#include <string.h>

#include "base/digest.h"
#include "base/hmac.h"
#include "base/options.h"
#include "run/log.h"

#define MAGIC "t1s\n"
#define MAGIC_LENGTH 4
#define FORMAT_OLDEST 1
#define FORMAT 1
#define SIGNED 1u
#define PRINT_LENGTH 8
#define MAC_LENGTH 32
#define CRC_LENGTH 4
#define TAIL_MOST MAC_LENGTH
#define HEAD_LENGTH (MAGIC_LENGTH + 2 + PRINT_LENGTH)

static bool is_misuse(const tier1_snapshot_options *o)
{
    return !o || (o->key == NULL) != (o->key_length == 0);
}

/* ---- to bytes ---------------------------------------------------------- */

static void seal(struct buf *b, tier1_engine *e,
                 const tier1_snapshot_options *o)
{
    uint8_t *at = (uint8_t *)tier1__buf_room(b, TAIL_MOST);
    uint32_t crc;

    if (!at)
        return;
    if (o->key) {
        tier1__hmac(at, o->key, o->key_length, b->ptr, b->len);
        b->len += MAC_LENGTH;
    } else {
        crc = tier1__engine_crc32c(e, b->ptr, b->len);
        for (int i = 0; i < CRC_LENGTH; i++)
            at[i] = (uint8_t)(crc >> (8 * i));
        b->len += CRC_LENGTH;
    }
    b->ptr[b->len] = '\0';
}

int tier1_session_snapshot(tier1_buf *out, const tier1_session *session,
                           const tier1_snapshot_options *options)
{
    tier1_snapshot_options whole = TIER1_SNAPSHOT_OPTIONS_INIT;
    char head[HEAD_LENGTH] = MAGIC;
    struct buf b;

    options = TIER1__OPTIONS(SNAPSHOT, options, &whole);
    if (!out || !session || session->busy || is_misuse(options))
        return tier1__session_misuse(
            session, "There is no buffer, or the options are not good.");
    head[MAGIC_LENGTH] = FORMAT;
    head[MAGIC_LENGTH + 1] = options->key ? SIGNED : 0;
    memcpy(head + MAGIC_LENGTH + 2, session->flow->print, PRINT_LENGTH);
    tier1__buf_init(&b, session->engine->allocator, 0);
    tier1__log_pack(&b, session, head, sizeof head, TAIL_MOST);
    seal(&b, session->engine, options);
    return tier1__buf_give(&b, out);
}

/* ---- from bytes -------------------------------------------------------- */

struct snapshot {
    const uint8_t *bytes;
    size_t length;
    const tier1_snapshot_options *options;
    bool is_signed;
};

static int no(tier1_engine *e, int rc, const char *why)
{
    tier1__engine_problem(e, "%s", why);
    return rc;
}

/* TIER1_EINVALID: none at all, or damaged; TIER1_EVERSION. */
static int head(struct snapshot *s)
{
    const uint8_t *at = s->bytes;

    if (s->length < HEAD_LENGTH + CRC_LENGTH ||
        memcmp(at, MAGIC, MAGIC_LENGTH) != 0)
        return TIER1_EINVALID;
    if (at[MAGIC_LENGTH] < FORMAT_OLDEST || at[MAGIC_LENGTH] > FORMAT)
        return TIER1_EVERSION;
    s->is_signed = (at[MAGIC_LENGTH + 1] & SIGNED) != 0;
    return at[MAGIC_LENGTH + 1] & ~SIGNED ? TIER1_EINVALID : TIER1_OK;
}

static int check_head(tier1_engine *e, struct snapshot *s)
{
    int rc = head(s);

    if (rc == TIER1_EINVALID)
        return no(e, rc, "this is no snapshot of a session, or a damaged one");
    if (rc == TIER1_EVERSION)
        tier1__engine_problem(
            e, "the snapshot has the format %u; this library reads %d to %d",
            (unsigned)s->bytes[MAGIC_LENGTH], FORMAT_OLDEST, FORMAT);
    return rc;
}

static int check_mac(tier1_engine *e, struct snapshot *s)
{
    uint8_t mac[MAC_LENGTH];

    if (s->length < HEAD_LENGTH + MAC_LENGTH)
        return no(e, TIER1_EINVALID, "the snapshot is damaged");
    s->length -= MAC_LENGTH;
    tier1__hmac(mac, s->options->key, s->options->key_length, s->bytes,
                s->length);
    return tier1__hmac_same(mac, s->bytes + s->length)
               ? TIER1_OK
               : no(e, TIER1_EINVALID,
                    "the snapshot was changed, or signed with another key");
}

static int check_crc(tier1_engine *e, struct snapshot *s)
{
    uint32_t crc = 0;

    s->length -= CRC_LENGTH;
    for (int i = 0; i < CRC_LENGTH; i++)
        crc |= (uint32_t)s->bytes[s->length + (size_t)i] << (8 * i);
    return crc == tier1__engine_crc32c(e, s->bytes, s->length)
               ? TIER1_OK
               : no(e, TIER1_EINVALID, "the snapshot is damaged");
}

static int check_seal(tier1_engine *e, struct snapshot *s)
{
    if (s->options->key && !s->is_signed)
        return no(e, TIER1_EINVALID,
                  "the snapshot is not signed, and a key was given");
    if (!s->options->key && s->is_signed)
        return no(e, TIER1_EINVALID,
                  "the snapshot is signed; give the key that it was signed "
                  "with");
    return s->is_signed ? check_mac(e, s) : check_crc(e, s);
}

static const tier1_flow *find_flow(const tier1_library *l,
                                   const struct snapshot *s)
{
    const uint8_t *print = s->bytes + MAGIC_LENGTH + 2;
    for (size_t i = 0; i < l->flow_count; i++)
        if (memcmp(l->flows[i]->print, print, PRINT_LENGTH) == 0)
            return l->flows[i];
    return NULL;
}

static int restore(tier1_session **out, tier1_engine *engine,
                   const tier1_library *library, struct snapshot *s)
{
    const tier1_flow *flow;
    int rc = check_head(engine, s);

    if (rc == TIER1_OK)
        rc = check_seal(engine, s);
    if (rc != TIER1_OK)
        return rc;
    flow = find_flow(library, s);
    if (!flow)
        return no(engine, TIER1_EREPLAY,
                  "no flow of the library is the one, in the version, that the "
                  "snapshot was made with");
    /* The fingerprint bound the flow; what is inside is held against it. */
    *out = tier1__session_new(engine, flow);
    return *out ? tier1__log_read(*out, (const char *)s->bytes + HEAD_LENGTH,
                                  s->length - HEAD_LENGTH, true)
                : TIER1_ENOMEM;
}

int tier1__relived(tier1_session **out, tier1_engine *engine, tier1_session *s,
                   int rc)
{
    if (rc == TIER1_OK) {
        *out = s;
        return s->awake->walk.now.status;
    }
    if (!engine->problem[0])
        tier1__engine_problem(engine, "%s", tier1_status_text(rc));
    tier1_session_free(s);
    return rc;
}

int tier1_session_restore(tier1_session **out, tier1_engine *engine,
                          const tier1_library *library, const char *bytes,
                          size_t length, const tier1_snapshot_options *options)
{
    struct snapshot snapshot = {.bytes = (const uint8_t *)bytes,
                                .length = length};
    tier1_snapshot_options whole = TIER1_SNAPSHOT_OPTIONS_INIT;
    tier1_session *s = NULL;
    int rc;

    if (!out)
        return TIER1_EMISUSE;
    *out = NULL;
    snapshot.options = TIER1__OPTIONS(SNAPSHOT, options, &whole);
    if (!engine || !library || !bytes || engine->busy ||
        is_misuse(snapshot.options))
        return TIER1_EMISUSE;
    engine->problem[0] = '\0';
    rc = restore(&s, engine, library, &snapshot);
    rc = tier1__relived(out, engine, s, rc);
    if (rc != TIER1_WAIT)
        return rc;
    rc = tier1__ask_again(s);
    if (rc < 0) {
        *out = NULL;
        tier1_session_free(s);
    }
    return rc;
}

int tier1_snapshot_look(tier1_snapshot_info *out, const char *bytes,
                        size_t length)
{
    struct snapshot s = {.bytes = (const uint8_t *)bytes, .length = length};
    int rc;

    if (!out || !bytes)
        return TIER1_EMISUSE;
    memset(out, 0, sizeof *out);
    rc = head(&s);
    if (rc == TIER1_EINVALID)
        return rc;
    out->format = s.bytes[MAGIC_LENGTH];
    out->is_signed = s.is_signed;
    if (rc == TIER1_OK)
        tier1__hex(out->fingerprint, s.bytes + MAGIC_LENGTH + 2, PRINT_LENGTH);
    return rc;
}
