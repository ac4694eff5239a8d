/* SPDX-License-Identifier: MIT */
/**
 * @file diagnostics.hpp
 * @brief What is wrong with files, where, and what to do.
 */
#ifndef TIER1_CPP_DIAGNOSTICS_HPP
#define TIER1_CPP_DIAGNOSTICS_HPP

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <tier1/cpp/error.hpp>
#include <tier1/cpp/range.hpp>
#include <tier1/diag.h>

namespace tier1
{

/** One diagnostic. Lifetime: that of its list. */
class diagnostic
{
  public:
    explicit diagnostic(const tier1_diagnostic *c) : c_(c)
    {
    }

    const tier1_diagnostic *get() const noexcept
    {
        return c_;
    }

    tier1_severity severity() const noexcept
    {
        return c_->severity;
    }

    /** Stable, such as "unknown-step". */
    std::string_view rule() const noexcept
    {
        return detail::text(c_->rule);
    }

    std::string_view file() const noexcept
    {
        return detail::text(c_->file);
    }

    /** From 1; 0: it has no place. */
    unsigned line() const noexcept
    {
        return c_->line;
    }

    /** From 1, in characters. */
    unsigned column() const noexcept
    {
        return c_->column;
    }

    unsigned end_line() const noexcept
    {
        return c_->end_line;
    }

    /** Behind the last character. */
    unsigned end_column() const noexcept
    {
        return c_->end_column;
    }

    std::string_view message() const noexcept
    {
        return detail::text(c_->message);
    }

    /** The way out; null where none is known. */
    std::string_view hint() const noexcept
    {
        return detail::text(c_->hint);
    }

    /** The source line; or null. */
    std::string_view source() const noexcept
    {
        return detail::text(c_->source);
    }

    /** `file:line:col: error: message (hint) [rule]` and a line feed; with
     *  `explain` also the source line and a caret under the place. */
    std::string str(bool explain = false) const
    {
        detail::buffer out;

        detail::check(tier1_diagnostic_render(out.get(), c_, explain));
        return out.str();
    }

  private:
    const tier1_diagnostic *c_;
};

namespace detail
{

struct diagnostic_source {
    const tier1_diagnostics *list;

    std::size_t size() const noexcept
    {
        return tier1_diagnostics_count(list);
    }

    diagnostic at(std::size_t index) const noexcept
    {
        return diagnostic(tier1_diagnostics_at(list, index));
    }
};

} // namespace detail

/** A list of diagnostics: immutable, shared by its copies, and a range. It
 *  needs nothing else to live. */
class diagnostics : public range<detail::diagnostic_source>
{
  public:
    diagnostics() : range(detail::diagnostic_source{nullptr})
    {
    }

    /** Takes a list of C over, with what its memory comes from. */
    explicit diagnostics(tier1_diagnostics *owned,
                         std::shared_ptr<void> keep = {})
        : range(detail::diagnostic_source{owned}),
          list_(owned, [keep = std::move(keep)](tier1_diagnostics *list) {
              tier1_diagnostics_free(list);
          })
    {
    }

    const tier1_diagnostics *get() const noexcept
    {
        return list_.get();
    }

    std::size_t count(tier1_severity severity) const noexcept
    {
        return tier1_diagnostics_count_of(list_.get(), severity);
    }

    /** All of them, as diagnostic::str() has each. */
    std::string str(bool explain = false) const
    {
        std::string all;

        for (diagnostic one : *this)
            all += one.str(explain);
        return all;
    }

  private:
    std::shared_ptr<tier1_diagnostics> list_;
};

/** A load that found errors. what() has them all, one a line. */
class flow_error : public error
{
  public:
    explicit flow_error(const tier1::diagnostics &found)
        : error(TIER1_EFLOW, found.str()), found_(found)
    {
    }

    const tier1::diagnostics &diagnostics() const noexcept
    {
        return found_;
    }

  private:
    tier1::diagnostics found_;
};

} // namespace tier1

#endif
