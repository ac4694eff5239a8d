/* SPDX-License-Identifier: MIT */
/**
 * @file library.hpp
 * @brief Libraries: sets of flows, loaded, linked and checked together.
 */
#ifndef TIER1_CPP_LIBRARY_HPP
#define TIER1_CPP_LIBRARY_HPP

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tier1/cpp/diagnostics.hpp>
#include <tier1/cpp/engine.hpp>
#include <tier1/library.h>
#include <tier1/translation.h>

namespace tier1
{

/** One flow file in memory, for the time of a load. */
struct source {
    std::string name;       /**< stands in diagnostics */
    std::string_view bytes; /**< the YAML, or a compiled file */
};

/** A file that a reader gives. */
struct file {
    std::string bytes;
    std::string path = {}; /**< the name for diagnostics, if it differs */
};

/** How a library is loaded. */
struct load_options {
    /** Reads the file `name` ("ID.yaml", or Lua) that the source `from` asks
     *  for; nothing where there is none. What it throws comes out of the load.
     *  Empty: no file is read. */
    std::function<std::optional<file>(std::string_view from,
                                      std::string_view name)>
        read;
    /** Lists the names of files beside the source `from` that may translate its
     *  flow `id`, "ID.TAG.yaml"; they are asked of `read` then. What it throws
     *  comes out of the load. Empty: translations are among the sources. */
    std::function<std::vector<std::string>(std::string_view from,
                                           std::string_view id)>
        list;
    /** Look also for what is probably not meant. */
    bool lint = false;
    /** With `lint`: words that nobody should find in a flow. */
    std::vector<std::string> words;
};

namespace detail
{

/** The functions of a load, and what one threw. */
struct reading {
    const load_options &options;
    std::exception_ptr thrown;
};

inline int read_file(void *ud, const char *from, const char *name,
                     tier1_buf *out, tier1_buf *path)
{
    auto *r = static_cast<reading *>(ud);

    if (r->thrown)
        return TIER1_EREAD;
    try {
        std::optional<file> got = r->options.read(from, name);
        if (!got)
            return TIER1_ENOTFOUND;
        int rc = tier1_buf_set(out, got->bytes.data(), got->bytes.size());
        if (rc == TIER1_OK && !got->path.empty())
            rc = tier1_buf_set(path, got->path.data(), got->path.size());
        return rc;
    } catch (...) {
        r->thrown = std::current_exception();
        return TIER1_EREAD;
    }
}

inline int list_files(void *ud, const char *from, const char *id,
                      tier1_buf *out)
{
    auto *r = static_cast<reading *>(ud);

    if (r->thrown)
        return TIER1_EREAD;
    try {
        std::string all;

        for (const std::string &name : r->options.list(from, id))
            all.append(c_str(name)).push_back('\0');
        return tier1_buf_set(out, all.data(), all.size());
    } catch (...) {
        r->thrown = std::current_exception();
        return TIER1_EREAD;
    }
}

} // namespace detail

/** A translation of a flow. Lifetime: that of its flow. */
class translation
{
  public:
    explicit translation(const tier1_translation_info *c) : c_(c)
    {
    }

    const tier1_translation_info *get() const noexcept
    {
        return c_;
    }

    /** BCP 47, as the file has it. */
    std::string_view language() const noexcept
    {
        return detail::text(c_->language);
    }

    /** Of the flow; its own where it is not translated. */
    std::string_view title() const noexcept
    {
        return detail::text(c_->title);
    }

    /** The same; or null. */
    std::string_view summary() const noexcept
    {
        return detail::text(c_->summary);
    }

    /** The name of its source. */
    std::string_view file() const noexcept
    {
        return detail::text(c_->file);
    }

    /** Texts that the flow has. */
    std::size_t texts() const noexcept
    {
        return c_->texts;
    }

    /** Those of them that are there in this language. */
    std::size_t translated() const noexcept
    {
        return c_->translated;
    }

  private:
    const tier1_translation_info *c_;
};

namespace detail
{

struct translation_source {
    const tier1_flow *flow;

    std::size_t size() const noexcept
    {
        return tier1_flow_translation_count(flow);
    }

    translation at(std::size_t index) const noexcept
    {
        return translation(tier1_flow_translation_at(flow, index));
    }
};

} // namespace detail

/** What a translation notes of the text that it was made from. */
inline std::string translation_stamp(std::string_view text)
{
    char stamp[TIER1_STAMP_BYTES];

    tier1_translation_stamp(stamp, text.data(), text.size());
    return stamp;
}

/** A flow. Lifetime: that of its library's last use. */
class flow
{
  public:
    explicit flow(const tier1_flow *c) : c_(c)
    {
    }

    const tier1_flow *get() const noexcept
    {
        return c_;
    }

    /** All that it says of itself. */
    const tier1_flow_info &about() const noexcept
    {
        return *tier1_flow_about(c_);
    }

    std::string_view id() const noexcept
    {
        return detail::text(about().id);
    }

    std::string_view title() const noexcept
    {
        return detail::text(about().title);
    }

    std::string_view version() const noexcept
    {
        return detail::text(about().version);
    }

    std::string_view fingerprint() const noexcept
    {
        return detail::text(about().fingerprint);
    }

    std::size_t step_count() const noexcept
    {
        return about().step_count;
    }

    /** The id of a step, in the author's order; null past the end. */
    std::string_view step(std::size_t index) const noexcept
    {
        return detail::text(tier1_flow_step(c_, index));
    }

