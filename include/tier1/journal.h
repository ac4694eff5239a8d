/* SPDX-License-Identifier: MIT */
/**
 * @file journal.h
 * @brief A session put away and taken up again: its log as JSON for people, or
 * as a snapshot, which is small and can be signed.
 *
 * A session is its log: how it began, and what came in since. Both forms hold
 * the same, every answer among it, sensitive ones too: keep them accordingly.
 *
 *     tier1_buf bytes = TIER1_BUF_INIT;
 *     rc = tier1_session_snapshot(&bytes, session, NULL);
 *     ... the power fails; another day, another process ...
 *     rc = tier1_session_restore(&session, engine, library, bytes.ptr,
 *                                bytes.len, NULL);
 *
 * Threads: that of the engine.
 */
#ifndef TIER1_JOURNAL_H
#define TIER1_JOURNAL_H

#include <tier1/engine.h>
#include <tier1/library.h>
#include <tier1/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Write down a session as one JSON document, which tells the whole log and has
 * a sum against accidents.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int tier1_session_record(tier1_buf *out,
                                                 const tier1_session *session);

/** What becomes of a session when its flow has another version. The host
 *  chooses, flow by flow. */
typedef enum tier1_policy {
    /** It stays on the version that it began with, and nothing else will do:
     *  keep that library for as long as sessions of it are open. */
    TIER1_POLICY_PIN = 0,
    /** It moves: every answer that still means the same is kept, what changed
     *  is asked again. */
    TIER1_POLICY_MIGRATE = 1,
    /** It begins again on the new version. */
    TIER1_POLICY_RESTART = 2,
    /** It is walked as it was walked, to the letter, or not at all: to see
     *  whether a change of the flow matters to it. */
    TIER1_POLICY_EXACT = 3
} tier1_policy;

/** How a session moves. All zero but `size` is misuse: choose. */
typedef struct tier1_migrate_options {
    size_t size;         /**< sizeof(tier1_migrate_options), set by the macro */
    tier1_policy policy; /**< TIER1_POLICY_MIGRATE or _RESTART */
    /** Questions and choices whose words changed still mean the same: only
     *  misspellings were mended. */
    int reworded;
    const char *why; /**< for the record; or NULL */
} tier1_migrate_options;

#define TIER1_MIGRATE_OPTIONS_INIT                                             \
    {                                                                          \
        sizeof(tier1_migrate_options), TIER1_POLICY_MIGRATE, 0, NULL           \
    }

/**
 * Move an open session to the version of its flow that a library has.
 *
 * A walk is begun anew there. Each answer is given again to the step of its
 * id, in the order in which they were given, if it means the same: asked in
 * the same place for the same kind of answer, in the same words, and the same
 * choice, in the same words. Where a question is asked that has no such
 * answer, the session stands there; answers behind it are remembered, and given
 * again as soon as the way comes to their steps. tier1_session_change() tells
 * what became of each, and why; the log has an entry of it, and the packet too.
 * What host functions said is used again where the same is called, and advice
 * where the same is asked, but for what was taken back. docs/
 * sessions.md says what each kind of change to a flow means.
 *
 * Ownership: the session keeps its new library alive, and its old one no more.
 * Errors:    TIER1_ENOTFOUND the library has no flow of that id
 *            TIER1_EREFUSED  it has ended
 *            TIER1_EANSWER   the flow must be given what the session was not
 *            TIER1_EMISUSE, TIER1_ENOMEM, TIER1_ELIMIT
 *            The session is as it was; tier1_session_problem() says why.
 * Hooks:     may run hooks, within the caps.
 * Since:     0.1
 *
 * @return the state, or an error code.
 */
TIER1_API TIER1_CHECKED int
tier1_session_migrate(tier1_session *session, const tier1_library *library,
                      const tier1_migrate_options *options);

/** How a record is replayed. All zero means: on the very same flows. */
typedef struct tier1_replay_options {
    size_t size;         /**< sizeof(tier1_replay_options), set by the macro */
    tier1_policy policy; /**< where the flows have changed since */
    int reworded;        /**< as in tier1_migrate_options */
    const char *why;     /**< the same */
} tier1_replay_options;

#define TIER1_REPLAY_OPTIONS_INIT                                              \
    {                                                                          \
        sizeof(tier1_replay_options), TIER1_POLICY_PIN, 0, NULL                \
    }

/**
 * Make a session again from its record: the same state, way, views and packet.
 * Hooks are run again, and must give what they gave. Host functions are not
 * called for what they said already; a session that waited waits again, for
 * the same token. On another version of the flows it does what the policy
 * says; tier1_session_change() tells what became of the answers.
 *
 * Ownership: `*out` is yours, tier1_session_free().
 * Errors:    TIER1_EREPLAY  the flows are others, or the record does not fit
 *                           them; tier1_engine_problem() names the first part
 *                           that does not
 *            TIER1_EINVALID it is no record
 *            TIER1_ENOMEM, TIER1_ELIMIT, TIER1_EMISUSE
 * Hooks:     may run hooks, within the caps.
 * Since:     0.1
 *
 * @return the state of the session, or an error code.
 */
