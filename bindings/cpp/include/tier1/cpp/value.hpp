/* SPDX-License-Identifier: MIT */
/**
 * @file value.hpp
 * @brief Values: read as value_ref, built by an engine from C++ types.
 *
 *     tier1::value given = engine.map({{"caller", "Kim"}, {"floor", 3}});
 *     int floor = given["floor"].as<int>();
 *
 * What is taken for a value: nullptr and an empty std::optional (null), bool,
 * integers, floating point numbers, texts, a value or value_ref (copied), a
 * range of any of these (a list), and a map of texts to them.
 */
#ifndef TIER1_CPP_VALUE_HPP
#define TIER1_CPP_VALUE_HPP

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tier1/cpp/error.hpp>
#include <tier1/cpp/range.hpp>
#include <tier1/value.h>

namespace tier1
{

class value_ref;

namespace detail
{

struct item_source;
struct pair_source;

template <class T, class = void> struct is_range : std::false_type {
};
template <class T>
struct is_range<T, std::void_t<decltype(std::declval<const T &>().begin()),
                               decltype(std::declval<const T &>().end())>>
    : std::true_type {
};

template <class T, class = void> struct is_map : std::false_type {
};
template <class T>
struct is_map<T, std::void_t<typename T::key_type, typename T::mapped_type>>
    : std::true_type {
};

template <class T> struct is_optional : std::false_type {
};
template <class T> struct is_optional<std::optional<T>> : std::true_type {
};

template <class T>
constexpr bool is_text = std::is_convertible_v<const T &, std::string_view> &&
                         !std::is_same_v<T, std::nullptr_t>;

} // namespace detail

/**
 * A value that somebody else owns, or none, which reads as null.
 *
 * Lifetime: until its owner ends or changes.
 */
class value_ref
{
  public:
    value_ref() = default;

    explicit value_ref(const tier1_value *value) : value_(value)
    {
    }

    /** NULL where there is none. */
    const tier1_value *get() const noexcept
    {
        return value_;
    }

    tier1_value_type kind() const noexcept
    {
        return tier1_value_kind(value_);
    }

    bool is_null() const noexcept
    {
        return kind() == TIER1_NULL;
    }

    /** A text; a null view for all else. */
    std::string_view text() const noexcept
    {
        return detail::text(tier1_value_text(value_));
    }

    /** Items of a list, or keys of a map. */
    std::size_t size() const noexcept
    {
        return tier1_value_count(value_);
    }

    /** An item of a list or a value of a map; null past the end. */
    value_ref operator[](std::size_t index) const noexcept
    {
        return value_ref(tier1_value_at(value_, index));
    }

    value_ref operator[](int index) const noexcept
    {
        return index < 0 ? value_ref() : (*this)[std::size_t(index)];
    }

    /** A map's value of a key; null where there is none. */
    value_ref operator[](std::string_view key) const
    {
        return value_ref(tier1_value_get(value_, detail::c_text(key).get()));
    }

    value_ref operator[](const char *key) const noexcept
    {
        return value_ref(tier1_value_get(value_, key));
    }

    /** Of a list, or the values of a map. */
    range<detail::item_source> items() const;

    /** Of a map: std::pair of key and value. Empty for all else. */
    range<detail::pair_source> pairs() const;

    /**
     * The value as a type of C++: bool, an integer, a floating point number,
     * std::string, std::string_view (borrowed), std::optional of one (null is
     * none), a container with push_back(), or a map with emplace().
     *
     * Errors: TIER1_EINVALID  it is of another type, or does not fit
     */
    template <class T> T as() const;

  private:
    const tier1_value *value_ = nullptr;
};

namespace detail
{

struct item_source {
    const tier1_value *value;

    std::size_t size() const noexcept
    {
        return tier1_value_count(value);
    }

    value_ref at(std::size_t index) const noexcept
    {
        return value_ref(tier1_value_at(value, index));
    }
};

struct pair_source {
    const tier1_value *value;

    std::size_t size() const noexcept
    {
        return tier1_value_kind(value) == TIER1_MAP ? tier1_value_count(value)
                                                    : 0;
    }

