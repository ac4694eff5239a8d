/* SPDX-License-Identifier: MIT */
/**
 * @file engine.hpp
 * @brief The engine: allocator, caps, clock, randomness, host functions; and
 * what makes values.
 */
#ifndef TIER1_CPP_ENGINE_HPP
#define TIER1_CPP_ENGINE_HPP

#include <cstdint>
#include <exception>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tier1/cpp/error.hpp>
#include <tier1/cpp/value.hpp>
#include <tier1/cpp/view.hpp>
#include <tier1/engine.h>

#if __has_include(<tier1/sys/posix.h>)
#include <tier1/sys/posix.h>
#define TIER1_CPP_POSIX 1
#endif
#if __has_include(<tier1/sys/worker.h>)
#include <tier1/sys/worker.h>
#define TIER1_CPP_WORKER 1
#endif

namespace tier1
{

/**
 * How an engine is made. Empty means: malloc, default caps, no clock, no
 * randomness.
 *
 * None of the functions may call into tier1. They live until the last object
 * ends that came from the engine.
 */
struct engine_options {
    /** A field of 0 takes its default. */
    tier1_caps caps = {};
    /** As tier1_alloc_fn: (pointer, old size, new size). It is called from the
     *  threads that use the engine or a library of it. */
    std::function<void *(void *, std::size_t, std::size_t)> allocate;
    /** Milliseconds since 1970-01-01 UTC. */
    std::function<std::int64_t()> clock;
    /** Milliseconds that never go back, for the cap `hook_ms`. */
    std::function<std::int64_t()> ticks;
    /** Fills bytes that nobody can guess; false where it cannot. */
    std::function<bool(void *, std::size_t)> random;

#ifdef TIER1_CPP_POSIX
    /** With clock, ticks and randomness of the system. */
    static engine_options posix()
    {
        tier1_engine_options c = TIER1_ENGINE_OPTIONS_INIT;
        engine_options options;

        tier1_posix_engine(&c);
        options.clock = [c] { return c.clock(c.ud); };
        options.ticks = [c] { return c.ticks(c.ud); };
        options.random = [c](void *out, std::size_t length) {
            return c.random(c.ud, out, length) == 0;
        };
        return options;
    }
#endif
};

/** What a host function says. Made by the call that it answers. */
class reply
{
  public:
    reply(reply &&other) noexcept = default;
    reply &operator=(reply &&other) noexcept = default;

    /** Gives the value up to C, and says the status. */
    int hand_over(tier1_value **result) noexcept
    {
        *result = value_.release();
        return status_;
    }

  private:
    friend class call;

    explicit reply(int status, detail::raw_value value = {})
        : status_(status), value_(std::move(value))
    {
    }

    int status_;
    detail::raw_value value_;
};

/** A call of a host function by a hook. Lifetime: until the function returns;
 *  its token may be kept. */
class call
{
  public:
    explicit call(const tier1_call *c) : c_(c)
    {
    }

    const tier1_call *get() const noexcept
    {
        return c_;
    }

    /** Without `host.` */
    std::string_view name() const noexcept
    {
        return detail::text(c_->name);
    }

    values args() const noexcept
    {
        return values({c_->args, c_->arg_count});
    }

    /** An argument; null past the last. */
    value_ref operator[](std::size_t index) const noexcept
    {
        return index < c_->arg_count ? value_ref(c_->args[index]) : value_ref();
    }

    /** For session::complete() and fail(), after later(). */
    std::uint64_t token() const noexcept
    {
        return c_->token;
    }

    /** It answers this. */
    tier1::reply result(const arg &from) const
    {
        return tier1::reply(TIER1_OK, from(c_->engine));
    }

    /** It answers later, to its token; the session waits. */
    tier1::reply later() const
    {
        return tier1::reply(TIER1_WAIT);
    }

    /** It failed, as by an exception. */
    tier1::reply failed(std::string_view why) const
    {
        return tier1::reply(TIER1_EHOST, arg(why)(c_->engine));
    }