    /** A variable; none past the end. */
    std::optional<tier1_variable_info> variable(std::size_t index) const
    {
        tier1_variable_info info;

        if (tier1_flow_variable(c_, index, &info) == 0)
            return std::nullopt;
        return info;
    }

    /** What it is translated into, by the languages' tags. */
    range<detail::translation_source> translations() const
    {
        return range<detail::translation_source>({c_});
    }

    /** The one that somebody sees who asks for a language; none: the flow's own
     *  words are shown. */
    std::optional<tier1::translation> translation(std::string_view tag) const
    {
        const tier1_translation_info *found =
            tier1_flow_translation(c_, detail::c_text(tag).get());

        if (found == nullptr)
            return std::nullopt;
        return tier1::translation(found);
    }

  private:
    const tier1_flow *c_;
};

namespace detail
{

struct flow_source {
    const tier1_library *library;

    std::size_t size() const noexcept
    {
        return tier1_library_count(library);
    }

    flow at(std::size_t index) const noexcept
    {
        return flow(tier1_library_at(library, index));
    }
};

} // namespace detail

/** A library: immutable, counted by C, for any number of threads at once. */
class library
{
  public:
#ifdef TIER1_CPP_POSIX
    /**
     * Load the flow of a file, with the sub-flows beside it; or all flows of a
     * folder. A reader that is not given stays in the folder.
     *
     * Errors: flow_error; TIER1_ENOTFOUND, TIER1_EREAD (the path)
     */
    static library load(const engine &engine, std::string_view path,
                        const load_options &options = {})
    {
        detail::c_text text(path);

        return load_with(engine, options,
                         [&](auto *out, auto *found, const auto *c) {
                             return tier1_posix_load_with(
                                 out, found, engine.get(), text.get(), c);
                         });
    }
#endif

    /** Load flows from memory, with the sub-flows that `options.read` gives.
     *  Errors: flow_error; TIER1_EMISUSE (no source) */
    static library load(const engine &engine,
                        const std::vector<source> &sources,
                        const load_options &options = {})
    {
        std::vector<tier1_source> all;

        for (const source &one : sources)
            all.push_back(
                {detail::c_str(one.name), one.bytes.data(), one.bytes.size()});
        return load_with(
            engine, options, [&](auto *out, auto *found, const auto *c) {
                return tier1_library_load(out, found, engine.get(), all.data(),
                                          all.size(), c);
            });
    }

    /** Load a compiled file, and nothing else. Errors: flow_error */
    static library read(const engine &engine, const source &compiled)
    {
        tier1_source one = {detail::c_str(compiled.name), compiled.bytes.data(),
                            compiled.bytes.size()};

        return load_with(engine, {}, [&](auto *out, auto *found, const auto *) {
            return tier1_library_read(out, found, engine.get(), &one);
        });
    }

    /** One use more of the same library, for another thread, say. */
    library share() const
    {
        library other;

        other.handle_ = {tier1_library_retain(get()), handle_.keep()};
        other.found_ = found_;
        return other;
    }

    tier1_library *get() const noexcept
    {
        return handle_.get();
    }

    /** What it needs to live. */
    const std::shared_ptr<detail::world> &world() const noexcept
    {
        return handle_.keep().library;
    }

    /** What the load found, warnings and notes. */
    const tier1::diagnostics &diagnostics() const noexcept
    {
        return found_;
    }

    /** The sources in their order, then what they called. */
    range<detail::flow_source> flows() const
    {
        return range<detail::flow_source>({get()});
    }

    /** The flow of an id; none where there is none such. */
    std::optional<flow> find(std::string_view id) const
    {
        const tier1_flow *found =
            tier1_library_find(get(), detail::c_text(id).get());

        if (found == nullptr)
            return std::nullopt;
        return flow(found);
    }

    /** Write it as one compiled file. Errors: TIER1_ELIMIT */
    std::string compile() const
    {
        detail::buffer out;

        detail::check(tier1_library_compile(out.get(), get()));
        return out.str();
    }

  private:
    friend class session;

    library() = default;

    library(tier1_library *owned, detail::keep keep)
        : handle_(owned, std::move(keep))
    {
    }

    template <class Load>
    static library load_with(const engine &engine, const load_options &options,
                             Load load)
    {
        detail::reading reading = {options, nullptr};
        tier1_load_options c = TIER1_LOAD_OPTIONS_INIT;
        std::vector<const char *> words;
        tier1_library *out = nullptr;
        tier1_diagnostics *found = nullptr;
        library made;

        for (const std::string &word : options.words)
            words.push_back(detail::c_str(word));
        c.read = options.read ? detail::read_file : nullptr;
        c.list = options.list ? detail::list_files : nullptr;
        c.ud = &reading;
        c.lint = options.lint;
        c.words = words.data();
        c.word_count = words.size();
        int rc = load(&out, &found, &c);
        made.handle_ = {out, {{}, engine.world()}};
        made.found_ = tier1::diagnostics(found, engine.world());
        if (reading.thrown)
            std::rethrow_exception(reading.thrown);
        if (rc == TIER1_EFLOW)
            throw flow_error(made.found_);
        detail::check(rc, engine.problem());
        return made;
    }

    detail::handle<tier1_library, tier1_library_free> handle_;
    tier1::diagnostics found_;
};

} // namespace tier1

#endif