    std::pair<std::string_view, value_ref> at(std::size_t index) const noexcept
    {
        return {text(tier1_value_key(value, index)),
                value_ref(tier1_value_at(value, index))};
    }
};

inline void want(bool fits, const char *what)
{
    if (!fits)
        throw error(TIER1_EINVALID, std::string("the value is not ") + what);
}

template <class T> T as_integer(const tier1_value *value)
{
    std::int64_t n = tier1_value_integer(value);
    bool fits = tier1_value_kind(value) == TIER1_INTEGER;

    if constexpr (std::is_unsigned_v<T>)
        fits =
            fits && n >= 0 && std::uint64_t(n) <= std::numeric_limits<T>::max();
    else
        fits = fits && n >= std::numeric_limits<T>::min() &&
               n <= std::numeric_limits<T>::max();
    want(fits, "an integer of this size");
    return T(n);
}

template <class T> T as_container(value_ref value)
{
    T all;

    if constexpr (is_map<T>::value) {
        want(value.kind() == TIER1_MAP, "a map");
        for (auto pair : value.pairs())
            all.emplace(typename T::key_type(pair.first),
                        pair.second.template as<typename T::mapped_type>());
    } else {
        want(value.kind() == TIER1_LIST, "a list");
        for (value_ref item : value.items())
            all.push_back(item.as<typename T::value_type>());
    }
    return all;
}

} // namespace detail

inline range<detail::item_source> value_ref::items() const
{
    return range<detail::item_source>({value_});
}

inline range<detail::pair_source> value_ref::pairs() const
{
    return range<detail::pair_source>({value_});
}

template <class T> T value_ref::as() const
{
    tier1_value_type type = kind();

    if constexpr (detail::is_optional<T>::value) {
        return is_null() ? T() : T(as<typename T::value_type>());
    } else if constexpr (std::is_same_v<T, bool>) {
        detail::want(type == TIER1_BOOLEAN, "a boolean");
        return tier1_value_boolean(value_) != 0;
    } else if constexpr (std::is_integral_v<T>) {
        return detail::as_integer<T>(value_);
    } else if constexpr (std::is_floating_point_v<T>) {
        detail::want(type == TIER1_NUMBER || type == TIER1_INTEGER, "a number");
        return T(tier1_value_number(value_));
    } else if constexpr (std::is_constructible_v<T, std::string_view>) {
        detail::want(type == TIER1_TEXT, "a text");
        return T(text());
    } else {
        return detail::as_container<T>(*this);
    }
}

namespace detail
{

/** Frees a value of C, where it is left by an exception. */
struct value_free {
    void operator()(tier1_value *value) const noexcept
    {
        tier1_value_free(value);
    }
};

using raw_value = std::unique_ptr<tier1_value, value_free>;

template <class Make, class... More>
raw_value made(Make make, tier1_engine *engine, More... more)
{
    tier1_value *out = nullptr;

    check(make(&out, engine, more...), "it cannot be a value");
    return raw_value(out);
}

template <class T> raw_value make_value(tier1_engine *engine, const T &from);

inline void put(const raw_value &list, raw_value item)
{
    check(tier1_value_append(list.get(), item.release()),
          "it cannot be an item of the list");
}

inline void put(const raw_value &map, std::string_view key, raw_value item)
{
    c_text name(key);

    check(tier1_value_set(map.get(), name.get(), item.release()),
          "it cannot be a value of the map");
}

template <class T> raw_value make_range(tier1_engine *engine, const T &from)
{
    if constexpr (is_map<T>::value) {
        raw_value map = made(tier1_value_new_map, engine);

        for (const auto &pair : from)
            put(map, pair.first, make_value(engine, pair.second));
        return map;
    } else {
        raw_value list = made(tier1_value_new_list, engine);

        for (const typename T::value_type &item : from)
            put(list, make_value(engine, item));
        return list;
    }
}

template <class T> raw_value make_value(tier1_engine *engine, const T &from)
{
    if constexpr (std::is_convertible_v<const T &, value_ref>) {
        return made(tier1_value_copy, engine, value_ref(from).get());
    } else if constexpr (std::is_same_v<T, std::nullptr_t>) {
        return made(tier1_value_new_null, engine);
    } else if constexpr (std::is_same_v<T, bool>) {
        return made(tier1_value_new_boolean, engine, int(from));
    } else if constexpr (std::is_integral_v<T>) {
        if constexpr (std::is_unsigned_v<T>)
            want(from <= std::uint64_t(INT64_MAX), "an integer of 64 bits");
        return made(tier1_value_new_integer, engine, std::int64_t(from));
    } else if constexpr (std::is_floating_point_v<T>) {
        return made(tier1_value_new_number, engine, double(from));
    } else if constexpr (is_text<T>) {
        std::string_view text(from);
        return made(tier1_value_new_text_n, engine, text.data(), text.size());
    } else if constexpr (is_optional<T>::value) {
        return from ? make_value(engine, *from) : make_value(engine, nullptr);
    } else {
        static_assert(is_range<T>::value, "no value is made of this type");
        return make_range(engine, from);
    }
}

} // namespace detail

/**
 * A value that is yours.
 *
 * Made by engine::value(), list(), map() and json(); without them it is none,
 * which reads as null. It may outlive its engine.
 */
class value
{
  public:
    value() = default;