    /** It did not come to an answer in time. */
    tier1::reply timed_out() const
    {
        return tier1::reply(TIER1_ETIMEOUT);
    }

  private:
    const tier1_call *c_;
};

/** A host function. It must not answer, change or destroy a session, nor
 *  register a function under the name that it was called by. */
using host_function = std::function<reply(const call &)>;

namespace detail
{

/** What C calls back into: it lives as long as anything that may call. */
struct world {
    engine_options options;
    std::map<std::string, std::unique_ptr<host_function>> hosts;
};

inline void *world_allocate(void *ud, void *ptr, std::size_t old_size,
                            std::size_t new_size)
{
    try {
        return static_cast<world *>(ud)->options.allocate(ptr, old_size,
                                                          new_size);
    } catch (...) {
        return nullptr;
    }
}

inline std::int64_t world_clock(void *ud) noexcept
{
    return static_cast<world *>(ud)->options.clock();
}

inline std::int64_t world_ticks(void *ud) noexcept
{
    return static_cast<world *>(ud)->options.ticks();
}

inline int world_random(void *ud, void *out, std::size_t length)
{
    try {
        return static_cast<world *>(ud)->options.random(out, length) ? 0 : -1;
    } catch (...) {
        return -1;
    }
}

/** What an exception said, as the result of a host function that failed. A
 *  text that is no UTF-8 says nothing. */
inline int host_failed(const char *what, const tier1_call *c,
                       tier1_value **result) noexcept
{
    int rc = tier1_value_new_text(result, c->engine, what);

    if (rc == TIER1_EINVALID)
        *result = nullptr;
    return rc == TIER1_ENOMEM ? rc : TIER1_EHOST;
}

inline int world_host(void *ud, const tier1_call *c, tier1_value **result)
{
    try {
        return (*static_cast<host_function *>(ud))(call(c)).hand_over(result);
    } catch (const std::bad_alloc &) {
        return TIER1_ENOMEM;
    } catch (const std::exception &e) {
        return host_failed(e.what(), c, result);
    } catch (...) {
        return host_failed("an exception of an unknown type", c, result);
    }
}

/** What an object of C needs to live: worlds. */
struct keep {
    std::shared_ptr<world> engine, library;
};

/** Owns a handle of C, and frees it before what it needs. */
template <class T, void (*Free)(T *)> class handle
{
  public:
    handle() = default;

    handle(T *owned, detail::keep keep) noexcept
        : keep_(std::move(keep)), owned_(owned)
    {
    }

    handle(handle &&other) noexcept
        : keep_(std::move(other.keep_)),
          owned_(std::exchange(other.owned_, nullptr))
    {
    }

    handle &operator=(handle &&other) noexcept
    {
        handle old(std::move(other));

        std::swap(keep_, old.keep_);
        std::swap(owned_, old.owned_);
        return *this;
    }

    ~handle()
    {
        Free(owned_);
    }

    T *get() const noexcept
    {
        return owned_;
    }

    detail::keep &keep() noexcept
    {
        return keep_;
    }

    const detail::keep &keep() const noexcept
    {
        return keep_;
    }

  private:
    detail::keep keep_;
    T *owned_ = nullptr;
};

} // namespace detail

/** An engine. One a thread. */
class engine
{
  public:
    explicit engine(engine_options options = {})
    {
        auto world = std::make_shared<detail::world>();
        tier1_engine_options c = TIER1_ENGINE_OPTIONS_INIT;
        tier1_engine *out = nullptr;

        world->options = std::move(options);
        c.caps = world->options.caps;
        c.ud = world.get();
        if (world->options.allocate)
            c.allocator = {detail::world_allocate, world.get()};
        if (world->options.clock)
            c.clock = detail::world_clock;
        if (world->options.ticks)
            c.ticks = detail::world_ticks;
        if (world->options.random)
            c.random = detail::world_random;
        detail::check(tier1_engine_new(&out, &c));
        handle_ = {out, {std::move(world), {}}};
    }

    tier1_engine *get() const noexcept
    {
        return handle_.get();
    }

