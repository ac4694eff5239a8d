/* SPDX-License-Identifier: MIT */
/**
 * @file session.hpp
 * @brief A session: one walk through a flow; and how it is put away.
 */
#ifndef TIER1_CPP_SESSION_HPP
#define TIER1_CPP_SESSION_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tier1/cpp/engine.hpp>
#include <tier1/cpp/library.hpp>
#include <tier1/cpp/outcome.hpp>
#include <tier1/cpp/view.hpp>
#include <tier1/journal.h>
#include <tier1/packet.h>
#include <tier1/session.h>

namespace tier1
{

/** How a session is started. What is empty is not known. All is copied. */
struct session_options {
    std::string id;        /**< empty: a UUIDv7, made with `random` */
    std::string audience;  /**< "agent" (also empty) or "customer" */
    std::string language;  /**< BCP 47; empty: the flow's own */
    std::string channel;   /**< "phone", "chat", "kiosk", … */
    std::string owner;     /**< who owns the problem */
    std::string requester; /**< who has it */
    std::string submitter; /**< who reports it, where that is another */
    std::string traceparent;
    value external; /**< map: ticket, call, … */
    value given;    /**< map: the flow's `given` variables */
    value history;  /**< list: what was tried before */
    value problem;  /**< map: words, environment, impact, since */
    value custom;   /**< map for the packet, the host's own */
};

/** Whether what was said to a session was taken, and how it stands then. */
class [[nodiscard]] reaction
{
  public:
    reaction(int status, tier1::state state) : status_(status), state_(state)
    {
    }

    /** False: it was not, and the session is as it was. */
    explicit operator bool() const noexcept
    {
        return status_ >= 0;
    }

    tier1::state state() const noexcept
    {
        return state_;
    }

    /** Where it was not taken: TIER1_EANSWER, TIER1_EREFUSED (the flow does
     *  not allow it here) or TIER1_ENOTFOUND (nothing waits for it). */
    int status() const noexcept
    {
        return status_;
    }

  private:
    int status_;
    tier1::state state_;
};

/** How a session moves to another version of its flow. */
struct migrate_options {
    tier1_policy policy = TIER1_POLICY_MIGRATE;
    bool reworded = false; /**< changed words still mean the same */
    std::string why;       /**< for the record */
};

namespace detail
{

struct visit_source {
    const tier1_session *session;

    std::size_t size() const noexcept
    {
        return tier1_session_visit_count(session);
    }

    visit at(std::size_t index) const noexcept
    {
        tier1_visit c = {};

        tier1_session_visit(session, index, &c);
        return visit(c);
    }
};

struct change_source {
    const tier1_session *session;

    std::size_t size() const noexcept
    {
        return tier1_session_change_count(session);
    }

    change at(std::size_t index) const noexcept
    {
        tier1_change c = {};

        tier1_session_change(session, index, &c);
        return change(c);
    }
};

} // namespace detail

/**
 * A session. It keeps alive what it needs of its engine and its library.
 *
 * Calls that change it are all or nothing.
 */
class session
{
  public:
    /**
     * Start a walk: of a flow of the library, or of its first.
     *
     * Errors: TIER1_EANSWER (`given` lacks something, or holds what does not
     *         fit), TIER1_EREFUSED (not for this audience), TIER1_ENOTFOUND
     *         (there is no such flow), TIER1_EMISUSE (no id and no `random`)
     * Hooks:  may run hooks.
     */
    static session start(const engine &engine, const library &library,
                         std::string_view id = {},
                         const session_options &options = {})
    {
        tier1_session_options c = c_options(options);
        const tier1_flow *flow =
            id.empty()
                ? tier1_library_at(library.get(), 0)
                : tier1_library_find(library.get(), detail::c_text(id).get());
        tier1_session *out = nullptr;

        if (flow == nullptr)
            throw error(TIER1_ENOTFOUND,
                        "the library has no flow '" + std::string(id) + "'");
        int rc = tier1_session_start(&out, engine.get(), flow, &c);
        return session(out, rc, engine, library.world());
    }

    /**
     * Take one up again from a snapshot, with the key that it was signed with.
     *
     * Errors: TIER1_EREPLAY, TIER1_EINVALID, TIER1_EVERSION, TIER1_ELIMIT
     * Hooks:  none; but a host function that is waited for is asked again.
     */
    static session restore(const engine &engine, const library &library,
                           std::string_view snapshot, std::string_view key = {})
    {
        tier1_snapshot_options c = c_key(key);
        tier1_session *out = nullptr;
        int rc = tier1_session_restore(&out, engine.get(), library.get(),
                                       snapshot.data(), snapshot.size(), &c);

        return session(out, rc, engine, library.world());
    }