    /** Takes a value of C over, with what its memory comes from. */
    explicit value(tier1_value *owned, std::shared_ptr<void> keep = {})
        : keep_(std::move(keep)), value_(owned)
    {
    }

    value(value &&other) noexcept = default;

    value &operator=(value &&other) noexcept
    {
        value_ = std::move(other.value_); // before what it lies in
        keep_ = std::move(other.keep_);
        return *this;
    }

    operator value_ref() const noexcept
    {
        return ref();
    }

    value_ref ref() const noexcept
    {
        return value_ref(value_.get());
    }

    tier1_value *get() const noexcept
    {
        return value_.get();
    }

    tier1_value *release() noexcept
    {
        return value_.release();
    }

    tier1_value_type kind() const noexcept
    {
        return ref().kind();
    }

    std::size_t size() const noexcept
    {
        return ref().size();
    }

    template <class Key> value_ref operator[](const Key &key) const
    {
        return ref()[key];
    }

    template <class T> T as() const
    {
        return ref().as<T>();
    }

    /** Put an item, of the same engine, at the end of a list.
     *  Errors: TIER1_ELIMIT, TIER1_EMISUSE (it is no list) */
    void append(value item)
    {
        detail::put(value_, std::move(item.value_));
    }

    /** Set a key of a map to an item of the same engine.
     *  Errors: TIER1_ELIMIT, TIER1_EINVALID, TIER1_EMISUSE (it is no map) */
    void set(std::string_view key, value item)
    {
        detail::put(value_, key, std::move(item.value_));
    }

  private:
    std::shared_ptr<void> keep_;
    detail::raw_value value_;
};

/**
 * Anything that is taken for a value, for the time of a call.
 *
 * Functions take one so that you may hand over what you have.
 */
class arg
{
  public:
    template <class T, class = std::enable_if_t<!std::is_same_v<T, arg>>>
    arg(const T &from) : from_(&from), make_(make<T>)
    {
        if constexpr (std::is_convertible_v<const T &, value_ref>)
            borrowed_ = value_ref(from).get();
    }

    /** A value of C that is yours. */
    detail::raw_value operator()(tier1_engine *engine) const
    {
        return make_(engine, from_);
    }

    /** The value that it is already; NULL where it has to be made. */
    const tier1_value *borrowed() const noexcept
    {
        return borrowed_;
    }

  private:
    template <class T>
    static detail::raw_value make(tier1_engine *engine, const void *from)
    {
        return detail::make_value(engine, *static_cast<const T *>(from));
    }

    const void *from_;
    detail::raw_value (*make_)(tier1_engine *, const void *);
    const tier1_value *borrowed_ = nullptr;
};

namespace detail
{

/** A value to hand over, made where it is none yet. */
class lent
{
  public:
    lent(tier1_engine *engine, const arg &from) : value_(from.borrowed())
    {
        if (value_ == nullptr) {
            made_ = from(engine);
            value_ = made_.get();
        }
    }

    const tier1_value *get() const noexcept
    {
        return value_;
    }

  private:
    raw_value made_;
    const tier1_value *value_;
};

} // namespace detail
} // namespace tier1

#endif
