/* SPDX-License-Identifier: MIT */
/**
 * @file error.hpp
 * @brief Exceptions, and the texts that go over to C and come back.
 */
#ifndef TIER1_CPP_ERROR_HPP
#define TIER1_CPP_ERROR_HPP

#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include <tier1/base.h>

namespace tier1
{

/** A call that failed. what() has the problem, or the status in words. */
class error : public std::runtime_error
{
  public:
    error(int status, const std::string &problem)
        : std::runtime_error(problem.empty() ? tier1_status_text(status)
                                             : problem),
          status_(status)
    {
    }

    /** The status code: TIER1_EMISUSE, TIER1_ELIMIT, … */
    int status() const noexcept
    {
        return status_;
    }

  private:
    int status_;
};

namespace detail
{

/** Throws where a status is an error; else returns it. */
inline int check(int status, const char *problem = "")
{
    if (status == TIER1_ENOMEM)
        throw std::bad_alloc();
    if (status < 0)
        throw error(status, problem);
    return status;
}

/** The text of C, which may be NULL. */
inline std::string_view text(const char *text) noexcept
{
    return text == nullptr ? std::string_view() : std::string_view(text);
}

/** A text for C, which ends in NUL and has none inside. */
inline const char *c_str(const std::string &text)
{
    if (text.find('\0') != std::string::npos)
        throw error(TIER1_EINVALID, "a text has a NUL inside");
    return text.c_str();
}

/** NULL for an empty text. */
inline const char *or_null(const std::string &text)
{
    return text.empty() ? nullptr : c_str(text);
}

/** The same of a text that need not end in NUL. */
class c_text
{
  public:
    explicit c_text(std::string_view text) : text_(text)
    {
        c_str(text_);
    }

    const char *get() const noexcept
    {
        return text_.c_str();
    }

    /** NULL for the empty text. */
    const char *or_null() const noexcept
    {
        return text_.empty() ? nullptr : text_.c_str();
    }

  private:
    std::string text_;
};

/** A buffer that the library fills. */
class buffer
{
  public:
    buffer() = default;
    buffer(const buffer &) = delete;
    buffer &operator=(const buffer &) = delete;

    ~buffer()
    {
        tier1_buf_dispose(&buf_);
    }

    tier1_buf *get() noexcept
    {
        return &buf_;
    }

    std::string str() const
    {
        return buf_.ptr == nullptr ? std::string()
                                   : std::string(buf_.ptr, buf_.len);
    }

  private:
    tier1_buf buf_ = TIER1_BUF_INIT;
};

} // namespace detail
} // namespace tier1

#endif