    /**
     * Make one again from its record, on the same flows, or, by the policy,
     * on others.
     *
     * Errors: TIER1_EREPLAY, TIER1_EINVALID, TIER1_ELIMIT
     * Hooks:  may run hooks.
     */
    static session replay(const engine &engine, const library &library,
                          std::string_view record,
                          const migrate_options &options = {
                              TIER1_POLICY_PIN, false, {}})
    {
        tier1_replay_options c = TIER1_REPLAY_OPTIONS_INIT;
        tier1_session *out = nullptr;

        c.policy = options.policy;
        c.reworded = options.reworded;
        c.why = detail::or_null(options.why);
        int rc = tier1_session_replay(&out, engine.get(), library.get(),
                                      record.data(), record.size(), &c);
        return session(out, rc, engine, library.world());
    }

    tier1_session *get() const noexcept
    {
        return handle_.get();
    }

    /* ---- looking ------------------------------------------------------- */

    tier1::state state() const noexcept
    {
        return static_cast<tier1::state>(tier1_session_state(get()));
    }

    /** What it shows now. Errors: std::bad_alloc (it rests, and cannot be
     *  woken) */
    tier1::view view() const
    {
        const tier1_view *c = tier1_session_view(get());

        detail::check(c->state);
        return tier1::view(*c);
    }

    tier1::outcome outcome() const noexcept
    {
        return tier1::outcome(*tier1_session_outcome(get()));
    }

    /** Why the last call was refused or failed, for a person. */
    std::string_view problem() const noexcept
    {
        return tier1_session_problem(get());
    }

    std::string_view id() const noexcept
    {
        return tier1_session_id(get());
    }

    tier1::flow flow() const noexcept
    {
        return tier1::flow(tier1_session_flow(get()));
    }

    /** One use more of the library that its flow is of, without what the load
     *  found. */
    tier1::library library() const
    {
        return tier1::library(
            tier1_library_retain(tier1_session_library(get())),
            {{}, handle_.keep().library});
    }

    /** As begun, switched to, or assigned by a hook. */
    std::string_view language() const noexcept
    {
        return detail::text(tier1_session_language(get()));
    }

    /** Every step that was entered, undone ones too. */
    range<detail::visit_source> visits() const
    {
        return range<detail::visit_source>({get()});
    }

    /** What the last change of an answer, or of the flow, did to others. */
    range<detail::change_source> changes() const
    {
        return range<detail::change_source>({get()});
    }

    /** A variable of the flow that was started; null where it has none, and
     *  for a sensitive one. Lifetime: as a view. */
    value_ref variable(std::string_view name) const
    {
        return value_ref(
            tier1_session_variable(get(), detail::c_text(name).get()));
    }

    /* ---- walking: each may run hooks ------------------------------------ */

    /** Answer the present step, as typed. A text with a NUL inside is an
     *  error: TIER1_EINVALID. Errors: TIER1_EMISUSE, TIER1_ELIMIT */
    reaction answer(std::string_view typed)
    {
        return react(tier1_session_answer(get(), detail::c_text(typed).get()));
    }

    reaction answer(const char *typed)
    {
        return react(tier1_session_answer(get(), typed));
    }

    /** The same with a value: a map for a form or file, a list for a multi. */
    reaction answer_value(const arg &from)
    {
        detail::lent lent(tier1_session_engine(get()), from);

        return react(tier1_session_answer_value(get(), lent.get()));
    }

    /** Take the last answer back. */
    reaction back()
    {
        return react(tier1_session_back(get()));
    }

    /** Change an earlier answer; changes() tells what became of others. */
    reaction revise(std::string_view step, const arg &from,
                    std::string_view why = {})
    {
        detail::lent lent(tier1_session_engine(get()), from);

        return react(tier1_session_revise(get(), detail::c_text(step).get(),
                                          lent.get(),
                                          detail::c_text(why).or_null()));
    }

    /** Ask for Tier 2. */
    reaction escalate(std::string_view why = {})
    {
        return react(
            tier1_session_escalate(get(), detail::c_text(why).or_null()));
    }

    /** The person has gone. */
    reaction abandon(std::string_view why = {})
    {
        return react(
            tier1_session_abandon(get(), detail::c_text(why).or_null()));
    }

    /** Another owner; the walk stays where it is. */
    reaction transfer(std::string_view to, std::string_view why = {})
    {
        return react(tier1_session_transfer(get(), detail::c_text(to).get(),
                                            detail::c_text(why).or_null()));
    }

    /** Go on in another language, at the same step; false where the step
     *  cannot be shown in it. Errors: TIER1_EMISUSE (no tag of BCP 47) */
    reaction set_language(std::string_view tag)
    {
        return react(
            tier1_session_set_language(get(), detail::c_text(tag).get()));
    }

    /** Bring what is waited for. False with TIER1_ENOTFOUND: nothing waits for
     *  this token, any more; with TIER1_EANSWER: the advice does not fit. */
    reaction complete(std::uint64_t token, const arg &from)
    {
        detail::lent lent(tier1_session_engine(get()), from);

        return react(tier1_session_complete(get(), token, lent.get()));
    }