    /** What its objects need to live. */
    const std::shared_ptr<detail::world> &world() const noexcept
    {
        return handle_.keep().engine;
    }

#ifdef TIER1_CPP_WORKER
    /** Start a worker: from now on all hooks run in a process of their own. An
     *  empty program: that which was installed. Errors: TIER1_ENOTFOUND,
     *  TIER1_EREAD, TIER1_EMISUSE (it has one, or has run hooks) */
    void start_worker(std::string_view program = {},
                      tier1_worker_options options = TIER1_WORKER_OPTIONS_INIT)
    {
        detail::c_text text(program);

        if (!program.empty())
            options.program = text.get();
        detail::check(tier1_worker_start(get(), &options), problem());
    }
#endif

    /**
     * Register a host function under a name; under "" for every call that no
     * other takes. It takes a `const call &`, and gives a reply, anything that
     * is taken for a value, or nothing.
     *
     *     engine.host("ping", [&](const tier1::call &c) {
     *         return reaches(c[0].as<std::string>());
     *     });
     *
     * An exception in it is the error of the hook; but std::bad_alloc comes
     * out of the call on the session, which is as it was.
     *
     * Errors: TIER1_EINVALID (not a Lua name)
     */
    template <class F> void host(std::string_view name, F function)
    {
        using result = std::invoke_result_t<F &, const call &>;

        if constexpr (std::is_same_v<result, reply>)
            add(name, host_function(std::move(function)));
        else if constexpr (std::is_void_v<result>)
            add(name, [function](const call &c) mutable {
                function(c);
                return c.result(nullptr);
            });
        else
            add(name, [function](const call &c) mutable {
                return c.result(function(c));
            });
    }

    /** Take a host function away. Errors: TIER1_EINVALID */
    void forget(std::string_view name)
    {
        detail::c_text text(name);

        detail::check(
            tier1_engine_host(get(), text.or_null(), nullptr, nullptr),
            problem());
        world()->hosts.erase(std::string(name));
    }

    /** A value of anything that is taken for one.
     *  Errors: TIER1_EINVALID (bad UTF-8, a NUL, no finite number) */
    tier1::value value(const arg &from) const
    {
        return own(from(get()));
    }

    tier1::value list(std::initializer_list<arg> items = {}) const
    {
        detail::raw_value list = detail::made(tier1_value_new_list, get());

        for (const arg &item : items)
            detail::put(list, item(get()));
        return own(std::move(list));
    }

    tier1::value map(std::initializer_list<std::pair<std::string_view, arg>>
                         pairs = {}) const
    {
        detail::raw_value map = detail::made(tier1_value_new_map, get());

        for (const auto &pair : pairs)
            detail::put(map, pair.first, pair.second(get()));
        return own(std::move(map));
    }

    /** Read JSON. Errors: TIER1_EINVALID (what() names the place),
     *  TIER1_ELIMIT */
    tier1::value json(std::string_view text) const
    {
        tier1_value *out = nullptr;

        detail::check(
            tier1_value_from_json(&out, get(), text.data(), text.size()),
            problem());
        return own(detail::raw_value(out));
    }

    /** Write JSON, on one line or indented by two spaces. */
    std::string json(value_ref value, bool indent = false) const
    {
        detail::buffer out;

        detail::check(
            tier1_value_to_json(out.get(), get(), value.get(), indent));
        return out.str();
    }

    /** Why the last call that made nothing failed. */
    const char *problem() const noexcept
    {
        return tier1_engine_problem(get());
    }

  private:
    tier1::value own(detail::raw_value raw) const
    {
        return tier1::value(raw.release(), world());
    }

    void add(std::string_view name, host_function function)
    {
        detail::c_text text(name);
        auto held = std::make_unique<host_function>(std::move(function));
        host_function *ud = held.get();
        auto &slot = world()->hosts[std::string(name)];

        detail::check(
            tier1_engine_host(get(), text.or_null(), detail::world_host, ud),
            problem());
        slot = std::move(held);
    }

    detail::handle<tier1_engine, tier1_engine_free> handle_;
};

} // namespace tier1

#endif