TIER1_API TIER1_CHECKED int
tier1_session_replay(tier1_session **out, tier1_engine *engine,
                     const tier1_library *library, const char *json,
                     size_t length, const tier1_replay_options *options);

/** How a snapshot is sealed. All zero means: a checksum, against accidents. */
typedef struct tier1_snapshot_options {
    size_t size; /**< sizeof(tier1_snapshot_options), set by the macro */
    /** The operator's secret, with which the snapshot is signed
     *  (HMAC-SHA-256), so that nobody else can make or change one. NULL:
     *  none. It is only read. */
    const void *key;
    size_t key_length; /**< bytes; 32 random ones are right */
} tier1_snapshot_options;

#define TIER1_SNAPSHOT_OPTIONS_INIT                                            \
    {                                                                          \
        sizeof(tier1_snapshot_options), NULL, 0                                \
    }

/**
 * Put a session into a few bytes. Its cost is that of the session, whatever
 * the size of the flow. Nothing of the flow is in it but a fingerprint.
 *
 * Ownership: `out` is yours, tier1_buf_dispose().
 * Errors:    TIER1_ENOMEM, TIER1_EMISUSE
 * Hooks:     never runs hooks.
 * Since:     0.1
 */
TIER1_API TIER1_CHECKED int
tier1_session_snapshot(tier1_buf *out, const tier1_session *session,
                       const tier1_snapshot_options *options);

/**
 * Take a session up again: the same state, way, view and packet. Every record
 * is checked against the flow. What hooks gave is in the snapshot.
 *
 * A session that waits for a host function asks it again, under the token that
 * it had. What it says at once is taken in.
 *
 * Without a key a snapshot is trusted as the flow is: what hooks and host
 * functions are to have said is taken from it.
 *
 * Ownership: `*out` is yours, tier1_session_free(). `bytes` is only read.
 * Errors:    TIER1_EREPLAY  no flow of the library is the one, in the version,
 *                           that it was made with; or it does not fit it
 *            TIER1_EINVALID it is damaged, was signed with another key, not
 *                           signed though a key is given, or signed and none
 *                           is
 *            TIER1_EVERSION a later library made it
 *            TIER1_ENOMEM, TIER1_ELIMIT, TIER1_EMISUSE
 *            tier1_engine_problem() says more.
 * Hooks:     never runs hooks; but where a host function that is waited for
 *            answers at once, the walk goes on, and may run some.
 * Since:     0.1
 *
 * @return the state of the session, or an error code.
 */
TIER1_API TIER1_CHECKED int
tier1_session_restore(tier1_session **out, tier1_engine *engine,
                      const tier1_library *library, const char *bytes,
                      size_t length, const tier1_snapshot_options *options);

/** What a snapshot says of itself before it is taken up. */
typedef struct tier1_snapshot_info {
    int format;
    int is_signed;
    /** The beginning of the `fingerprint` of the flow's tier1_flow_info: by
     *  it a host finds the library that the session began with. */
    char fingerprint[17];
} tier1_snapshot_info;

/**
 * Look at the head of a snapshot. Neither checksum nor signature is checked.
 *
 * Errors: TIER1_EINVALID  it is none
 *         TIER1_EVERSION  a later library made it; `out->format` is filled
 *         TIER1_EMISUSE
 * Hooks:  never runs hooks.
 * Since:  0.1
 */
TIER1_API TIER1_CHECKED int
tier1_snapshot_look(tier1_snapshot_info *out, const char *bytes, size_t length);

/**
 * Make a copy of a session, to see what would come of an answer. The copy goes
 * its own way: answers, backs and revisions of it leave the session as it is.
 * It calls no host function: where one is called, it waits, and the caller
 * says with tier1_session_complete() or _fail() what it is to have answered.
 * It costs what the session's log does, whatever the number of the flow's
 * steps.
 *
 * It has the session's id, and so has its packet: neither is to be sent.
 *
 * Ownership: `*out` is yours, tier1_session_free(), before or after the
 *            session.
 * Errors:    TIER1_ENOMEM, TIER1_ELIMIT, TIER1_EMISUSE
 * Hooks:     never runs hooks; calls on the copy do.
 * Since:     0.1
 *
 * @return the state of the copy, or an error code.
 */
TIER1_API TIER1_CHECKED int tier1_session_what_if(tier1_session **out,
                                                  const tier1_session *session);

#ifdef __cplusplus
}
#endif
#endif