    /** Say that it will not come: TIER1_EHOST or TIER1_ETIMEOUT. */
    reaction fail(std::uint64_t token, std::string_view why = {},
                  int status = TIER1_EHOST)
    {
        return react(tier1_session_fail(get(), token, status,
                                        detail::c_text(why).or_null()));
    }

    /** Let time pass. */
    tier1::state tick()
    {
        check(tier1_session_tick(get()));
        return state();
    }

    /** Move it to the version of its flow that a library has; changes() tells
     *  what became of the answers. Errors: TIER1_ENOTFOUND, TIER1_EREFUSED,
     *  TIER1_EANSWER, TIER1_EMISUSE, TIER1_ELIMIT */
    tier1::state migrate(const tier1::library &library,
                         const migrate_options &options = {})
    {
        tier1_migrate_options c = TIER1_MIGRATE_OPTIONS_INIT;

        c.policy = options.policy;
        c.reworded = options.reworded;
        c.why = detail::or_null(options.why);
        check(tier1_session_migrate(get(), library.get(), &c));
        handle_.keep().library = library.world();
        return state();
    }

    /** A copy, to see what would come of an answer. It calls no host function
     *  and has the same id. */
    session what_if() const
    {
        tier1_session *out = nullptr;

        check(tier1_session_what_if(&out, get()));
        return session(out, handle_.keep());
    }

    /* ---- putting away: none runs hooks ---------------------------------- */

    /** Give up its memory but for its log; any call wakes it. What was
     *  borrowed is gone. Errors: TIER1_ELIMIT, TIER1_EMISUSE */
    void rest()
    {
        detail::check(tier1_session_rest(get()));
    }

    /** A few bytes to take it up again from; signed where there is a key. */
    std::string snapshot(std::string_view key = {}) const
    {
        tier1_snapshot_options c = c_key(key);
        detail::buffer out;

        detail::check(tier1_session_snapshot(out.get(), get(), &c));
        return out.str();
    }

    /** The whole log as JSON. */
    std::string record() const
    {
        detail::buffer out;

        detail::check(tier1_session_record(out.get(), get()));
        return out.str();
    }

    /** The packet of one that has ended.
     *  Errors: TIER1_EMISUSE (it has not), TIER1_ELIMIT */
    std::string packet(tier1_packet_form form = TIER1_PACKET_JSON,
                       bool for_customer = false) const
    {
        tier1_packet_options c = TIER1_PACKET_OPTIONS_INIT;
        detail::buffer out;

        c.for_customer = for_customer;
        check(tier1_packet_render(out.get(), get(), form, &c));
        return out.str();
    }

  private:
    session(tier1_session *out, detail::keep keep)
        : handle_(out, std::move(keep))
    {
    }

    session(tier1_session *out, int rc, const engine &engine,
            std::shared_ptr<detail::world> library)
        : session(out, {engine.world(), std::move(library)})
    {
        detail::check(rc, engine.problem());
    }

    static tier1_session_options c_options(const session_options &from)
    {
        tier1_session_options c = TIER1_SESSION_OPTIONS_INIT;

        c.id = detail::or_null(from.id);
        c.audience = detail::or_null(from.audience);
        c.language = detail::or_null(from.language);
        c.channel = detail::or_null(from.channel);
        c.owner = detail::or_null(from.owner);
        c.requester = detail::or_null(from.requester);
        c.submitter = detail::or_null(from.submitter);
        c.traceparent = detail::or_null(from.traceparent);
        c.external = from.external.get();
        c.given = from.given.get();
        c.history = from.history.get();
        c.problem = from.problem.get();
        c.custom = from.custom.get();
        return c;
    }

    static tier1_snapshot_options c_key(std::string_view key)
    {
        tier1_snapshot_options c = TIER1_SNAPSHOT_OPTIONS_INIT;

        c.key = key.empty() ? nullptr : key.data();
        c.key_length = key.size();
        return c;
    }

    /** Asks for the problem only where there is one: to look costs. */
    void check(int rc) const
    {
        if (rc < 0)
            detail::check(rc, problem().data());
    }

    reaction react(int rc) const
    {
        if (rc >= 0)
            return reaction(rc, static_cast<tier1::state>(rc));
        if (rc != TIER1_EANSWER && rc != TIER1_EREFUSED &&
            rc != TIER1_ENOTFOUND)
            check(rc);
        return reaction(rc, state());
    }

    detail::handle<tier1_session, tier1_session_free> handle_;
};

/** What a snapshot says of itself, unchecked.
 *  Errors: TIER1_EINVALID, TIER1_EVERSION */
inline tier1_snapshot_info look(std::string_view snapshot)
{
    tier1_snapshot_info out = {};

    detail::check(tier1_snapshot_look(&out, snapshot.data(), snapshot.size()));
    return out;
}

} // namespace tier1

#endif
