/* SPDX-License-Identifier: MIT */
/**
 * @file range.hpp
 * @brief Ranges over what C counts: choices, fields, steps, diagnostics.
 */
#ifndef TIER1_CPP_RANGE_HPP
#define TIER1_CPP_RANGE_HPP

#include <cstddef>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace tier1
{

/**
 * A range of items that are made as they are looked at.
 *
 * `Source` is small and copied: it has size() and at(index). An iterator holds
 * a copy, so that it lives as long as what the range borrows from, whatever
 * becomes of the range.
 */
template <class Source> class range
{
  public:
    using value_type = decltype(std::declval<const Source &>().at(0));

    class iterator
    {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = typename range::value_type;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = value_type;

        iterator(const Source &source, std::size_t index)
            : source_(source), index_(index)
        {
        }

        value_type operator*() const
        {
            return source_.at(index_);
        }

        iterator &operator++()
        {
            ++index_;
            return *this;
        }

        iterator operator++(int)
        {
            iterator old = *this;
            ++index_;
            return old;
        }

        bool operator==(const iterator &other) const noexcept
        {
            return index_ == other.index_;
        }

        bool operator!=(const iterator &other) const noexcept
        {
            return index_ != other.index_;
        }

      private:
        Source source_;
        std::size_t index_;
    };

    using const_iterator = iterator;

    explicit range(const Source &source) : source_(source)
    {
    }

    std::size_t size() const
    {
        return source_.size();
    }

    bool empty() const
    {
        return size() == 0;
    }

    /** Errors: std::out_of_range */
    value_type at(std::size_t index) const
    {
        if (index >= size())
            throw std::out_of_range("tier1::range::at");
        return source_.at(index);
    }

    /** `index` is below size(). */
    value_type operator[](std::size_t index) const
    {
        return source_.at(index);
    }

    value_type front() const
    {
        return at(0);
    }

    iterator begin() const
    {
        return iterator(source_, 0);
    }

    iterator end() const
    {
        return iterator(source_, size());
    }

  private:
    Source source_;
};

namespace detail
{

/** An array of structures of C, each shown as an `Item`. */
template <class Item, class C> struct array {
    const C *items;
    std::size_t count;

    std::size_t size() const noexcept
    {
        return count;
    }

    Item at(std::size_t index) const
    {
        return Item(items[index]);
    }
};

} // namespace detail

/** An array of structures of C as a range. */
template <class Item, class C>
using array_range = range<detail::array<Item, C>>;

} // namespace tier1

#endif
