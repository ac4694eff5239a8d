/* SPDX-License-Identifier: MIT */
/**
 * @file view.hpp
 * @brief What a session shows: views. Members are
 * those of the structures of session.h, and mean the same.
 */
#ifndef TIER1_CPP_VIEW_HPP
#define TIER1_CPP_VIEW_HPP

#include <cstdint>
#include <string_view>

#include <tier1/cpp/error.hpp>
#include <tier1/cpp/range.hpp>
#include <tier1/cpp/value.hpp>
#include <tier1/session.h>

namespace tier1
{

/** What a session waits for. */
enum class state {
    ask = TIER1_ASK,   /**< an answer */
    wait = TIER1_WAIT, /**< the host */
    done = TIER1_DONE  /**< nothing: it has ended */
};

/** Arguments of a host function. */
using values = range<detail::array<value_ref, const tier1_value *>>;

/** One choice of a question. Lifetime: that of its view. */
class choice
{
  public:
    explicit choice(const tier1_choice &c) : c_(&c)
    {
    }

    const tier1_choice *get() const noexcept
    {
        return c_;
    }

    /** What to answer. */
    std::string_view value() const noexcept
    {
        return detail::text(c_->value);
    }

    std::string_view label() const noexcept
    {
        return detail::text(c_->label);
    }

    /** Or null. */
    std::string_view help() const noexcept
    {
        return detail::text(c_->help);
    }

    /** Of a multi: stands alone. */
    bool exclusive() const noexcept
    {
        return c_->exclusive != 0;
    }

    /** Takes what no other choice does, as typed. */
    bool other() const noexcept
    {
        return c_->other != 0;
    }

    /** One of the flow's `anywhere`. */
    bool anywhere() const noexcept
    {
        return c_->anywhere != 0;
    }

  private:
    const tier1_choice *c_;
};

/** A picture or file that belongs to a step. Lifetime: that of its view. */
class media
{
  public:
    explicit media(const tier1_media &c) : c_(&c)
    {
    }

    const tier1_media *get() const noexcept
    {
        return c_;
    }

    /** Beside the flow; or null. */
    std::string_view file() const noexcept
    {
        return detail::text(c_->file);
    }

    /** Or null. */
    std::string_view url() const noexcept
    {
        return detail::text(c_->url);
    }

    /** The text in its place; or null. */
    std::string_view alt() const noexcept
    {
        return detail::text(c_->alt);
    }

  private:
    const tier1_media *c_;
};

/** What an answer must be. Lifetime: that of its view. */
class question
{
  public:
    explicit question(const tier1_question &c) : c_(&c)
    {
    }

    const tier1_question *get() const noexcept
    {
        return c_;
    }

    /** The variable that it fills. */
    std::string_view name() const noexcept
    {
        return detail::text(c_->name);
    }

    /** Of a field; null for a step. */
    std::string_view label() const noexcept
    {
        return detail::text(c_->label);
    }

    /** TIER1_TYPE_NONE: an acknowledgement. */
    tier1_answer_type type() const noexcept
    {
        return c_->type;
    }

    array_range<choice, tier1_choice> choices() const noexcept
    {
        return array_range<choice, tier1_choice>(
            {c_->choices, c_->choice_count});
    }

    /** As a text; null: no bound. */
    std::string_view min() const noexcept
    {
        return detail::text(c_->min);
    }

    std::string_view max() const noexcept
    {
        return detail::text(c_->max);
    }

    std::string_view step() const noexcept
    {
        return detail::text(c_->step);
    }

    std::string_view unit() const noexcept
    {
        return detail::text(c_->unit);
    }

    std::string_view currency() const noexcept
    {
        return detail::text(c_->currency);
    }

    std::string_view mask() const noexcept
    {
        return detail::text(c_->mask);
    }

    std::string_view accept() const noexcept
    {
        return detail::text(c_->accept);
    }

    /** Of a scale. */
    std::string_view low_label() const noexcept
    {
        return detail::text(c_->low_label);
    }

    std::string_view high_label() const noexcept
    {
        return detail::text(c_->high_label);
    }

    /** The default, as text; or null. */
    std::string_view fallback() const noexcept
    {
        return detail::text(c_->fallback);
    }

    bool optional() const noexcept
    {
        return c_->optional != 0;
    }

    bool sensitive() const noexcept
    {
        return c_->sensitive != 0;
    }

    bool multiline() const noexcept
    {
        return c_->multiline != 0;
    }

