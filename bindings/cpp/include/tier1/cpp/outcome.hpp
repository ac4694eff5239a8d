/* SPDX-License-Identifier: MIT */
/**
 * @file outcome.hpp
 * @brief How a session ended, and its way: outcomes, visits, changes. Members
 * are those of the structures of session.h, and mean the same.
 */
#ifndef TIER1_CPP_OUTCOME_HPP
#define TIER1_CPP_OUTCOME_HPP

#include <cstdint>
#include <string_view>

#include <tier1/cpp/error.hpp>
#include <tier1/cpp/value.hpp>
#include <tier1/session.h>

namespace tier1
{

/** How a session ended, or that it has not. Lifetime: as a view. */
class outcome
{
  public:
    explicit outcome(const tier1_outcome &c) : c_(&c)
    {
    }

    const tier1_outcome *get() const noexcept
    {
        return c_;
    }

    /** TIER1_OPEN: it has not. */
    tier1_end end() const noexcept
    {
        return c_->end;
    }

    /** Null while open. */
    std::string_view reason() const noexcept
    {
        return detail::text(c_->reason);
    }

    /** The author's; or null. */
    std::string_view code() const noexcept
    {
        return detail::text(c_->code);
    }

    /** Where it ended, or stands. */
    std::string_view flow() const noexcept
    {
        return detail::text(c_->flow);
    }

    std::string_view step() const noexcept
    {
        return detail::text(c_->step);
    }

    /** What was said last; or null. */
    std::string_view text() const noexcept
    {
        return detail::text(c_->text);
    }

    /** Of a failed hook: which and why; or null. */
    std::string_view detail() const noexcept
    {
        return detail::text(c_->detail);
    }

  private:
    const tier1_outcome *c_;
};

/** One step of the way. Lifetime of its texts: as a view. */
class visit
{
  public:
    explicit visit(const tier1_visit &c) : c_(c)
    {
    }

    const tier1_visit *get() const noexcept
    {
        return &c_;
    }

    std::string_view flow() const noexcept
    {
        return detail::text(c_.flow);
    }

    std::string_view step() const noexcept
    {
        return detail::text(c_.step);
    }

    tier1_kind kind() const noexcept
    {
        return c_.kind;
    }

    /** 0 in the flow that was started. */
    int depth() const noexcept
    {
        return c_.depth;
    }

    /** Entered; milliseconds since 1970. */
    std::int64_t at() const noexcept
    {
        return c_.at;
    }

    /** Spent there. */
    std::int64_t milliseconds() const noexcept
    {
        return c_.milliseconds;
    }

    /** Which rule led on; or null. */
    std::string_view route() const noexcept
    {
        return detail::text(c_.route);
    }

    /** The choice that led on; or null. */
    std::string_view choice() const noexcept
    {
        return detail::text(c_.choice);
    }

    /** Which of the rule's routes; 0: it has but one. */
    int route_number() const noexcept
    {
        return c_.route_number;
    }

    /** Given there; null: none, or a sensitive one. */
    value_ref answer() const noexcept
    {
        return value_ref(c_.answer);
    }

    /** Taken back later. */
    bool undone() const noexcept
    {
        return c_.undone != 0;
    }

  private:
    tier1_visit c_;
};

/** 
 * What became of an answer when an earlier one, or the flow, was changed.
 *
 * Lifetime: until the next change.
  */
class change
{
  public:
    explicit change(const tier1_change &c) : c_(c)
    {
    }

    const tier1_change *get() const noexcept
    {
        return &c_;
    }

    std::string_view flow() const noexcept
    {
        return detail::text(c_.flow);
    }

    std::string_view step() const noexcept
    {
        return detail::text(c_.step);
    }

    tier1_fate fate() const noexcept
    {
        return c_.fate;
    }

    /** Why it does not stand; null where it is kept. */
    std::string_view reason() const noexcept
    {
        return detail::text(c_.reason);
    }

  private:
    tier1_change c_;
};

} // namespace tier1

#endif