  private:
    const tier1_question *c_;
};

/** What a session waits for. Lifetime: that of its view. */
class wait
{
  public:
    explicit wait(const tier1_wait &c) : c_(&c)
    {
    }

    const tier1_wait *get() const noexcept
    {
        return c_;
    }

    tier1_wait_kind kind() const noexcept
    {
        return c_->kind;
    }

    /** For session::complete() and fail(). */
    std::uint64_t token() const noexcept
    {
        return c_->token;
    }

    /** Of the host function; or null. */
    std::string_view name() const noexcept
    {
        return detail::text(c_->name);
    }

    /** Of the host function. */
    values args() const noexcept
    {
        return values({c_->args, c_->arg_count});
    }

    /** Who is consulted; or null. */
    std::string_view to() const noexcept
    {
        return detail::text(c_->to);
    }

    /** When tick() ends the wait, milliseconds since 1970; 0: never. */
    std::int64_t deadline() const noexcept
    {
        return c_->deadline;
    }

  private:
    const tier1_wait *c_;
};

/** 
 * Where a session stands, made for one person to see. A text that is not
 * there is null.
 *
 * Lifetime: until the next call of the session that changes it, or its rest.
  */
class view
{
  public:
    explicit view(const tier1_view &c) : c_(&c)
    {
    }

    const tier1_view *get() const noexcept
    {
        return c_;
    }

    tier1::state state() const noexcept
    {
        return static_cast<tier1::state>(c_->state);
    }

    /** Of the step; of the last one when ended. */
    tier1_kind kind() const noexcept
    {
        return c_->kind;
    }

    /** The flow's id. */
    std::string_view flow() const noexcept
    {
        return detail::text(c_->flow);
    }

    /** The step's id. */
    std::string_view step() const noexcept
    {
        return detail::text(c_->step);
    }

    std::string_view phase() const noexcept
    {
        return detail::text(c_->phase);
    }

    std::string_view title() const noexcept
    {
        return detail::text(c_->title);
    }

    /** Markdown, in the words for the audience. */
    std::string_view text() const noexcept
    {
        return detail::text(c_->text);
    }

    std::string_view help() const noexcept
    {
        return detail::text(c_->help);
    }

    /** For an agent's eyes. */
    std::string_view note() const noexcept
    {
        return detail::text(c_->note);
    }

    array_range<tier1::media, tier1_media> media() const noexcept
    {
        return array_range<tier1::media, tier1_media>(
            {c_->media, c_->media_count});
    }

    /** Articles. */
    array_range<std::string_view, const char *> kb() const noexcept
    {
        return array_range<std::string_view, const char *>(
            {c_->kb, c_->kb_count});
    }

    tier1::question question() const noexcept
    {
        return tier1::question(c_->question);
    }

    /** Of a form. */
    array_range<tier1::question, tier1_question> fields() const noexcept
    {
        return array_range<tier1::question, tier1_question>(
            {c_->fields, c_->field_count});
    }

    /** Why the last answer was refused. */
    std::string_view problem() const noexcept
    {
        return detail::text(c_->problem);
    }

    /** Of a try: until the result shows; 0: none. */
    std::int64_t wait_seconds() const noexcept
    {
        return c_->wait_seconds;
    }

    std::string_view offer_kind() const noexcept
    {
        return detail::text(c_->offer_kind);
    }

    std::string_view authority() const noexcept
    {
        return detail::text(c_->authority);
    }

    /** Answers given. */
    int steps_done() const noexcept
    {
        return c_->steps_done;
    }

    /** Answers left at least. */
    int fewest_left() const noexcept
    {
        return c_->fewest_left;
    }

    /** At most, if no step is repeated. */
    int most_left() const noexcept
    {
        return c_->most_left;
    }

    /** Since the start; 0 without a clock. */
    std::int64_t elapsed_seconds() const noexcept
    {
        return c_->elapsed_seconds;
    }

    /** Goal of the whole flow; 0: none. */
    std::int64_t target_seconds() const noexcept
    {
        return c_->target_seconds;
    }

    bool can_back() const noexcept
    {
        return c_->can_back != 0;
    }

    bool can_escalate() const noexcept
    {
        return c_->can_escalate != 0;
    }

    /** In the state `wait`. */
    tier1::wait wait() const noexcept
    {
        return tier1::wait(c_->wait);
    }

    std::string_view language() const noexcept
    {
        return detail::text(c_->language);
    }

  private:
    const tier1_view *c_;
};

} // namespace tier1

#endif
